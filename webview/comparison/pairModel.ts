import type { CheckpointFacts, LayerFacts } from '../../src/protocol/facts';
import type { ComparisonSnapshot } from '../../src/protocol/comparison';
import { formatCount, formatDensity, formatEpoch, formatThree, noValue, plural } from '../shared/format';
import { layerName } from '../shared/layerCode';
import { layerCountOf } from './model';

/** The number at the top, and what it means. */
export interface Verdict {
  /** "0.482", or a sign that it is not there yet. */
  readonly number: string;
  readonly sentence: string;
  /** 0 to 1 for the bar; null where there is no distance. */
  readonly value: number | null;
  readonly tone: 'value' | 'waiting' | 'failed';
}

export function verdictOf(snapshot: ComparisonSnapshot): Verdict {
  const { status, mean, layers, items } = snapshot;
  if (status.phase === 'failed') {
    const problems = items.flatMap(({ problem, label }) =>
      problem === null ? [] : [`${label}: ${problem}`],
    );
    const sentence = status.reason ?? (problems.length === 0 ? 'No reason was given.' : problems.join('. '));
    return { number: 'No distance', sentence, value: null, tone: 'failed' };
  }
  if (mean !== null)
    return { number: formatThree(mean), sentence: meaningOf(mean), value: mean, tone: 'value' };
  if (status.phase === 'done') {
    const sentence =
      layers.length > 0 && layers.every(({ counts }) => !counts)
        ? 'Every layer is full in both networks: there is no topology to compare.'
        : 'No layer counts.';
    return { number: noValue, sentence, value: null, tone: 'failed' };
  }
  const sentence =
    status.phase === 'cancelled'
      ? 'Cancelled before all layers were compared.'
      : 'The mean over the layers appears when the last one is done.';
  return { number: noValue, sentence, value: null, tone: 'waiting' };
}

/** NNSTD is the mean, over matched neurons, of the share of their inputs that only one of the two has. */
function meaningOf(mean: number): string {
  if (mean === 0) return 'The same network, up to the names of its neurons.';
  if (mean === 1) return 'Nothing shared: no matched pair of neurons has an input in common.';
  const percent = mean < 0.005 ? 'under 1' : mean > 0.995 ? 'over 99' : String(Math.round(mean * 100));
  return `On average, ${percent}\u00a0% of the inputs that two matched neurons have between them belong to only one of the two.`;
}

export interface PairRow {
  readonly layer: number;
  readonly name: string;
  readonly state: 'done' | 'full' | 'pending';
  /** 0 to 1; null where it does not count or is not there yet. */
  readonly distance: number | null;
  readonly distanceText: string;
  /** "766 of 784". */
  readonly inPlace: string;
  readonly nothingShared: string;
  readonly emptyA: string;
  readonly emptyB: string;
  readonly densityA: string;
  readonly densityB: string;
}

/** A row for each layer, those to come among them, so that nothing moves when they arrive. */
export function pairRows(snapshot: ComparisonSnapshot): readonly PairRow[] {
  const count = layerCountOf(snapshot);
  const [a, b] = snapshot.items;
  return Array.from({ length: count }, (_, layer) => {
    const done = snapshot.layers.find((one) => one.layer === layer);
    const factsA = a.facts?.layers[layer];
    const factsB = b.facts?.layers[layer];
    const shared = {
      layer,
      name: layerName(layer, count),
      densityA: densityText(factsA),
      densityB: densityText(factsB),
    };
    if (done === undefined) {
      return {
        ...shared,
        state: 'pending' as const,
        distance: null,
        distanceText: snapshot.status.phase === 'running' ? '…' : noValue,
        inPlace: '',
        nothingShared: '',
        emptyA: emptyText(factsA),
        emptyB: emptyText(factsB),
      };
    }
    return {
      ...shared,
      state: done.counts ? ('done' as const) : ('full' as const),
      distance: done.counts ? done.distance : null,
      distanceText: done.counts ? formatThree(done.distance) : noValue,
      inPlace: `${formatCount(done.matchedWithSelf)} of ${formatCount(done.neurons)}`,
      nothingShared: formatCount(done.matchedAtCostOne),
      emptyA: formatCount(done.emptyA),
      emptyB: formatCount(done.emptyB),
    };
  });
}

function densityText(facts: LayerFacts | undefined): string {
  return facts === undefined ? noValue : formatDensity(facts.full ? 1 : facts.density);
}

function emptyText(facts: LayerFacts | undefined): string {
  return facts === undefined ? noValue : formatCount(facts.emptyNeurons);
}

export interface FactRow {
  readonly name: string;
  readonly a: string;
  readonly b: string;
  /** The reason why two networks cannot be compared is in such a row. */
  readonly differs: boolean;
}

/** What both checkpoints are, beside each other. */
export function factRows({ items }: ComparisonSnapshot): readonly FactRow[] {
  const [a, b] = items;
  const row = (name: string, pick: (facts: CheckpointFacts) => string, mustAgree = false): FactRow => {
    const textA = a.facts === null ? noValue : pick(a.facts);
    const textB = b.facts === null ? noValue : pick(b.facts);
    return { name, a: textA, b: textB, differs: mustAgree && textA !== textB };
  };
  return [
    row('Epoch', ({ epoch }) => (epoch === null ? 'unknown' : formatEpoch(epoch))),
    row('Widths', widthsText, true),
    row('Links', ({ layers }) => formatCount(sum(layers, ({ links }) => links))),
    row('Density', ({ layers }) => formatDensity(wholeDensity(layers))),
    row('Neurons without input', ({ layers }) =>
      formatCount(sum(layers, ({ emptyNeurons }) => emptyNeurons)),
    ),
    row('Format', ({ formatLabel }) => formatLabel),
    { name: 'Path', a: a.path, b: b.path, differs: false },
  ];
}

/** Sentences about reading the two, without repetition, and whom they concern. */
export function noteRows({ items }: ComparisonSnapshot): readonly string[] {
  const about = new Map<string, string[]>();
  for (const { label, facts } of items) {
    for (const note of facts?.notes ?? []) about.set(note, [...(about.get(note) ?? []), label]);
  }
  return [...about].map(([note, labels]) =>
    labels.length === items.length
      ? note
      : labels.length === 1
        ? `${labels[0]}: ${note}`
        : `${plural(labels.length, 'checkpoint')}: ${note}`,
  );
}

export function widthsText({ layers }: CheckpointFacts): string {
  return layers.length === 0
    ? noValue
    : [layers[0].inputs, ...layers.map(({ outputs }) => outputs)].map(formatCount).join('·');
}

export function wholeDensity(layers: readonly LayerFacts[]): number {
  const possible = sum(layers, ({ inputs, outputs }) => inputs * outputs);
  return possible === 0 ? 0 : sum(layers, ({ links }) => links) / possible;
}

export function sum(layers: readonly LayerFacts[], pick: (layer: LayerFacts) => number): number {
  return layers.reduce((total, layer) => total + pick(layer), 0);
}
