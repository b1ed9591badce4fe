import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { distinctLabels, epochLabel, networkDensity, percent } from '../../../src/vscode/labels';

describe('labels', () => {
  const item = (series: string, what: string) => ({ path: path.posix.join(series, what), series, what });

  it('names the series by its last folder where that is enough', () => {
    expect(
      distinctLabels([item('/data/e5_s0_w0', 'epoch 0'), item('/data/e5_s0_w1', 'epoch 0')], '/'),
    ).toEqual(['e5_s0_w0 · epoch 0', 'e5_s0_w1 · epoch 0']);
  });

  it('adds folders until series of one name are told apart', () => {
    const labels = distinctLabels(
      [
        item('/a/x/runs/set', 'epoch 1'),
        item('/a/y/runs/set', 'epoch 1'),
        item('/a/y/runs/other', 'epoch 1'),
      ],
      '/',
    );
    expect(labels).toEqual(['x/runs/set · epoch 1', 'y/runs/set · epoch 1', 'other · epoch 1']);
  });

  it('ends where nothing tells two apart', () => {
    expect(distinctLabels([item('/a', 'epoch 1'), item('/a', 'epoch 1')], '/')).toHaveLength(2);
  });

  it('says where in an epoch a checkpoint was taken', () => {
    expect(epochLabel({ epoch: 3, step: 0 })).toBe('epoch 3');
    expect(epochLabel({ epoch: 3, step: 12 })).toBe('epoch 3 + 12 steps');
    expect(epochLabel({ epoch: null, step: 0 })).toBeNull();
  });

  it('shows shares with at most three digits', () => {
    expect([0, 0.00513, 0.1, 0.84531, 1].map(percent)).toEqual(['0 %', '0.513 %', '10 %', '84.5 %', '100 %']);
  });

  it('weighs the density of a network by the size of its layers', () => {
    expect(
      networkDensity([
        { inputs: 10, outputs: 10, links: 10 },
        { inputs: 10, outputs: 1, links: 10 },
      ]),
    ).toBeCloseTo(20 / 110);
    expect(networkDensity([])).toBeNull();
  });
});
