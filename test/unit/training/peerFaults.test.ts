import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/kernels.mjs';
import { CheckpointError } from '../../../src/checkpoints/checkpoint';
import { encodeSafetensors, type Tensor } from '../../../src/checkpoints/formats/safetensorsFile';
import { encodeSnapshot, readSnapshot } from '../../../src/checkpoints/snapshotFile';
import type { TrainingSnapshot } from '../../../src/checkpoints/trainingSnapshot';
import { resolveConfig, type ResolvedConfig } from '../../../src/training/config';
import { train } from '../../../src/training/loop';
import { ResumeError } from '../../../src/training/trainingErrors';
import { temporaryFolder } from '../runFolder/support';
import { type Cell, DenseTwin, removeLinks, smallestLinks, type TwinLayer } from './support/denseTwin';
import { bitsOf, recordingHost, withoutTimes, type Recording } from './support/recordingHost';
import { toyData } from './support/toyData';

/** What other trainers of sparse networks were seen to get wrong. */

await buildKernels();
const data = toyData({ train: 50, features: 9 });
const stepsPerEpoch = 4;
const batchSize = 16;
const step = { learningRate: 0.1, momentum: 0.9 };
const root = temporaryFolder();

function configOf(method: object, changes: object = {}): ResolvedConfig {
  return resolveConfig(
    {
      network: { hidden: [8, 6] },
      topology: { density: 0.3, denseOutput: false },
      method,
      optimizer: { ...step, batchSize },
      epochs: 6,
      ...changes,
    },
    path.resolve('/test/config.json'),
  );
}

/** A run with a checkpoint after each step. */
async function recorded(config: ResolvedConfig): Promise<Recording> {
  const host = recordingHost(() => 'checkpoint');
  await train(config, data, null, host);
  return host;
}

async function snapshotsOf(config: ResolvedConfig): Promise<TrainingSnapshot[]> {
  const { snapshots } = await recorded(config);
  return [...new Map(snapshots.map((snapshot) => [snapshot.step, snapshot])).values()];
}

describe('SET, followed by a masked dense network through a whole run', () => {
  const zeta = 0.3;
  const count = (cells: readonly unknown[]): number => Math.floor(zeta * cells.length);
  const dropped = {
    magnitude: (layer: TwinLayer): Cell[] =>
      smallestLinks(layer, count(layer.cells.filter(({ isLink }) => isLink))),
    sign: (layer: TwinLayer): Cell[] =>
      [true, false].flatMap((negative) => {
        const cells = layer.cells.filter(({ isLink, w }) => isLink && w < 0 === negative);
        return cells.sort((a, b) => Math.abs(a.w) - Math.abs(b.w)).slice(0, count(cells));
      }),
  };

  /** The twin as it is at a snapshot, with its momentum. */
  function twinAt(snapshot: TrainingSnapshot): DenseTwin {
    const twin = new DenseTwin(snapshot, data, batchSize, 1);
    twin.layers.forEach((layer, k) => {
      layer.cells
        .filter(({ isLink }) => isLink)
        .forEach((cell, place) => (cell.velocity = snapshot.velocities[k][place]));
      layer.biasVelocity = [...snapshot.biasVelocities[k]];
    });
    return twin;
  }

  it.each(['magnitude', 'sign'] as const)(
    'by %s: momentum travels with its link, grown links begin without, and each layer keeps its number of links',
    async (variant) => {
      const snapshots = await snapshotsOf(configOf({ kind: 'set', variant, dropFraction: zeta }));
      const fanIns = new Set<string>();
      let grown = 0;
      for (let done = 0; done < 6 * stepsPerEpoch; done++) {
        const twin = twinAt(snapshots[done]);
        const after = twinAt(snapshots[done + 1]);
        const isRewired = done > 0 && done % stepsPerEpoch === 0;
        twin.layers.forEach((layer, k) => {
          if (isRewired) removeLinks(dropped[variant](layer));
          for (const [at, cell] of layer.cells.entries()) {
            const its = after.layers[k].cells[at];
            if (cell.isLink || !its.isLink) continue;
            // What it began with, if its only velocity is its first gradient.
            Object.assign(cell, { isLink: true, w: its.w + step.learningRate * its.velocity });
            if (variant === 'magnitude') expect(cell.w).toBeCloseTo(0, 6);
            grown++;
          }
          fanIns.add(`${k}: ${String(snapshots[done + 1].topology.layers[k].indptr)}`);
          const links = snapshots[done + 1].topology.layers[k].indices.length;
          expect(links).toBe(snapshots[0].topology.layers[k].indices.length);
        });
        twin.findGradients(done);
        twin.descend(step, done + 1);
        twin.layers.forEach(({ cells }, k) => {
          cells.forEach((cell, at) => {
            const its = after.layers[k].cells[at];
            expect(its.isLink).toBe(cell.isLink);
            expect(its.w).toBeCloseTo(cell.w, 5);
            expect(its.velocity).toBeCloseTo(cell.velocity, 5);
          });
        });
      }
      expect(grown).toBeGreaterThan(30);
      // Links move between neurons.
      expect(fanIns.size).toBeGreaterThan(10);
    },
  );
});

const methods = [
  { kind: 'set', variant: 'sign' },
  { kind: 'set', variant: 'magnitude' },
  { kind: 'rigl', interval: 3, endEpoch: 5 },
  { kind: 'granet', interval: 3, endEpoch: 5 },
  { kind: 'gmp', interval: 3, endEpoch: 5 },
  { kind: 'imp', rounds: 2, roundEpochs: 2, rewindStep: 2 },
  { kind: 'static' },
];

describe('a checkpoint is all of the state, or refused', () => {
  it.each(methods)('one that lacks any part: %j', async (method) => {
    const config = configOf(method);
    const snapshots = await snapshotsOf(config);
    // In mid-epoch, after links were exchanged.
    const { tensors, metadata } = partsOf(snapshots[14]);
    const file = path.join(root, 'parts.safetensors');
    const resume = async (names: readonly string[]): Promise<Recording> => {
      const kept = new Map(names.map((name) => [name, tensors.get(name)!]));
      writeFileSync(file, Buffer.concat(encodeSafetensors(kept, metadata)));
      const host = recordingHost();
      await train(config, data, await readSnapshot(file), host);
      return host;
    };
    const names = [...tensors.keys()];
    const whole = await resume(names);
    expect(bitsOf(whole.snapshots.at(-1))).toBe(bitsOf(snapshots.at(-1)));
    for (const missing of names) {
      const rest = names.filter((name) => name !== missing);
      await expect(resume(rest), `without ${missing}`).rejects.toSatisfy(
        (error) => error instanceof CheckpointError || error instanceof ResumeError,
      );
    }
  });

  function partsOf(snapshot: TrainingSnapshot) {
    const bytes = Buffer.concat(encodeSnapshot(snapshot));
    const headerBytes = Number(bytes.readBigUInt64LE());
    const header = JSON.parse(bytes.subarray(8, 8 + headerBytes).toString()) as Record<string, unknown>;
    const { __metadata__: metadata, ...described } = header;
    const tensors = new Map(
      Object.entries(described).map(([name, description]): [string, Tensor] => {
        const { data_offsets: offsets, ...rest } = description as Omit<Tensor, 'bytes'> & {
          readonly data_offsets: readonly [number, number];
        };
        const [begin, end] = offsets.map((offset) => 8 + headerBytes + offset);
        return [name, { ...rest, bytes: bytes.subarray(begin, end) }];
      }),
    );
    return { tensors, metadata: metadata as Record<string, string> };
  }
});

it('many networks that are trained by turns in one process are as those trained alone', async () => {
  const configs = methods.flatMap((method, k) =>
    [1, 2].map((threads) => configOf(method, { seed: 1 + k, threads, network: { hidden: [8, 6 + k] } })),
  );
  const alone: string[] = [];
  for (const config of configs) alone.push(outcome(await recorded(config)));
  const together = await Promise.all(configs.map(recorded));
  together.forEach((host, k) => {
    expect(outcome(host), JSON.stringify(configs[k].method)).toBe(alone[k]);
  });
  expect(new Set(alone).size).toBe(configs.length);
});

function outcome({ metrics, snapshots }: Recording): string {
  return bitsOf([withoutTimes(metrics), snapshots]);
}
