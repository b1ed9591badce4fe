import type { Checkpoint } from '../checkpoints/checkpoint';
import { readCheckpoint } from '../checkpoints/readCheckpoint';
import { inputStrength } from '../metrics/inputStrength';
import { shapeOf, type Topology } from '../topology/topology';
import { BoundedMap } from './boundedMap';
import { contentHash } from './contentHash';
import { fileState } from './fileState';
import type { ReadState } from './workerProtocol';

/** A checkpoint read for its topology; of its values only their sums are kept. */
export interface ReadCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Of each layer Σ|w| of the links of each input; null where there are no weights. */
  readonly strengths: readonly (Float32Array | null)[];
  readonly state: ReadState;
}

/** Checkpoints lately read, as long as their files do not change, up to a number of bytes. */
export class TopologyCache {
  private readonly kept: BoundedMap<ReadCheckpoint>;

  constructor(limitBytes: number) {
    this.kept = new BoundedMap(limitBytes);
  }

  /** Throws `CheckpointError`, and nothing else. */
  async read(path: string): Promise<ReadCheckpoint> {
    // Before reading: a file that changes meanwhile is then read again the next time.
    const state = await fileState(path);
    const stamp = state?.stamp ?? null;
    const kept = this.kept.get(path);
    if (kept !== undefined && kept.state.stamp === stamp) return kept;
    this.kept.delete(path);

    const whole = await readCheckpoint(path);
    const checkpoint = { ...whole, topology: withoutValues(whole.topology) };
    const strengths = whole.topology.layers.map(inputStrength);
    const { topology, epoch } = checkpoint;
    const read = {
      checkpoint,
      strengths,
      state: {
        stamp,
        settled: state?.settled ?? false,
        hash: contentHash(topology),
        epoch,
        depth: topology.layers.length,
      },
    };
    if (stamp !== null) this.kept.set(path, read, bytesOf(read));
    return read;
  }
}

function withoutValues(topology: Topology): Topology {
  return {
    layers: topology.layers.map((layer) => ({
      ...shapeOf(layer),
      indptr: layer.indptr,
      indices: layer.indices,
    })),
  };
}

function bytesOf({ checkpoint, strengths }: ReadCheckpoint): number {
  return checkpoint.topology.layers.reduce(
    (sum, { indptr, indices }, k) =>
      sum + indptr.byteLength + indices.byteLength + (strengths[k]?.byteLength ?? 0),
    0,
  );
}
