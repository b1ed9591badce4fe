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
});
