import type { ChartChoices, EvolutionSnapshot } from '../../src/protocol/evolution';
import { formatElapsed, formatEpoch } from '../shared/format';
import { ticksWithin } from '../shared/niceScale';
import { interpolation, type XAxis } from '../shared/xAxis';

/** An axis that can be chosen, or why it cannot. */
export type XAxisChoice =
  { readonly axis: XAxis; readonly reason: null } | { readonly axis: null; readonly reason: string };

export type XAxisChoices = Readonly<Record<ChartChoices['x'], XAxisChoice>>;

interface Known {
  readonly epoch: number;
  readonly value: number | undefined;
}

const epochAxis: XAxis = {
  name: 'Epoch',
  title: 'epoch',
  column: 'Epoch',
  ofNoRun: false,
  place: (epoch) => epoch,
  format: formatEpoch,
  ticks: (range, most) => ticksWithin(range, most),
};

/**
 * What the charts of a series can be drawn over. Steps and times come from the metrics of an epoch; times of a folder
 * without metrics from its files.
 */
export function xAxesOf({ curve, points }: EvolutionSnapshot): XAxisChoices {
  const steps = rising(curve.map(({ epoch, steps: value }) => ({ epoch, value })));
  const measured = rising(curve.map(({ epoch, timeMs: value }) => ({ epoch, value })));
  const read = points.filter(({ step }) => step !== null);
  const times = measured ?? rising(read.map(({ epoch, timeMs: value }) => ({ epoch, value })));
  return {
    epoch: { axis: epochAxis, reason: null },
    step:
      steps === null
        ? { axis: null, reason: 'no metrics tell of optimiser steps' }
        : {
            axis: { ...epochAxis, name: 'Step', title: 'step', column: 'Step', place: interpolation(steps) },
            reason: null,
          },
    time:
      times === null
        ? { axis: null, reason: 'neither metrics nor the times of the files tell when an epoch was' }
        : { axis: timeAxis(times), reason: null },
  };
}

/** What several series can be drawn over: each by steps or times of its own, where all of them tell. */
export function sharedXAxes(all: readonly EvolutionSnapshot[]): XAxisChoices {
  const each = all.map(xAxesOf);
  const shared = (x: 'step' | 'time'): XAxisChoice => {
    const lacking = each.findIndex((axes) => axes[x].axis === null);
    if (lacking >= 0)
      return { axis: null, reason: `of ${all[lacking].header.name}, ${each[lacking][x].reason!}` };
    return { axis: { ...each[0][x].axis!, place: (place) => place, ofNoRun: true }, reason: null };
  };
  return { epoch: { axis: epochAxis, reason: null }, step: shared('step'), time: shared('time') };
}

/** What is known of the epochs, ascending; null where too little is, or where it does not rise with them. */
function rising(known: readonly Known[]): readonly { readonly x: number; readonly y: number }[] | null {
  const points = known.flatMap(({ epoch, value }) => (value === undefined ? [] : [{ x: epoch, y: value }]));
  const rises = points.every(({ y }, k) => k === 0 || y > points[k - 1].y);
  return points.length >= 2 && points.length === known.length && rises ? points : null;
}

/** Seconds since the first that is known. */
function timeAxis(times: readonly { readonly x: number; readonly y: number }[]): XAxis {
  const startMs = times[0].y;
  return {
    name: 'After',
    title: 'wall time',
    column: 'Wall time (s)',
    ofNoRun: false,
    place: interpolation(times.map(({ x, y }) => ({ x, y: (y - startMs) / 1000 }))),
    format: formatElapsed,
    ticks: (range, most) => ticksWithin(range, most, roundTime),
  };
}

const roundSeconds = [1, 2, 5, 10, 15, 30];
const roundHours = [1, 2, 3, 6, 12];

/** The smallest round number of seconds, minutes, hours or days that is at least `rough` seconds. */
function roundTime(rough: number): number {
  const round = [
    ...roundSeconds,
    ...roundSeconds.map((minutes) => 60 * minutes),
    ...roundHours.map((hours) => 3600 * hours),
  ];
  const day = 86_400;
  return (
    round.find((seconds) => seconds >= rough) ?? day * 2 ** Math.ceil(Math.log2(Math.max(1, rough / day)))
  );
}
