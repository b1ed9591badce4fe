import {
  keepLinks,
  layerFromLinks,
  layerGroupedByInput,
  layerGroupedByNeuron,
} from '../../topology/construct';
import { linkCount, type SparseLayer } from '../../topology/topology';
import { MAX_UNITS } from '../../topology/validate';
import { failInside, type Fail } from './fail';
import { parseNpy, type NpyArray } from './npy';
import { indicesOf, textOf, valuesOf } from './npyItems';
import { readNpz, type Npz } from './npz';

/** A SciPy sparse matrix of shape (inputs, outputs), read as a layer. */
export interface SciPyLayer {
  readonly layer: SparseLayer;
  /** Stored entries of value 0, which are no links. */
  readonly zeros: number;
}

const MEMBERS = new Set(['format', 'shape', 'data', 'indices', 'indptr', 'row', 'col']);

/**
 * Reads what `scipy.sparse.save_npz` writes for a CSR, CSC or COO matrix. Nonzero means connected: stored zeros are
 * dropped, as the NNSTD authors' `!= 0` does. SciPy does not promise sorted indices (`has_sorted_indices`), so they
 * are sorted here; an entry stored twice has no meaning for a mask and is refused. Throws `CheckpointError`, or
 * `TopologyError` for a matrix that is none.
 */
export async function readSciPyLayer(path: string, fail: Fail): Promise<SciPyLayer> {
  const npz = await readNpz(path, MEMBERS, fail);
  const { inputs, outputs, format } = describe(npz, fail);
  const data = member(npz, 'data', fail);
  const { values, nonzero } = valuesOf(data, failInside(fail, 'data.npy'));
  const build = links(npz, format, inputs, outputs, fail);

  // Booleans are a mask without weights.
  const layer = build(data.kind === 'b' ? undefined : values);
  if (!nonzero.includes(0)) return { layer, zeros: 0 };
  const flags = build(Float32Array.from(nonzero)).values!;
  const kept = keepLinks(layer, Uint8Array.from(flags));
  return { layer: kept, zeros: linkCount(layer) - linkCount(kept) };
}

type SparseFormat = 'csr' | 'csc' | 'coo';

function describe(
  npz: Npz,
  fail: Fail,
): { readonly format: SparseFormat; readonly inputs: number; readonly outputs: number } {
  const format = textOf(member(npz, 'format', fail), failInside(fail, 'format.npy'));
  if (format !== 'csr' && format !== 'csc' && format !== 'coo') {
    throw fail(
      'a SciPy matrix in CSR, CSC or COO form (matrix.tocsr() makes one)',
      `the form ${JSON.stringify(format)}`,
    );
  }
  const shape = indicesOf(member(npz, 'shape', fail), failInside(fail, 'shape.npy'));
  if (shape.length !== 2) throw fail('a matrix, of two dimensions', `${shape.length}`);
  const [inputs, outputs] = shape;
  if (Math.max(inputs, outputs) > MAX_UNITS) {
    throw fail(`a matrix of at most ${MAX_UNITS} rows and columns`, `${inputs} × ${outputs}`);
  }
  return { format, inputs, outputs };
}

/** The links of the matrix, with values or flags in the order of its data. */
function links(
  npz: Npz,
  format: SparseFormat,
  inputs: number,
  outputs: number,
  fail: Fail,
): (data: Float32Array | undefined) => SparseLayer {
  const list = (name: string): Uint32Array =>
    indicesOf(member(npz, name, fail), failInside(fail, `${name}.npy`));
  const first = list(format === 'coo' ? 'row' : 'indptr');
  const second = list(format === 'coo' ? 'col' : 'indices');
  return (data) => {
    const sides = data === undefined ? { inputs, outputs } : { inputs, outputs, values: data };
    switch (format) {
      case 'csr':
        return layerGroupedByInput({ ...sides, indptr: first, indices: second });
      case 'csc':
        return layerGroupedByNeuron({ ...sides, indptr: first, indices: second });
      case 'coo':
        return layerFromLinks({ ...sides, sources: first, targets: second });
    }
  };
}

function member(npz: Npz, name: string, fail: Fail): NpyArray {
  const bytes = npz.members.get(name);
  if (bytes === undefined) {
    throw fail(
      `a SciPy sparse matrix (save_npz), with an array '${name}'`,
      npz.names.length === 0
        ? 'no arrays'
        : `the arrays ${npz.names
            .slice(0, 8)
            .map((found) => `'${found}'`)
            .join(', ')}`,
    );
  }
  return parseNpy(bytes, failInside(fail, `${name}.npy`));
}
