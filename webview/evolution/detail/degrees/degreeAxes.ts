import type { Box } from '../../../shared/inputLayout';
import { valueAxis } from '../../../shared/niceScale';
import { type Bin, binsOf, type Distribution, sumIn } from './distribution';

/** The law that the tail of a distribution follows, where that is justified. */
export interface PowerLaw {
  readonly exponent: number;
  readonly from: number;
  readonly tail: number;
  readonly shareAtFrom: number;
}

/** What is drawn of the degrees on one side of a layer. */
export interface DegreePlot {
  readonly title: string;
  readonly shown: Distribution;
  /** At the checkpoint that it is compared with. */
  readonly against: Distribution | null;
  readonly law: PowerLaw | null;
}

/** How degrees and numbers of neurons lie in a plot, in CSS pixels. */
export interface DegreeAxes {
  /** Degrees that are drawn together, ascending. */
  readonly bins: readonly Bin[];
  readonly x: (degree: number) => number;
  readonly y: (neurons: number) => number;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
}

/** A bar is at least this wide. */
const leastBar = 4;
/** Expectations below this do not widen an axis. */
const leastExpected = 0.3;
/** On a logarithmic axis one neuron stands a little above its foot. */
const foot = 0.7;

export function degreeAxes(plot: DegreePlot, area: Box, logarithmic: boolean): DegreeAxes {
  const { shown, against } = plot;
  const expectedTo = shown.expected.findLastIndex((value) => value >= leastExpected);
  const last = Math.max(1, shown.counts.length - 1, (against?.counts.length ?? 0) - 1, expectedTo);
  return logarithmic ? logAxes(plot, area, last) : linearAxes(plot, area, last);
}

function linearAxes({ shown, against }: DegreePlot, area: Box, last: number): DegreeAxes {
  const bins = binsOf(last, Math.floor(area.width / leastBar));
  const end = bins[bins.length - 1].to;
  const heights = [shown.counts, shown.expected, against?.counts ?? []].flatMap((values) =>
    bins.map((bin) => sumIn(values, bin)),
  );
  const vertical = valueAxis(heights, { whole: true });
  const horizontal = valueAxis([0, last], { whole: true });
  return {
    bins,
    x: (degree) => area.left + (degree / end) * area.width,
    y: (neurons) => area.top + area.height * (1 - neurons / vertical.max),
    xTicks: steps(0, last, horizontal.step),
    yTicks: steps(0, vertical.max, vertical.step),
  };
}

function logAxes({ shown, against }: DegreePlot, area: Box, last: number): DegreeAxes {
  const most = [shown.counts, shown.expected, against?.counts ?? []]
    .flatMap((values) => [...values.slice(1)])
    .reduce((a, b) => Math.max(a, b), 1);
  const share = (value: number, low: number, high: number): number =>
    Math.log(value / low) / Math.log(high / low);
  return {
    bins: Array.from({ length: last }, (_, k) => ({ from: k + 1, to: k + 2 })),
    // In the middle of its place, as in a bin.
    x: (degree) => area.left + share(Math.max(degree, 0.8), 0.8, last * 1.25) * area.width,
    y: (neurons) => area.top + area.height * (1 - share(Math.max(neurons, foot), foot, most * 1.3)),
    xTicks: logTicks(1, last),
    yTicks: logTicks(1, most),
  };
}

function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => from + k * step);
}

/** 1, 2, 5, 10 … where there are few decades, powers of ten where there are many. */
function logTicks(from: number, to: number): number[] {
  const factors = to / from > 200 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = from; power <= to; power *= 10) {
    ticks.push(...factors.map((factor) => factor * power).filter((tick) => tick <= to));
  }
  return ticks;
}
