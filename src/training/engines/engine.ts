import type { LayerParameters, LossSums } from '../../kernels/kernels';
import type { Batch } from '../data/dataset';

/** What computes: holds a network and its optimiser state, and trains it batch by batch. */
export interface TrainingEngine {
  /** One optimiser step; the sums are of the batch before it. */
  trainStep(batch: Batch): LossSums;
  evaluate(batch: Batch): LossSums;
  /** The network as it is now. The arrays are the engine's own and change with the next step. */
  layers(): readonly LayerParameters[];
  /** Gives layer k other links, with weights and momentum. */
  replaceLayer(k: number, layer: LayerParameters): void;
  /** The first layer, from 0 at the input, whose outputs in the last batch are not all finite; null if none. */
  firstNonFiniteLayer(): number | null;
}
