import { describe, expect, it } from 'vitest';
import { evenlySpaced, planComparison, type Selected } from '../../../src/vscode/commands/comparePlan';

const checkpoint = (series: string, epoch: number): Selected => ({
  kind: 'checkpoint',
  path: `${series}/epoch_${epoch}`,
  series,
  epoch,
});
const series = (path: string, count: number): Selected => ({
  kind: 'series',
  path,
  checkpoints: Array.from({ length: count }, (_, epoch) => ({
    path: `${path}/epoch_${epoch}`,
    format: 'nnstd-folder',
    epoch,
    step: 0,
    name: `epoch_${epoch}`,
  })),
});

describe('what a selection asks to compare', () => {
  it('is nothing for nothing', () => {
    expect(planComparison([])).toEqual({ kind: 'nothing' });
    expect(planComparison([series('a', 0)])).toEqual({ kind: 'nothing' });
  });

  it('asks for the other where one is selected', () => {
    expect(planComparison([checkpoint('a', 3)])).toEqual({ kind: 'pickOther', checkpoint: 'a/epoch_3' });
    expect(planComparison([series('a', 1)])).toEqual({ kind: 'pickOther', checkpoint: 'a/epoch_0' });
  });

  it('orders rows by series, then by epoch, each once', () => {
    expect(
      planComparison([
        checkpoint('net10', 0),
        checkpoint('net2', 10),
        checkpoint('net2', 9),
        checkpoint('net2', 9),
      ]),
    ).toEqual({ kind: 'compare', checkpoints: ['net2/epoch_9', 'net2/epoch_10', 'net10/epoch_0'] });
  });

  it('takes the checkpoints of one series, and asks which where they are many', () => {
    expect(planComparison([series('a', 3)])).toEqual({
      kind: 'compare',
      checkpoints: ['a/epoch_0', 'a/epoch_1', 'a/epoch_2'],
    });
    expect(planComparison([series('a', 13)])).toMatchObject({ kind: 'pickSome' });
  });

  it('takes the last of each of several series, also among checkpoints', () => {
    expect(planComparison([series('b', 5), series('a', 3), checkpoint('a', 0)])).toEqual({
      kind: 'compare',
      checkpoints: ['a/epoch_0', 'a/epoch_2', 'b/epoch_4'],
    });
  });
});

describe('evenlySpaced', () => {
  it('keeps the ends and strictly ascends', () => {
    for (const count of [2, 3, 7, 12]) {
      for (const length of [count, count + 1, 100, 10_000]) {
        const picked = evenlySpaced(
          Array.from({ length }, (_, index) => index),
          count,
        );
        expect(picked).toHaveLength(count);
        expect([picked[0], picked.at(-1)]).toEqual([0, length - 1]);
        expect(picked).toEqual([...new Set(picked)].sort((a, b) => a - b));
      }
    }
  });
});
