import type { Fail } from './fail';

/** Longest header that is read, as in numpy. */
const MAX_HEADER_BYTES = 10_000;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Kinds of `descr` that are read, with the item sizes each may have (0: any). */
const ITEM_BYTES: Readonly<Record<string, readonly number[]>> = {
  b: [1],
  i: [1, 2, 4, 8],
  u: [1, 2, 4, 8],
  f: [2, 4, 8],
  S: [0],
  U: [0],
};

/** An array of an `.npy` file, its items still as bytes. */
export interface NpyArray {
  /** numpy's kind: b(ool), i(nt), u(nsigned), f(loat), S (bytes), U (text). */
  readonly kind: 'b' | 'i' | 'u' | 'f' | 'S' | 'U';
  readonly itemBytes: number;
  readonly bigEndian: boolean;
  /** Empty for a single item. */
  readonly shape: readonly number[];
  /** Exactly the items, in C order. */
  readonly bytes: Uint8Array;
}

/**
 * Parses an `.npy` file, versions 1 to 3 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html):
 * arrays of plain numbers, booleans and strings, in C order. Objects and records are refused, nothing is evaluated.
 */
export function parseNpy(bytes: Uint8Array, fail: Fail): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw fail('an .npy header', `${bytes.length} bytes that do not start with one`);
  }
  const version = bytes[6];
  if (version < 1 || version > 3 || bytes[7] !== 0) {
    throw fail('.npy version 1.0, 2.0 or 3.0', `${version}.${bytes[7]}`);
  }
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw fail('an .npy header', `${bytes.length} bytes`);
  const headerBytes = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (headerBytes > MAX_HEADER_BYTES) {
    throw fail(`an .npy header of at most ${MAX_HEADER_BYTES} bytes`, `one of ${headerBytes}`);
  }
  if (start + headerBytes > bytes.length) {
    throw fail(`an .npy header of ${headerBytes} bytes`, `${bytes.length - start} bytes`);
  }
  const header = parseHeader(
    Buffer.from(bytes.buffer, bytes.byteOffset + start, headerBytes).toString('latin1'),
    fail,
  );
  const { kind, itemBytes, bigEndian } = parseDescr(header.descr, fail);
  if (header.fortranOrder && header.shape.length > 1) throw fail('an array in C order', 'Fortran order');
  const expectedBytes = header.shape.reduce((product, length) => product * length, itemBytes);
  const foundBytes = bytes.length - start - headerBytes;
  if (expectedBytes !== foundBytes) {
    throw fail(
      `${expectedBytes} bytes of items (${header.descr}, shape ${shapeText(header.shape)})`,
      `${foundBytes}`,
    );
  }
  return { kind, itemBytes, bigEndian, shape: header.shape, bytes: bytes.subarray(start + headerBytes) };
}

export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** Type of the items as a person would say it: "int64", "bytes". */
export function typeText(array: NpyArray): string {
  const names = { b: 'bool', i: 'int', u: 'uint', f: 'float', S: 'bytes', U: 'text' } as const;
  return array.kind === 'i' || array.kind === 'u' || array.kind === 'f'
    ? `${names[array.kind]}${array.itemBytes * 8}`
    : names[array.kind];
}

interface Header {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/** One `'key': value` of the header's dictionary; the value is a string, a boolean or a tuple of lengths. */
const ENTRY =
  /\s*(?:'(\w+)'|"(\w+)")\s*:\s*(?:'([^'\\]*)'|"([^"\\]*)"|(True|False)|\(([\d\sL,]*)\))\s*(,\s*\}|,|\})/y;

/** The grammar of what numpy writes, and no more: never evaluated. */
function parseHeader(text: string, fail: Fail): Header {
  const malformed = (): Error =>
    fail("an .npy header {'descr': …, 'fortran_order': …, 'shape': …}", JSON.stringify(text.slice(0, 120)));
  const values = new Map<string, string | boolean | readonly number[]>();
  if (!text.startsWith('{')) throw malformed();
  ENTRY.lastIndex = 1;
  for (let closed = false; !closed;) {
    const match = ENTRY.exec(text);
    if (match === null) throw malformed();
    const key = match[1] ?? match[2] ?? '';
    if (values.has(key)) throw malformed();
    const lengths = match[6] as string | undefined;
    const flag = match[5] as string | undefined;
    if (lengths !== undefined) {
      const shape = parseShape(lengths);
      if (shape === null) throw malformed();
      values.set(key, shape);
    } else {
      values.set(key, flag !== undefined ? flag === 'True' : (match[3] ?? match[4] ?? ''));
    }
    closed = match[7].endsWith('}');
    if (closed && text.slice(ENTRY.lastIndex).trim() !== '') throw malformed();
  }
  const descr = values.get('descr');
  const fortranOrder = values.get('fortran_order');
  const shape = values.get('shape');
  if (
    values.size !== 3 ||
    typeof descr !== 'string' ||
    typeof fortranOrder !== 'boolean' ||
    !Array.isArray(shape)
  ) {
    throw malformed();
  }
  return { descr, fortranOrder, shape: shape as readonly number[] };
}

/** "", "3,", "3, 4", "3L, 4L" (Python 2): null for anything else, or lengths beyond exact integers. */
function parseShape(text: string): readonly number[] | null {
  if (text.trim() === '') return [];
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length < 2 || parts.length > 33) return null;
  if (parts.at(-1) === '') parts.pop();
  if (!parts.every((part) => /^\d{1,15}L?$/.test(part))) return null;
  const shape = parts.map((part) => Number.parseInt(part, 10));
  return Number.isSafeInteger(shape.reduce((product, length) => product * Math.max(length, 1), 32))
    ? shape
    : null;
}

function parseDescr(descr: string, fail: Fail): Pick<NpyArray, 'kind' | 'itemBytes' | 'bigEndian'> {
  const match = /^([<>|=])([biufSU])(\d{1,6})$/.exec(descr);
  const itemBytes = match === null ? 0 : Number(match[3]) * (match[2] === 'U' ? 4 : 1);
  const sizes = match === null ? [] : ITEM_BYTES[match[2]];
  if (match === null || !(sizes.includes(itemBytes) || sizes.includes(0))) {
    throw fail('items of a bool, int, uint, float or string type', JSON.stringify(descr.slice(0, 40)));
  }
  return { kind: match[2] as NpyArray['kind'], itemBytes, bigEndian: match[1] === '>' };
}
