import type { LinkSet } from '../../../src/topology/linkSet';

/** The links of a set, by neuron and then by input. */
export function placesOf(set: LinkSet): { neuron: number; input: number }[] {
  return Array.from({ length: set.outputs }, (_, neuron) =>
    Array.from({ length: set.inputs }, (__, input) => ({ neuron, input })).filter(({ input }) =>
      'bits' in set
        ? (set.bits[(neuron * set.inputs + input) >> 3] >> ((neuron * set.inputs + input) & 7)) & 1
        : set.indices.subarray(set.indptr[neuron], set.indptr[neuron + 1]).includes(input),
    ),
  ).flat();
}
