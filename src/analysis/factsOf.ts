import type { Checkpoint } from '../checkpoints/checkpoint';
import { formatLabel } from '../checkpoints/formats/registry';
import { layerFacts } from '../metrics/layerFacts';
import type { CheckpointFacts } from '../protocol/facts';

export function factsOf(checkpoint: Checkpoint): CheckpointFacts {
  return {
    path: checkpoint.path,
    format: checkpoint.format,
    formatLabel: formatLabel(checkpoint.format),
    epoch: checkpoint.epoch,
    layers: checkpoint.topology.layers.map(layerFacts),
    notes: [...checkpoint.notes],
  };
}
