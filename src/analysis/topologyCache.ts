import type { Checkpoint } from '../checkpoints/checkpoint';
import { readCheckpoint } from '../checkpoints/readCheckpoint';
import { shapeOf, type Topology } from '../topology/topology';
import { BoundedMap } from './boundedMap';
import { contentHash } from './contentHash';
import { fileState } from './fileState';
import type { ReadState } from './workerProtocol';

/** A checkpoint read for its topology; its values are dropped. */
export interface ReadCheckpoint {
  readonly checkpoint: Checkpoint;
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
    const { topology, epoch } = checkpoint;
    const read = {
      checkpoint,
      state: {
        stamp,
        settled: state?.settled ?? false,
        hash: contentHash(topology),
        epoch,
        depth: topology.layers.length,
      },
    };
    if (stamp !== null) this.kept.set(path, read, bytesOf(topology));
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

function bytesOf(topology: Topology): number {
  return topology.layers.reduce(
    (sum, { indptr, indices }) => sum + indptr.byteLength + indices.byteLength,
    0,
  );
}
