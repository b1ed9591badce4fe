import { keepLinks } from '../../topology/construct';
import type { SparseLayer } from '../../topology/topology';
import type { Fail } from './fail';

/** What a reader of the numbers is told of a row that was dropped. */
export const BIAS_ROW_DROPPED =
  'The last row of each layer’s matrix is its bias and was dropped, as the NNSTD authors do.';
export const BIAS_ROW_ASSUMED =
  'The last row of the matrix was taken to be the bias, as in the NNSTD authors’ layout, and dropped.';
export const NO_BIAS_ROW =
  'The matrices hold no bias row: each has as many rows as the layer before has neurons.';

/**
 * Whether the matrices of a network, as read, end with a bias row: where each has one row more than the one before it
 * has columns. Throws `CheckpointError` where they chain neither with nor without it. At least two layers.
 */
export function haveBiasRows(layers: readonly SparseLayer[], fail: Fail): boolean {
  const extraRows = layers.slice(1).map((layer, k) => layer.inputs - layers[k].outputs);
  if (extraRows.every((rows) => rows === 1)) return true;
  if (extraRows.every((rows) => rows === 0)) return false;
  const odd = extraRows.findIndex((rows) => rows !== extraRows[0] || rows < 0 || rows > 1);
  const before = layers[odd].outputs;
  throw fail(
    `layer ${odd + 1} to have ${before + 1} rows (${before} and the bias row) or, without bias rows throughout, ${before}`,
    `${layers[odd + 1].inputs} rows (shapes ${layers.map((layer) => `${layer.inputs} × ${layer.outputs}`).join(', ')})`,
  );
}

/** The layer without the last of its inputs. Throws `CheckpointError` where it has none. */
export function dropBiasRow(layer: SparseLayer, fail: Fail): SparseLayer {
  if (layer.inputs === 0) throw fail('a matrix with a bias row', 'one without rows');
  const bias = layer.inputs - 1;
  const keep = Uint8Array.from(layer.indices, (input) => (input === bias ? 0 : 1));
  return { ...keepLinks(layer, keep), inputs: bias };
}

export function zerosNote(zeros: number): readonly string[] {
  return zeros === 0
    ? []
    : [`${zeros} stored ${zeros === 1 ? 'zero is' : 'zeros are'} not counted: nonzero means connected.`];
}
