import { layerCounts } from '../../src/measure/meanRule';
import type { CheckpointFacts, LayerFacts } from '../../src/protocol/facts';
import {
  formatCount,
  formatDensity,
  formatEpoch,
  formatShare,
  formatThree,
  noValue,
  plural,
} from '../shared/format';
import { layerName } from '../shared/layerCode';
import { type Compared, layerCountOf } from './model';
import { type BesideState, noBeside } from './pair/besideStore';
import { type LayerMarks, layerMarks } from './yardstickRows';

/** A layer of the two in the table. */
export interface PairRow {
  readonly layer: number;
  readonly name: string;
  /** Part of the mean by the chosen rule. */
  readonly counts: boolean;
  /** Full in both, so that its distance means nothing unless it is asked for. */
  readonly leftOut: boolean;
  /** 0 to 1; null where it is left out or not there yet. */
  readonly distance: number | null;
  readonly distanceText: string;
  readonly marks: LayerMarks;
  /** The distance as a share of that by chance, same numbers of links. */
  readonly ofChance: string;
  /** By the second method; null where that does not stand beside, is not there yet or has none. */
  readonly beside: number | null;
  readonly besideText: string;
  readonly densityA: string;
  readonly densityB: string;
}

/** A row for each layer, those to come among them, so that nothing moves when they arrive. */
export function pairRows(compared: Compared, beside = noBeside): readonly PairRow[] {
  const count = layerCountOf(compared);
  return Array.from({ length: count }, (_, layer) => pairRow(compared, beside, layer, count));
}

function pairRow(compared: Compared, beside: BesideState, layer: number, count: number): PairRow {
  const { items, rule, status, yardsticks } = compared;
  const [factsA, factsB] = items.map(({ facts }) => facts?.layers[layer]);
  const done = compared.layers.find((one) => one.layer === layer);
  const full = done === undefined ? (factsA?.full ?? false) && (factsB?.full ?? false) : !done.counts;
  const counts = layerCounts(rule, layer, full);
  const leftOut = full && !counts;
  const distance = done === undefined || leftOut ? null : done.distance;
  const marks = layerMarks(yardsticks, layer);
  const besideDistance =
    beside.phase === 'done' && !leftOut ? (beside.comparison?.layers.at(layer)?.distance ?? null) : null;
  return {
    layer,
    name: layerName(layer, count),
    counts,
    leftOut,
    distance,
    distanceText: leftOut
      ? ''
      : distance === null && status.phase === 'running'
        ? '…'
        : formatThree(distance),
    marks,
    ofChance: distance === null || !marks.links ? '' : formatShare(distance / marks.links),
    beside: besideDistance,
    besideText:
      leftOut || beside.phase === 'none'
        ? ''
        : besideDistance === null && beside.phase === 'running'
          ? '…'
          : formatThree(besideDistance),
    densityA: densityText(factsA),
    densityB: densityText(factsB),
  };
}

/** Which layers count once one of them was switched. */
export function toggledLayers(rows: readonly PairRow[], layer: number): readonly number[] {
  return rows.filter((row) => (row.layer === layer ? !row.counts : row.counts)).map((row) => row.layer);
}

function densityText(facts: LayerFacts | undefined): string {
  return facts === undefined ? noValue : formatDensity(facts.full ? 1 : facts.density);
}

/** Where the widths of a layer differ, what became of the neurons that are too many. */
export function widthNotes(compared: Compared): readonly string[] {
  const count = layerCountOf(compared);
  const [a, b] = compared.items;
  return compared.layers.flatMap(({ layer }) => {
    const widthA = a.facts?.layers[layer]?.outputs;
    const widthB = b.facts?.layers[layer]?.outputs;
    if (widthA === undefined || widthB === undefined || widthA === widthB) return [];
    const [wider, alone] = widthA > widthB ? ['A', widthA - widthB] : ['B', widthB - widthA];
    return [
      `${layerName(layer, count)} has ${plural(widthA, 'neuron')} in A and ${formatCount(widthB)} in B: ` +
        `${formatCount(alone)} of ${wider} without a partner, at cost 1 each.`,
    ];
  });
}

export interface FactRow {
  readonly name: string;
  readonly a: string;
  readonly b: string;
  /** The reason why two networks cannot be compared is in such a row. */
  readonly differs: boolean;
}

/** What both checkpoints are, beside each other. */
export function factRows({ items }: Compared): readonly FactRow[] {
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
export function noteRows({ items }: Compared): readonly string[] {
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
