import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../src/training/config';
import { learningRateAt, type ScheduleConfig } from '../../../src/training/learningRate';
import { train } from '../../../src/training/loop';
import { bitsOf, recordingHost } from './support/recordingHost';
import { toyData } from './support/toyData';

const rates = (schedule: ScheduleConfig, steps: readonly number[]): number[] =>
  steps.map((step) => learningRateAt(step, 10, 0.4, schedule));

describe('the learning rate', () => {
  it('is constant, after a warm-up', () => {
    expect(rates({ kind: 'constant', warmupEpochs: 0 }, [0, 99])).toEqual([0.4, 0.4]);
    const warm = rates({ kind: 'constant', warmupEpochs: 0.4 }, [0, 1, 2, 3, 4]);
    [0.1, 0.2, 0.3, 0.4, 0.4].forEach((rate, k) => {
      expect(warm[k]).toBeCloseTo(rate, 12);
    });
  });

  it('goes down in steps', () => {
    const found = rates({ kind: 'step', warmupEpochs: 0, everyEpochs: 2, factor: 0.5 }, [0, 19, 20, 39, 40]);
    expect(found).toEqual([0.4, 0.4, 0.2, 0.2, 0.1]);
  });

  it('goes down along half a cosine and stays 0', () => {
    const found = rates({ kind: 'cosine', warmupEpochs: 0, endEpoch: 4 }, [0, 10, 20, 40, 41]);
    [0.4, 0.2 * (1 + Math.SQRT1_2), 0.2, 0, 0].forEach((rate, k) => {
      expect(found[k]).toBeCloseTo(rate, 12);
    });
  });

  it('is that of each step, also of a run that was stopped, and of one that got more epochs', async () => {
    const data = toyData();
    const config = (epochs: number, endEpoch: number | null) =>
      resolveConfig(
        {
          network: { hidden: [7] },
          topology: { density: 0.5 },
          optimizer: { batchSize: 16, schedule: { kind: 'cosine', warmupEpochs: 1, endEpoch } },
          epochs,
        },
        path.resolve('/test/config.json'),
      );
    const whole = recordingHost();
    await train(config(4, 6), data, null, whole);
    const first = recordingHost((step) => (step === 5 ? 'stop' : 'continue'));
    await train(config(2, 6), data, null, first);
    const second = recordingHost();
    await train(config(4, 6), data, first.snapshots.at(-1)!, second);
    expect(bitsOf(second.snapshots.at(-1)!.topology)).toBe(bitsOf(whole.snapshots.at(-1)!.topology));

    // At a rate of 0 nothing moves any more.
    const ended = recordingHost();
    await train({ ...config(4, 2), method: { kind: 'static' } }, data, null, ended);
    expect(bitsOf(ended.snapshots[3].topology)).toBe(bitsOf(ended.snapshots[2].topology));
    expect(bitsOf(ended.snapshots[2].topology)).not.toBe(bitsOf(ended.snapshots[1].topology));
  });

  it.each([
    // After two epochs every weight and the rate are as at the start: one epoch moves the weights again.
    { rewindStep: 0, moving: [1, 3, 5] },
    // Rewound to the end of the first epoch, where the rate went down.
    { rewindStep: 3, moving: [1] },
  ])(
    'is rewound with the weights to step $rewindStep by iterative pruning',
    async ({ rewindStep, moving }) => {
      const host = recordingHost();
      const config = resolveConfig(
        {
          network: { hidden: [7] },
          topology: { density: 0.5 },
          method: { kind: 'imp', rounds: 2, roundEpochs: 2, rewindStep },
          // After an epoch 0 in float32.
          optimizer: { batchSize: 16, schedule: { kind: 'step', everyEpochs: 1, factor: 1e-60 } },
          epochs: 6,
        },
        path.resolve('/test/config.json'),
      );
      await train(config, toyData(), null, host);
      const { snapshots } = host;
      const moved = [1, 2, 3, 4, 5, 6].filter((epoch) => {
        const isRewound = epoch === 3 || epoch === 5;
        const before = snapshots[isRewound ? rewindStep / 3 : epoch - 1];
        return bitsOf(snapshots[epoch].biases) !== bitsOf(before.biases);
      });
      expect(moved).toEqual(moving);
    },
  );

  it('ends with a round where training is rewound, if it is not said when', () => {
    const ended = (method: object): unknown =>
      resolveConfig(
        { method, optimizer: { schedule: { kind: 'cosine' } }, epochs: 12 },
        path.resolve('/test/config.json'),
      ).optimizer.schedule;
    expect(ended({ kind: 'imp', rounds: 3 })).toMatchObject({ endEpoch: 3 });
    expect(ended({ kind: 'gmp' })).toMatchObject({ endEpoch: 12 });
  });
});
