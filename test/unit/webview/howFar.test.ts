import { describe, expect, it } from 'vitest';
import type { ComparisonSnapshot } from '../../../src/protocol/comparison';
import type { MeanRule } from '../../../src/measure/meanRule';
import { measureOf } from '../../../src/measure/measure';
import { noYardsticks, type Yardsticks } from '../../../src/protocol/yardsticks';
import { pairRows } from '../../../webview/comparison/pairModel';
import { pairMean } from '../../../webview/comparison/pairMean';
import { verdictOf } from '../../../webview/comparison/verdict';
import { layerMarks, yardstickRows } from '../../../webview/comparison/yardstickRows';
import { readRecorded } from './recorded';

const { pair, refinedPair } = readRecorded();

function done<K extends keyof Yardsticks>(snapshot: ComparisonSnapshot, yardstick: K) {
  const state = snapshot.yardsticks[yardstick];
  if (state.phase !== 'done') throw new Error(`${yardstick} was not recorded`);
  return state.result as Extract<Yardsticks[K], { phase: 'done' }>['result'];
}
const percent = (share: number): string => `${share.toFixed(0)}\u00a0%`;

function withMean(mean: number): ComparisonSnapshot {
  return { ...pair, layers: pair.layers.map((layer) => ({ ...layer, distance: mean })) };
}

describe('the number at the top', () => {
  it('is said as a share of chance, with what 0 and chance are', () => {
    const { number, sentence, meaning, value, chance } = verdictOf(refinedPair);
    const mean =
      (refinedPair.layers[0].distance + refinedPair.layers[1].distance + refinedPair.layers[2].distance) / 3;
    const level = done(refinedPair, 'links').mean!.mean;
    expect(number).toBe(mean.toFixed(3));
    expect(value).toBeCloseTo(mean, 12);
    expect(chance).toBe(level);
    expect(sentence).toBe(
      `${percent((100 * mean) / level)} of chance: 0 is the same network up to renaming its neurons, ` +
        `two unrelated ones of this density are ${level.toFixed(3)} apart.`,
    );
    expect(meaning).toContain(percent(100 * mean));
  });

  it('says that chance is being computed, and nothing of it where it is not', () => {
    const links = { phase: 'running', done: 1, total: 10 } as const;
    expect(verdictOf({ ...pair, yardsticks: { ...noYardsticks, links } }).sentence).toContain(
      'being computed',
    );
    expect(verdictOf({ ...pair, yardsticks: noYardsticks })).toMatchObject({
      sentence: '0 is the same network up to renaming its neurons, 1 shares nothing.',
      chance: null,
    });
  });

  it('has its own words for the ends of the scale', () => {
    expect(verdictOf(withMean(0)).meaning).toContain('same network');
    expect(verdictOf(withMean(1)).meaning).toContain('Nothing shared');
    expect(verdictOf(withMean(0.001)).meaning).toContain('under 1\u00a0%');
  });
});

describe('the mean by a rule', () => {
  const by = (rule: Partial<MeanRule>): number | null =>
    pairMean({ ...pair, rule: { ...pair.rule, ...rule } });
  const distances = pair.layers.map(({ distance }) => distance);
  const links = pair.layers.map((layer) => layer.links);

  it('counts the sparse layers, all, or those chosen', () => {
    expect(by({})).toBeCloseTo((distances[0] + distances[1] + distances[2]) / 3, 12);
    expect(by({ counting: 'all' })).toBeCloseTo((distances[0] + distances[1] + distances[2]) / 4, 12);
    expect(by({ counting: [1] })).toBe(distances[1]);
    expect(by({ counting: [] })).toBeNull();
    expect(verdictOf({ ...pair, rule: { ...pair.rule, counting: [] } }).sentence).toContain('choose one');
  });

  it('weighs by the links of both networks', () => {
    const sums = [0, 1, 2].reduce(
      ({ weighted, weight }, k) => ({
        weighted: weighted + distances[k] * links[k],
        weight: weight + links[k],
      }),
      { weighted: 0, weight: 0 },
    );
    expect(by({ weighting: 'links' })).toBeCloseTo(sums.weighted / sums.weight, 12);
  });

  it('moves the chance level with it, whose spread is then unknown', () => {
    const rule = { counting: [0], weighting: 'layers' } as const;
    const [row] = yardstickRows({ ...pair, rule: { ...rule, counting: [0] } });
    const level = done(pair, 'links').layers[0].mean;
    expect(row.value).toBe(level.toFixed(3));
    expect(row.share).toBe(`${percent((100 * distances[0]) / level)} of it`);
    expect(yardstickRows({ ...pair, rule: { ...rule, counting: [0] } })[2].value).toBe('by layer only');
  });
});

describe('what a distance is measured against', () => {
  it('is chance of both kinds, and ties or noise by method', () => {
    const names = (snapshot: ComparisonSnapshot): string[] =>
      yardstickRows(snapshot).map(({ yardstick }) => yardstick);
    expect(names(pair)).toEqual(['links', 'degrees', 'ties']);
    expect(names(refinedPair)).toEqual(['links', 'degrees', 'noise']);
    expect(names({ ...pair, measure: measureOf('greedy') })).toEqual(['links', 'degrees']);
  });

  it('has its mean and standard deviation, the share, and where they are from', () => {
    const { mean, standardDeviation } = done(refinedPair, 'degrees').mean!;
    const row = yardstickRows(refinedPair)[1];
    expect(row).toMatchObject({
      value: `${mean.toFixed(3)} ± ${standardDeviation.toFixed(3)}`,
      share: `${percent((100 * pairMean(refinedPair)!) / mean)} of it`,
      source: '10 pairs',
      action: null,
    });
    const { least, greatest } = done(pair, 'ties').mean!;
    expect(yardstickRows(pair)[2]).toMatchObject({
      value: `${least.toFixed(3)} – ${greatest.toFixed(3)}`,
      source: '20 shuffles of B',
    });
    // So close together that three decimals would hide it.
    expect(yardstickRows(refinedPair)[2].value).toBe(
      `${done(refinedPair, 'noise').mean!.least.toFixed(4)} – ${done(refinedPair, 'noise').mean!.greatest.toFixed(4)}`,
    );
  });

  it('can be asked for, stopped and asked for again', () => {
    const at = (ties: Yardsticks['ties']) =>
      yardstickRows({ ...pair, yardsticks: { ...noYardsticks, ties } })[2];
    expect(at({ phase: 'absent' }).action).toEqual({ kind: 'measure', label: 'Shuffle 20 times' });
    expect(at({ phase: 'running', done: 3, total: 20 })).toMatchObject({
      source: 'computing 3 of 20',
      action: { kind: 'stop' },
    });
    expect(at({ phase: 'failed', reason: 'gone' })).toMatchObject({
      source: 'gone',
      failed: true,
      action: { kind: 'measure' },
    });
    const early = {
      ...pair,
      status: { ...pair.status, phase: 'running' as const },
      yardsticks: noYardsticks,
    };
    expect(yardstickRows(early).map(({ action }) => action)).toEqual([null, null, null]);
  });

  it('stands on the bar of each layer', () => {
    const { links, degrees, interval } = layerMarks(pair.yardsticks, 1);
    expect(links).toBe(done(pair, 'links').layers[1].mean);
    expect(degrees).toBe(done(pair, 'degrees').layers[1].mean);
    expect(interval).toEqual(done(pair, 'ties').layers[1]);
    expect(pairRows(pair)[1].ofChance).toBe(percent((100 * pair.layers[1].distance) / links!));
    expect(layerMarks(noYardsticks, 0)).toEqual({ links: null, degrees: null, interval: null });
  });
});
