import { density, isFull, linkCount, type SparseLayer } from '../topology/topology';
import { emptyNeurons } from './emptyNeurons';
import { fanInRange } from './fanInRange';

/** What one sees of a layer at a glance. */
export interface LayerFacts {
  readonly inputs: number;
  readonly outputs: number;
  readonly links: number;
  /** Share of the possible links, 0 to 1. */
  readonly density: number;
  /** Every possible link exists. */
  readonly full: boolean;
  /** Neurons without an input. */
  readonly emptyNeurons: number;
  readonly fanInMin: number;
  readonly fanInMedian: number;
  readonly fanInMax: number;
}

export function layerFacts(layer: SparseLayer): LayerFacts {
  const fanIn = fanInRange(layer);
  return {
    inputs: layer.inputs,
    outputs: layer.outputs,
    links: linkCount(layer),
    density: density(layer),
    full: isFull(layer),
    emptyNeurons: emptyNeurons(layer),
    fanInMin: fanIn.min,
    fanInMedian: fanIn.median,
    fanInMax: fanIn.max,
  };
}
