import { describe, expect, it } from 'vitest';
import type { EvolutionSnapshot } from '../../../src/protocol/evolution';
import { legendOfOverlay, picturesOf } from '../../../webview/evolution/charts';
import { curveTabsOf, overlayOf } from '../../../webview/evolution/overlay';
import { sharedXAxes } from '../../../webview/evolution/xAxes';
import { focusOf, hiddenButOne, namesOf, runId, withPanelEvents } from '../../../webview/evolution/runs';
import type { ChartPicture } from '../../../webview/shared/chartPicture';
import { runCodes } from '../../../webview/shared/runCode';
import { readRecorded } from './recorded';

const { evolution } = readRecorded();

/** The recorded series under another path, of the points that `keep` wants. */
function seriesAt(path: string, keep: (epoch: number) => boolean = () => true): EvolutionSnapshot {
  return {
    ...evolution,
    header: { ...evolution.header, path, name: path.split('/').at(-1)! },
    points: evolution.points.filter(({ epoch }) => keep(epoch)),
    explored: evolution.explored,
  };
}

const a = seriesAt('/data/one/a');
const b = seriesAt('/data/one/b', (epoch) => epoch % 20 === 0);
const all = [a, b];

function drawn(id: string, layer: number | null, hidden: ReadonlySet<string> = new Set()): ChartPicture {
  const codes = runCodes(all.map(({ header }) => header.path));
  const pictures = picturesOf(a, hidden, overlayOf(all, layer, codes, hidden));
  return pictures.find((picture) => picture.id === id)!;
}

describe('several series over each other', () => {
  it('have a line each, of the mean, at their own epochs', () => {
    const { series, xs, newest } = drawn('toInitial', null);
    expect(series.map(({ label, id }) => [label, id])).toEqual([
      ['a', runId('/data/one/a')],
      ['b', runId('/data/one/b')],
    ]);
    // Where only another series has a checkpoint nothing is missing.
    expect(series.flatMap(({ bridged }) => bridged)).not.toContain(true);
    expect(newest).toBeNull();
    expect(xs).toEqual(a.points.map(({ epoch }) => epoch));
    for (const [k, each] of all.entries()) {
      const expected = new Map(
        each.points.map(({ epoch, step }, at) => [epoch, at === 0 ? 0 : step!.meanToInitial]),
      );
      expect(series[k].values).toEqual(xs.map((epoch) => expected.get(epoch) ?? null));
    }
  });

  it('say where a line leads over a checkpoint that failed', () => {
    const failed = { status: 'failed', reason: 'cut short', step: null } as const;
    const points = b.points.map((point, k) => (k === 1 ? { ...point, ...failed } : point));
    const both = [a, { ...b, points }];
    const codes = runCodes(both.map(({ header }) => header.path));
    const overlay = overlayOf(both, null, codes, new Set());
    const [whole, broken] = picturesOf(a, new Set(), overlay).find(({ id }) => id === 'toInitial')!.series;
    expect(whole.bridged).not.toContain(true);
    const xs = overlay.xs('points');
    expect(xs.filter((_, k) => broken.bridged![k])).toEqual([b.points[2].epoch]);
  });

  it('are drawn over steps and times of their own, where all of them tell', () => {
    const timed = (each: EvolutionSnapshot, stepsPerEpoch: number, startMs: number) => ({
      ...each,
      curve: each.curve.map((point) => ({
        ...point,
        steps: stepsPerEpoch * point.epoch,
        timeMs: startMs + 1000 * stepsPerEpoch * point.epoch,
      })),
    });
    const both = [timed(a, 10, 5000), timed(b, 25, 900_000)];
    const axes = sharedXAxes(both);
    expect([axes.step.axis?.ofNoRun, axes.time.axis?.ofNoRun]).toEqual([true, true]);
    const codes = runCodes(both.map(({ header }) => header.path));
    for (const x of ['step', 'time'] as const) {
      const overlay = overlayOf(both, null, codes, new Set(), x);
      const { xs, series } = picturesOf(both[0], new Set(), overlay).find(({ id }) => id === 'toInitial')!;
      [10, 25].forEach((perEpoch, k) => {
        const own = xs.filter((_, at) => series[k].values[at] !== null);
        expect(own).toEqual(both[k].points.map(({ epoch }) => perEpoch * epoch));
      });
      expect(overlay.xRange.max).toBe(
        Math.max(...both.map(({ curve }, k) => [10, 25][k] * curve.at(-1)!.epoch)),
      );
    }
    expect(sharedXAxes([both[0], b]).step).toMatchObject({
      axis: null,
      reason: expect.stringMatching(/^of b, /) as string,
    });
  });

  it('have the line of the layer that is chosen', () => {
    const { series } = drawn('survival', 1);
    expect(series[0].values.at(-1)).toBe(a.points.at(-1)!.step!.layers[1].survival);
    expect(series).toHaveLength(2);
    expect(curveTabsOf(all).map(({ label }) => label)).toEqual([
      'Mean or total',
      'Layer 1',
      'Layer 2',
      'Layer 3',
    ]);
  });

  it('have what is counted summed over the network, gained above lost, effective beside nominal', () => {
    const last = a.points.at(-1)!.step!;
    const sum = (counts: readonly number[]) => counts.reduce((x, y) => x + y);
    expect(drawn('dead', null).series[0].values.at(-1)).toBe(sum(last.layers.map(({ offPath }) => offPath)));
    const links = drawn('links', null).series;
    expect(links.map(({ label }) => label)).toEqual(['a, gained', 'a, lost', 'b, gained', 'b, lost']);
    expect(links.slice(0, 2).map(({ values }) => values.at(-1))).toEqual([
      sum(last.layers.map(({ gained }) => gained!)),
      -sum(last.layers.map(({ lost }) => lost!)),
    ]);
    const [effective, nominal] = drawn('density', null).series;
    expect(effective.code.width).toBeGreaterThan(nominal.code.width);
    expect([effective.code.ink, effective.marker]).toEqual([nominal.code.ink, nominal.marker]);
  });

  it('are switched off one by one, training and test too', () => {
    const hidden = new Set([runId('/data/one/a')]);
    expect(drawn('toInitial', null, hidden).series.map(({ label }) => label)).toEqual(['b']);
    expect(drawn('accuracy', null).series.map(({ label }) => label)).toEqual([
      'a, test',
      'a, training',
      'b, test',
      'b, training',
    ]);
    const withoutTraining = drawn('accuracy', null, new Set(['train'])).series;
    expect(withoutTraining.map(({ label }) => label)).toEqual(['a, test', 'b, test']);
    expect(legendOfOverlay(all).map(({ id }) => id)).toEqual(['test', 'chance']);
  });

  it('are called by as many folders as tell them apart', () => {
    const names = namesOf([a, b, seriesAt('/data/two/a'), seriesAt('/more/two/a')]);
    expect([...names.values()]).toEqual(['one/a', 'b', 'data/two/a', 'more/two/a']);
  });

  it('are seen alone by a double click, and all again by another', () => {
    const paths = ['/a', '/b', '/c'];
    const alone = hiddenButOne(new Set(['mean', runId('/b')]), paths, '/b');
    expect(alone).toEqual(new Set(['mean', runId('/a'), runId('/c')]));
    expect(hiddenButOne(alone, paths, '/b')).toEqual(new Set(['mean']));
  });
});

describe('events of a panel of several series', () => {
  const path = b.header.path;

  it('reach the series that they are of', () => {
    const [first, second] = withPanelEvents(all, [
      { name: 'removed', value: { series: path, value: [b.points[0].path] } },
      { name: 'chance', value: { series: path, value: null } },
    ]);
    expect(first.points).toEqual(a.points);
    expect(second.points).toEqual(b.points.slice(1));
    expect([first.chance, second.chance]).toEqual([a.chance, null]);
  });

  it('add a series, replace one and take one away; what is told of one that is gone is dropped', () => {
    const c = seriesAt('/data/c');
    const added = withPanelEvents([a], [{ name: 'joined', value: c }]);
    expect(added.map(({ header }) => header.path)).toEqual([a.header.path, c.header.path]);
    const replaced = withPanelEvents(all, [
      { name: 'removed', value: { series: path, value: b.points.map((point) => point.path) } },
      { name: 'joined', value: b },
    ]);
    expect(replaced[1].points).toEqual(b.points);
    const left = withPanelEvents(all, [
      { name: 'left', value: path },
      { name: 'points', value: { series: path, value: [] } },
    ]);
    expect(left).toHaveLength(1);
    expect(focusOf(left, path)).toEqual(left[0]);
    expect(focusOf([], path)).toBeNull();
  });
});
