import { zipSync } from 'fflate';

/** Writes `.npy` and `.npz` files for the tests, by the published formats and apart from the product's readers. */

export type NumpyType = '<i4' | '<i8' | '>i4' | '>i8' | '<u2' | '<f4' | '<f8' | '>f8' | '<f2' | '|b1' | '|i1';

export function npy(descr: string, shape: readonly number[], items: Uint8Array, version = 1): Uint8Array {
  const tuple = `(${shape.map((length) => `${length},`).join(' ')})`;
  return npyWithHeader(`{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`, items, version);
}

export function npyWithHeader(header: string, items: Uint8Array, version = 1): Uint8Array {
  const prefix = version === 1 ? 10 : 12;
  const length = Math.ceil((prefix + header.length + 1) / 64) * 64 - prefix;
  const bytes = Buffer.alloc(prefix + length + items.length);
  bytes.set([0x93, ...Buffer.from('NUMPY'), version, 0]);
  if (version === 1) bytes.writeUInt16LE(length, 8);
  else bytes.writeUInt32LE(length, 8);
  bytes.write(`${header.padEnd(length - 1, ' ')}\n`, prefix, 'latin1');
  bytes.set(items, prefix + length);
  return bytes;
}

/** A list of numbers as an `.npy` file of this type. */
export function numbers(type: NumpyType, values: readonly number[], version = 1): Uint8Array {
  return npy(type, [values.length], items(type, values), version);
}

function items(type: NumpyType, values: readonly number[]): Uint8Array {
  const size = Number(type[2]);
  const view = new DataView(new ArrayBuffer(size * values.length));
  const little = !type.startsWith('>');
  values.forEach((value, k) => {
    const at = k * size;
    if (type === '|b1' || type === '|i1') view.setInt8(at, value);
    else if (type === '<u2') view.setUint16(at, value, little);
    else if (type === '<f2') view.setUint16(at, half(value), little);
    else if (type.endsWith('i4')) view.setInt32(at, value, little);
    else if (type.endsWith('i8')) view.setBigInt64(at, BigInt(value), little);
    else if (type === '<f4') view.setFloat32(at, value, little);
    else view.setFloat64(at, value, little);
  });
  return new Uint8Array(view.buffer);
}

/** Bits of a small integer or half as IEEE 754 binary16. */
function half(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const fraction = Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
}

export function text(value: string): Uint8Array {
  return npy(`|S${value.length}`, [], Buffer.from(value, 'latin1'));
}

/** An `.npz` file; `level` 0 stores, above it deflates. */
export function npz(arrays: Readonly<Record<string, Uint8Array>>, level: 0 | 6 = 0): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes])), {
    level,
    mtime: '2020-01-01',
  });
}

/** A matrix of shape (rows, columns) as its stored entries. */
export interface Entries {
  readonly rows: number;
  readonly columns: number;
  readonly entries: readonly (readonly [row: number, column: number, value: number])[];
}

export interface SciPyOptions {
  readonly format: 'csr' | 'csc' | 'coo';
  readonly index?: NumpyType;
  readonly data?: NumpyType;
  readonly level?: 0 | 6;
}

/** The matrix as `scipy.sparse.save_npz` would write it; entries of a row or column stay in the order given. */
export function scipyNpz(matrix: Entries, options: SciPyOptions): Uint8Array {
  return npz(scipyArrays(matrix, options), options.level ?? 0);
}

export function scipyArrays(
  { rows, columns, entries }: Entries,
  { format, index = '<i4', data = '<f4' }: SciPyOptions,
): Record<string, Uint8Array> {
  const common = { format: text(format), shape: numbers('<i8', [rows, columns]) };
  if (format === 'coo') {
    return {
      ...common,
      row: numbers(
        index,
        entries.map(([row]) => row),
      ),
      col: numbers(
        index,
        entries.map(([, column]) => column),
      ),
      data: numbers(
        data,
        entries.map(([, , value]) => value),
      ),
    };
  }
  const [group, other] = format === 'csr' ? [0, 1] : [1, 0];
  const lists = Array.from({ length: format === 'csr' ? rows : columns }, (_, g) =>
    entries.filter((entry) => entry[group] === g),
  );
  const indptr = [0];
  for (const list of lists) indptr.push(indptr.at(-1)! + list.length);
  return {
    ...common,
    indices: numbers(
      index,
      lists.flat().map((entry) => entry[other]),
    ),
    indptr: numbers(index, indptr),
    data: numbers(
      data,
      lists.flat().map((entry) => entry[2]),
    ),
  };
}
