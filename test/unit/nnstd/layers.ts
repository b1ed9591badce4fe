import fc from 'fast-check';
import type { SparseLayer, Topology } from '../../../src/topology/topology';

/** A layer from the list of inputs of each neuron. */
export function layerOf(inputs: number, fanIns: readonly (readonly number[])[]): SparseLayer {
  const indptr = new Uint32Array(fanIns.length + 1);
  fanIns.forEach((fanIn, j) => {
    indptr[j + 1] = indptr[j] + fanIn.length;
  });
  const sorted = fanIns.flatMap((fanIn) => [...fanIn].sort((x, y) => x - y));
  return { inputs, outputs: fanIns.length, indptr, indices: Uint32Array.from(sorted) };
}

export function inputsOf(layer: SparseLayer, neuron: number): Set<number> {
  return new Set(layer.indices.subarray(layer.indptr[neuron], layer.indptr[neuron + 1]));
}

/** Layers with empty neurons, full neurons and everything between, many overlaps and many ties. */
export function arbitraryLayer(inputs: number, outputs: number): fc.Arbitrary<SparseLayer> {
  const fanIn = inputs === 0 ? fc.constant([]) : fc.subarray([...Array(inputs).keys()]);
  const sparseFanIn =
    inputs === 0
      ? fc.constant([])
      : fc.uniqueArray(fc.integer({ min: 0, max: inputs - 1 }), { maxLength: Math.min(inputs, 5) });
  return fc
    .array(fc.oneof({ weight: 3, arbitrary: sparseFanIn }, { weight: 1, arbitrary: fanIn }), {
      minLength: outputs,
      maxLength: outputs,
    })
    .map((fanIns) => layerOf(inputs, fanIns));
}

/** Two networks of the same widths. */
export function arbitraryPair(maxWidth: number): fc.Arbitrary<readonly [Topology, Topology]> {
  return fc
    .array(fc.integer({ min: 1, max: maxWidth }), { minLength: 2, maxLength: 4 })
    .chain((widths) => fc.tuple(arbitraryTopology(widths), arbitraryTopology(widths)));
}

export function arbitraryTopology(widths: readonly number[]): fc.Arbitrary<Topology> {
  return fc
    .tuple(...widths.slice(1).map((outputs, k) => arbitraryLayer(widths[k], outputs)))
    .map((layers) => ({ layers }));
}

/** Every possible link. */
export function fullLayer(inputs: number, outputs: number): SparseLayer {
  return layerOf(
    inputs,
    Array.from({ length: outputs }, () => [...Array(inputs).keys()]),
  );
}
