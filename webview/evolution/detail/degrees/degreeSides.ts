import type { DegreeSide, LayerProfile } from '../../../../src/protocol/layerProfile';
import type { ExportedTable } from '../../../shared/exportedTable';
import { formatCount, formatTick } from '../../../shared/format';
import type { DegreePlot } from './degreeAxes';
import { binsOf, type Bin, distributionOf, sumIn } from './distribution';
import { degreesOf } from './hubs';

type Plot = Omit<DegreePlot, 'law'>;

const titles: Readonly<Record<DegreeSide, string>> = {
  in: 'In-degree: inputs of a neuron',
  out: 'Out-degree: neurons that an input feeds',
};

export function sidesOf(
  profile: LayerProfile,
  against: LayerProfile | null,
): Readonly<Record<DegreeSide, Plot>> {
  const plot = (side: DegreeSide): Plot => {
    const of = (each: LayerProfile) =>
      distributionOf(degreesOf(each, side), side === 'in' ? each.inputs : each.outputs);
    return { title: titles[side], shown: of(profile), against: against && of(against) };
  };
  return { in: plot('in'), out: plot('out') };
}

/** A distribution in a sentence. */
export function describeSide({ title, shown }: Plot): string {
  const { counts, mean } = shown;
  return `${title}: mean ${formatMean(mean)}, largest ${formatCount(counts.length - 1)}, ${formatCount(counts[0])} without a link.`;
}

/** What stands at a bin. */
export function readoutOf({ title, shown, against }: Plot, bin: Bin): string {
  const { from, to } = bin;
  const degrees = to - from === 1 ? formatCount(from) : `${formatCount(from)} to ${formatCount(to - 1)}`;
  const before = against === null ? '' : `, before ${formatCount(sumIn(against.counts, bin))}`;
  return `${title.split(':')[0]} ${degrees}: ${formatCount(sumIn(shown.counts, bin))}${before}, by random links ${formatMean(sumIn(shown.expected, bin))}`;
}

/** A row a degree. */
export function degreeTable(plots: readonly Plot[]): ExportedTable {
  const lengths = plots.flatMap(({ shown, against }) => [
    shown.counts.length,
    against?.counts.length ?? 0,
    shown.expected.length,
  ]);
  const names = plots.map(({ title }) => title.split(':')[0]);
  return {
    columns: ['Degree', ...names.flatMap((name) => [name, `${name}, before`, `${name}, by random links`])],
    rows: binsOf(Math.max(...lengths) - 1, Number.POSITIVE_INFINITY).map((bin) => [
      bin.from,
      ...plots.flatMap(({ shown, against }) => [
        sumIn(shown.counts, bin),
        against === null ? null : sumIn(against.counts, bin),
        sumIn(shown.expected, bin),
      ]),
    ]),
  };
}

function formatMean(value: number): string {
  return formatTick(value, 0.01, 'plain');
}
