import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CheckpointError } from '../../../src/checkpoints/checkpoint';
import { writeSnapshot } from '../../../src/checkpoints/snapshotFile';
import type { TrainingSnapshot } from '../../../src/checkpoints/trainingSnapshot';
import type { SparseLayer } from '../../../src/topology/topology';
import { resolveConfig } from '../../../src/training/config';
import { ConfigError } from '../../../src/training/configError';
import { train } from '../../../src/training/loop';
import { writeNetwork } from '../analysis/support';
import { bitsOf, recordingHost } from './support/recordingHost';
import { toyData } from './support/toyData';

const data = toyData({ features: 20 });
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'start-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function snapshotsOf(changes: object): Promise<TrainingSnapshot[]> {
  const config = resolveConfig(
    {
      network: { hidden: [15, 12] },
      topology: { density: 0.3 },
      optimizer: { batchSize: 16, learningRate: 0.05 },
      epochs: 3,
      ...changes,
    },
    path.join(folder, 'config.json'),
  );
  const host = recordingHost();
  await train(config, data, null, host);
  return host.snapshots;
}

async function startOf(topology: object, seed = 1): Promise<TrainingSnapshot> {
  return (await snapshotsOf({ topology, seed, epochs: 1 }))[0];
}

/** Weight of each link by its place. */
function weights(layer: SparseLayer): Map<number, number> {
  const found = new Map<number, number>();
  for (let neuron = 0; neuron < layer.outputs; neuron++) {
    for (let k = layer.indptr[neuron]; k < layer.indptr[neuron + 1]; k++) {
      found.set(neuron * layer.inputs + layer.indices[k], layer.values![k]);
    }
  }
  return found;
}

const placesOf = ({ topology }: TrainingSnapshot): number[][] =>
  topology.layers.map((layer) => [...weights(layer).keys()]);

describe('similar starts', () => {
  it('move the exact fraction of links in each generation, one after the other', async () => {
    const generation = (generations: number) =>
      startOf({ density: 0.3, rewired: { fraction: 0.1, generations } });
    const family = [await startOf({ density: 0.3 }), await generation(1), await generation(2)];
    const [zeroth, first, second] = family.map(placesOf);
    zeroth.forEach((places, k) => {
      const isFull = k === 2;
      const moved = isFull ? 0 : Math.round(0.1 * places.length);
      const gone = (from: number[][], to: number[][]) =>
        from[k].filter((place) => !to[k].includes(place)).length;
      expect(moved > 0).toBe(!isFull);
      expect([first[k].length, second[k].length]).toEqual([places.length, places.length]);
      expect([gone(zeroth, first), gone(first, second)]).toEqual([moved, moved]);
      expect(gone(zeroth, second)).toBeGreaterThan(moved - 1);
    });
  });

  it('come from one topology for every seed of the weights', async () => {
    const topology = { density: 0.3, seed: 7 };
    const [one, other] = [await startOf(topology, 1), await startOf(topology, 2)];
    expect(placesOf(one)).toEqual(placesOf(other));
    expect(bitsOf(one.topology)).not.toBe(bitsOf(other.topology));
    expect(placesOf(await startOf({ density: 0.3 }, 7))).toEqual(placesOf(one));
  });

  it('move what they can where there is little room', async () => {
    const topology = { distribution: 'uniform', density: 0.95 };
    const [before, after] = [
      placesOf(await startOf(topology)),
      placesOf(await startOf({ ...topology, rewired: { fraction: 0.5 } })),
    ];
    before.slice(0, 2).forEach((places, k) => {
      const room = [300, 180][k] - places.length;
      expect(after[k].filter((place) => !places.includes(place))).toHaveLength(room);
      expect(after[k]).toHaveLength(places.length);
    });
  });
});

describe('a start from a checkpoint', () => {
  /** A run whose checkpoints are in `run/`: pruned, so that every link had an initial weight. */
  async function prunedRun(): Promise<TrainingSnapshot[]> {
    const snapshots = await snapshotsOf({ method: { kind: 'gmp', endEpoch: 2, interval: 1 }, seed: 5 });
    await mkdir(path.join(folder, 'run'), { recursive: true });
    await writeSnapshot(path.join(folder, 'run', 'epoch-0000.safetensors'), snapshots[0]);
    await writeSnapshot(path.join(folder, 'run', 'epoch-0003.safetensors'), snapshots[3]);
    return snapshots;
  }
  const from = 'run/epoch-0003.safetensors';

  it('has its links and new weights, its own weights and biases, or those it began with', async () => {
    const [initial, , , last] = await prunedRun();
    const fresh = await startOf({ from });
    const kept = await startOf({ from, weights: 'kept' });
    const ticket = await startOf({ from, weights: 'initial' });
    for (const start of [fresh, kept, ticket]) {
      expect(placesOf(start)).toEqual(placesOf(last));
      expect(bitsOf(start.velocities)).toMatch(/^\["Float32Array 0*"/);
    }
    expect(bitsOf(kept.topology)).toBe(bitsOf(last.topology));
    expect(bitsOf(kept.biases)).toBe(bitsOf(last.biases));
    expect(last.biases[0].some((bias) => bias !== 0)).toBe(true);
    expect(bitsOf(ticket.biases)).toBe(bitsOf(initial.biases));
    ticket.topology.layers.forEach((layer, k) => {
      const before = weights(initial.topology.layers[k]);
      const random = weights(fresh.topology.layers[k]);
      for (const [place, weight] of weights(layer)) expect(weight).toBe(before.get(place));
      expect([...weights(layer).values()]).not.toEqual([...random.values()]);
    });
  });

  it('gives new weights to links that its run did not begin with, and to moved ones', async () => {
    const snapshots = await snapshotsOf({ seed: 6 });
    await mkdir(path.join(folder, 'set'), { recursive: true });
    await writeSnapshot(path.join(folder, 'set', 'epoch-0000.safetensors'), snapshots[0]);
    await writeSnapshot(path.join(folder, 'set', 'epoch-0003.safetensors'), snapshots[3]);
    const topology = { from: 'set/epoch-0003.safetensors' };
    const fresh = await startOf(topology);
    const ticket = await startOf({ ...topology, weights: 'initial' });
    const before = weights(snapshots[0].topology.layers[0]);
    const drawn = weights(fresh.topology.layers[0]);
    let grown = 0;
    for (const [place, weight] of weights(ticket.topology.layers[0])) {
      if (!before.has(place)) grown++;
      expect(weight).toBe(before.get(place) ?? drawn.get(place));
    }
    expect(grown).toBeGreaterThan(0);
    const moved = await startOf({ ...topology, weights: 'kept', rewired: { fraction: 0.2 } });
    const last = weights(snapshots[3].topology.layers[0]);
    const strangers = [...weights(moved.topology.layers[0])].filter(([place, w]) => last.get(place) !== w);
    expect(strangers).toHaveLength(Math.round(0.2 * last.size));
    expect(strangers.every(([place]) => !last.has(place))).toBe(true);
  });

  it('trains on, is stopped and resumed without the checkpoint it came from', async () => {
    await prunedRun();
    const changes = { topology: { from: path.join(folder, from), weights: 'kept' }, method: { kind: 'set' } };
    const config = resolveConfig(
      { network: { hidden: [15, 12] }, optimizer: { batchSize: 16 }, epochs: 3, ...changes },
      path.join(folder, 'config.json'),
    );
    const whole = recordingHost();
    await train(config, data, null, whole);
    const gone = { ...config, topology: { ...config.topology, from: '/gone.safetensors' } };
    const rest = recordingHost();
    await train(gone as typeof config, data, whole.snapshots[1], rest);
    expect(bitsOf(rest.snapshots.at(-1)!.topology)).toBe(bitsOf(whole.snapshots.at(-1)!.topology));
  });

  it('takes the parameters of SReLU of the checkpoint with its weights, and draws new ones without', async () => {
    const network = { hidden: [15, 12], activation: 'srelu' };
    const [first, , last] = await snapshotsOf({ network, seed: 5 });
    await mkdir(path.join(folder, 'run'), { recursive: true });
    await writeSnapshot(path.join(folder, 'run', 'epoch-0002.safetensors'), last);
    const valuesOf = ({ srelu }: TrainingSnapshot): string => bitsOf(srelu.map(({ values }) => values));
    const startWith = async (weights: string): Promise<string> => {
      const topology = { from: 'run/epoch-0002.safetensors', weights };
      return valuesOf((await snapshotsOf({ network, topology, epochs: 1, seed: 6 }))[0]);
    };
    expect(await startWith('kept')).toBe(valuesOf(last));
    expect(valuesOf(last)).not.toBe(valuesOf(first));
    expect([valuesOf(last), valuesOf(first)]).not.toContain(await startWith('new'));
  });

  it('can be of another layout, which has no biases', async () => {
    const [, , , last] = await prunedRun();
    await writeNetwork(path.join(folder, 'net', 'epoch_003'), last.topology);
    const start = await startOf({ from: 'net/epoch_003' });
    expect(placesOf(start)).toEqual(placesOf(last));
  });

  it('is refused where it does not fit, or lacks what is asked for', async () => {
    await prunedRun();
    const topology = { from, weights: 'kept' };
    await expect(snapshotsOf({ topology, network: { hidden: [15, 13] } })).rejects.toThrow(
      /network.hidden: expected widths that make layers of 20 × 15, 15 × 12, 12 × 3, as in .*; found 20 × 15, 15 × 13/,
    );
    await expect(startOf({ from: 'run/absent.safetensors' })).rejects.toThrow(CheckpointError);
    await mkdir(path.join(folder, 'alone'), { recursive: true });
    const [snapshot] = await snapshotsOf({});
    await writeSnapshot(path.join(folder, 'alone', 'epoch-0009.safetensors'), snapshot);
    await expect(startOf({ from: 'alone/epoch-0009.safetensors', weights: 'initial' })).rejects.toThrow(
      /epoch-0000.safetensors/,
    );
  });

  it('tells the largest possible topology once the data is known', async () => {
    const error: unknown = await snapshotsOf({
      data: { kind: 'idx', folder: 'x' },
      network: { hidden: [15] },
      topology: { epsilon: 9 },
    }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toMatch(/topology.epsilon: expected at most 8.5714/);
  });
});
