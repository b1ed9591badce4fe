import type { Topology } from '../../src/topology/topology';

/** Links of a layer as they cross into the page of a test: as JSON. */
export interface RecordedLinks {
  readonly path: string;
  readonly layer: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly indptr: readonly number[];
  readonly indices: readonly number[];
  readonly weights: readonly number[] | null;
}

/** Every layer of these checkpoints, without weights. */
export function recordLinks(
  checkpoints: readonly { readonly facts: { readonly path: string }; readonly topology: Topology }[],
): RecordedLinks[] {
  return checkpoints.flatMap(({ facts, topology }) =>
    topology.layers.map(({ inputs, outputs, indptr, indices }, layer) => ({
      path: facts.path,
      layer,
      inputs,
      outputs,
      indptr: [...indptr],
      indices: [...indices],
      weights: null,
    })),
  );
}
