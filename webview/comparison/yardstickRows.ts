import type { Chance, Interval } from '../../src/protocol/uncertainty';
import { noiseRuns, tieShuffles, type Yardstick, type Yardsticks } from '../../src/protocol/yardsticks';
import { isPublished } from '../../src/measure/meanRule';
import { formatCount, formatShare, formatSpread, formatThree, noValue } from '../shared/format';
import type { Compared } from './model';
import { chanceMean, layersOf, pairMean } from './pairMean';

/** One thing to measure the distance against. */
export interface YardstickRow {
  readonly yardstick: Yardstick;
  /** "Two random networks with these numbers of links". */
  readonly name: string;
  readonly explanation: string;
  readonly value: string;
  /** The distance as a share of it. */
  readonly share: string;
  /** How it was had, or how far that is. */
  readonly source: string;
  readonly failed: boolean;
  /** What can be done about it; null before there is a distance. */
  readonly action: { readonly kind: 'measure' | 'stop'; readonly label: string } | null;
}

export function yardstickRows(compared: Compared): readonly YardstickRow[] {
  const { measure } = compared;
  const chance = [
    row(compared, 'links', {
      name: 'Unrelated networks, as many links',
      explanation: 'Pairs of random networks with these widths and numbers of links',
      start: 'Compute',
    }),
    row(compared, 'degrees', {
      name: 'Unrelated networks, same degrees',
      explanation: 'Pairs of random networks in which every neuron has as many inputs and outputs as here',
      start: 'Compute',
    }),
  ];
  if (measure.method === 'reference') {
    return [
      ...chance,
      row(compared, 'ties', {
        name: 'These two, stored in other orders',
        explanation:
          'Where several matchings are equally good, the order in which neurons are stored decides: shuffles of B give other values',
        start: `Shuffle ${String(tieShuffles)} times`,
      }),
    ];
  }
  if (measure.method === 'refined') {
    return [
      ...chance,
      row(compared, 'noise', {
        name: 'These two, searched again',
        explanation: 'Searches that begin with other seeds end at other values: the noise of the method',
        start: `Search ${String(noiseRuns)} times`,
      }),
    ];
  }
  return chance;
}

/** What a reader of the value has to know of its accuracy, as docs/nnstd.md measures it. */
export function accuracyNote({ measure }: Compared): string {
  switch (measure.method) {
    case 'reference':
      return 'Past the first layer the value depends on the order in which neurons are stored.';
    case 'greedy':
      return 'Each layer is at its least, given the layers before; the order in which neurons are stored has no say.';
    case 'refined':
      return 'Differences below 0.0006 mean nothing: the search ends near the least, not always at it.';
  }
}

interface RowTexts {
  readonly name: string;
  readonly explanation: string;
  readonly start: string;
}

function row(compared: Compared, yardstick: Yardstick, { name, explanation, start }: RowTexts): YardstickRow {
  const state = compared.yardsticks[yardstick];
  const shared = { yardstick, name, explanation, value: noValue, share: '', source: '', failed: false };
  if (compared.status.phase !== 'done') return { ...shared, action: null };
  const measureIt = { kind: 'measure', label: start } as const;
  switch (state.phase) {
    case 'absent':
      return { ...shared, action: measureIt };
    case 'running': {
      const progress = state.total === 0 ? '' : ` ${formatCount(state.done)} of ${formatCount(state.total)}`;
      return {
        ...shared,
        value: '…',
        source: `computing${progress}`,
        action: { kind: 'stop', label: 'Stop' },
      };
    }
    case 'failed':
      return { ...shared, source: state.reason, failed: true, action: measureIt };
    case 'done':
      return { ...shared, ...resultTexts(compared, yardstick), action: null };
  }
}

function resultTexts(
  compared: Compared,
  yardstick: Yardstick,
): Pick<YardstickRow, 'value' | 'share' | 'source'> {
  const { links, degrees, ties, noise } = compared.yardsticks;
  if (yardstick === 'links' && links.phase === 'done') return chanceTexts(compared, links.result);
  if (yardstick === 'degrees' && degrees.phase === 'done') return chanceTexts(compared, degrees.result);
  if (yardstick === 'ties' && ties.phase === 'done') {
    return {
      value: rangeText(compared, ties.result.mean),
      share: '',
      source: `${String(ties.result.shuffles)} shuffles of B`,
    };
  }
  if (yardstick === 'noise' && noise.phase === 'done') {
    return {
      value: rangeText(compared, noise.result.mean),
      share: '',
      source: `${String(noise.result.runs)} searches`,
    };
  }
  return { value: noValue, share: '', source: '' };
}

function chanceTexts(compared: Compared, chance: Chance): Pick<YardstickRow, 'value' | 'share' | 'source'> {
  const level = chanceMean(layersOf(compared.items, 0, 1), compared.rule, chance);
  const distance = pairMean(compared);
  return {
    value: level === null ? noValue : formatSpread(level.mean, level.standardDeviation),
    share:
      level === null || distance === null || level.mean === 0
        ? ''
        : `${formatShare(distance / level.mean)} of it`,
    source: `${String(chance.samples)} pairs`,
  };
}

/** An interval is known of the published mean alone: the layers vary together. */
function rangeText({ rule }: Compared, interval: Interval | null): string {
  if (!isPublished(rule)) return 'by layer only';
  if (interval === null) return noValue;
  const decimals = interval.greatest - interval.least < 0.002 ? 4 : 3;
  return decimals === 3
    ? `${formatThree(interval.least)} – ${formatThree(interval.greatest)}`
    : `${interval.least.toFixed(decimals)} – ${interval.greatest.toFixed(decimals)}`;
}

/** What is drawn on the bar of a layer, each from 0 to 1. */
export interface LayerMarks {
  readonly links: number | null;
  readonly degrees: number | null;
  /** Of ties or noise. */
  readonly interval: Interval | null;
}

export function layerMarks({ links, degrees, ties, noise }: Yardsticks, layer: number): LayerMarks {
  const interval =
    ties.phase === 'done'
      ? ties.result.layers.at(layer)
      : noise.phase === 'done'
        ? noise.result.layers.at(layer)
        : null;
  return {
    links: links.phase === 'done' ? (links.result.layers.at(layer)?.mean ?? null) : null,
    degrees: degrees.phase === 'done' ? (degrees.result.layers.at(layer)?.mean ?? null) : null,
    interval: interval ?? null,
  };
}
