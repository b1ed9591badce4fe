import type { SparseLayer } from '../topology/topology';

/** Links that changed from one state of a layer to another. */
export interface Turnover {
  /** Links only the later state has. */
  readonly gained: number;
  /** Links only the earlier state has. */
  readonly lost: number;
}

/** Compares two states of a layer of the same widths, neuron by neuron, by merging the sorted lists of inputs. */
export function turnover(earlier: SparseLayer, later: SparseLayer): Turnover {
  if (earlier.inputs !== later.inputs || earlier.outputs !== later.outputs) {
    throw new RangeError(
      `turnover between layers of different widths: ${shape(earlier)} and ${shape(later)} (inputs × outputs)`,
    );
  }
  let kept = 0;
  for (let j = 0; j < earlier.outputs; j++) kept += commonInputs(earlier, later, j);
  return {
    gained: later.indptr[later.outputs] - kept,
    lost: earlier.indptr[earlier.outputs] - kept,
  };
}

function commonInputs(a: SparseLayer, b: SparseLayer, neuron: number): number {
  const endA = a.indptr[neuron + 1];
  const endB = b.indptr[neuron + 1];
  let i = a.indptr[neuron];
  let j = b.indptr[neuron];
  let common = 0;
  while (i < endA && j < endB) {
    const difference = a.indices[i] - b.indices[j];
    if (difference === 0) common++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return common;
}

function shape(layer: SparseLayer): string {
  return `${String(layer.inputs)} × ${String(layer.outputs)}`;
}
