import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveConfig, type ResolvedConfig } from '../../../src/training/config';
import { train } from '../../../src/training/loop';
import { bitsOf, recordingHost, withoutTimes, type Recording } from './support/recordingHost';
import { toyData } from './support/toyData';

const data = toyData();
const epochs = 12;

function config(earlyStopping: object | null, changes: object = {}): ResolvedConfig {
  const optimizer = { batchSize: 16, learningRate: 2 };
  return resolveConfig(
    {
      network: { hidden: [7] },
      topology: { density: 0.5 },
      optimizer,
      epochs,
      checkpointEvery: 5,
      earlyStopping,
      ...changes,
    },
    path.resolve('/test/config.json'),
  );
}

async function run(resolved: ResolvedConfig, host = recordingHost()): Promise<Recording> {
  expect(await train(resolved, data, null, host)).toBe('finished');
  return host;
}

/** The first epoch at which the last `patience` values are no better than the best before them. */
function endByHand(values: readonly number[], patience: number, minDelta: number): number {
  let best = 0;
  for (let epoch = 1; epoch < values.length; epoch++) {
    if (values[best] - values[epoch] > minDelta) best = epoch;
    if (epoch - best >= patience) return epoch;
  }
  return epochs;
}

describe('early stopping', () => {
  it.each([
    ['testLoss', 1, 0],
    ['testLoss', 2, 0.05],
    ['testLoss', 3, 10],
    ['testAccuracy', 1, 0],
    ['testAccuracy', 2, 0.01],
    ['testLoss', 100, 0],
  ] as const)('on %s with patience %d and minDelta %d', async (on, patience, minDelta) => {
    const all = await run(config(null));
    const sign = on === 'testLoss' ? 1 : -1;
    const end = endByHand(
      all.metrics.map((metrics) => sign * metrics[on]),
      patience,
      minDelta,
    );
    const host = await run(config({ patience, minDelta, on }));
    expect(withoutTimes(host.metrics)).toEqual(withoutTimes(all.metrics.slice(0, end + 1)));
    expect(host.snapshots.at(-1)!.epoch).toBe(end);
    expect(host.reasons).toHaveLength(end < epochs ? 1 : 0);
    if (end < epochs) expect(host.reasons[0]).toContain(on);
  });

  it('ends before the last epoch in these tests', async () => {
    expect((await run(config({ patience: 1 }))).metrics.length).toBeLessThan(epochs);
    expect((await run(config({ patience: 3, minDelta: 10 }))).metrics).toHaveLength(4);
  });

  it('stopped at any step and resumed, the run ends where it would have', async () => {
    const resolved = config({ patience: 3, minDelta: 0.05 });
    const whole = await run(resolved);
    const steps = whole.snapshots.at(-1)!.step;
    expect(steps).toBeLessThan(epochs * 3);
    for (let stop = 1; stop <= steps; stop++) {
      const first = recordingHost((step) => (step === stop ? 'stop' : 'continue'));
      const end = await train(resolved, data, null, first);
      expect(end).toBe(stop === steps ? 'finished' : 'stopped');
      const second = recordingHost();
      expect(await train(resolved, data, first.snapshots.at(-1)!, second)).toBe('finished');
      expect(withoutTimes([...first.metrics, ...second.metrics])).toEqual(withoutTimes(whole.metrics));
      expect(bitsOf([...first.snapshots, ...second.snapshots].at(-1))).toBe(bitsOf(whole.snapshots.at(-1)));
      expect(second.reasons).toEqual(whole.reasons);
    }
  });

  it('more patience lets it go on, and another quantity counts from there', async () => {
    const { snapshots } = await run(config({ patience: 2, minDelta: 10 }));
    expect(snapshots.at(-1)!.epoch).toBe(2);
    const resume = async (changed: ResolvedConfig): Promise<Recording> => {
      const host = recordingHost();
      expect(await train(changed, data, snapshots.at(-1)!, host)).toBe('finished');
      return host;
    };
    const longer = await resume(config({ patience: 5, minDelta: 10 }));
    expect(longer.metrics.map(({ epoch }) => epoch)).toEqual([3, 4, 5]);
    const other = await resume(config({ patience: 2, minDelta: 10, on: 'testAccuracy' }));
    // Epoch 3 is the first that is looked at so, 4 and 5 are no better.
    expect(other.metrics.map(({ epoch }) => epoch)).toEqual([3, 4, 5]);
    expect((await resume(config(null))).snapshots.at(-1)!.epoch).toBe(epochs);
  });

  it('looks at the validation set where there is one', () => {
    const withValidation = { data: { kind: 'idx', folder: 'x', validationFraction: 0.1 } };
    expect(config({ patience: 1 }, withValidation).earlyStopping).toEqual({
      patience: 1,
      minDelta: 0,
      on: 'validationLoss',
    });
    expect(config({ patience: 1 }).earlyStopping?.on).toBe('testLoss');
  });
});
