import { describe, expect, it } from 'vitest';
import type { EvolutionPoint, EvolutionSnapshot } from '../../../src/protocol/evolution';
import { measureOf } from '../../../src/measure/measure';
import { legendOf, picturesOf } from '../../../webview/evolution/charts';
import { badgeOf, checkpointsText } from '../../../webview/evolution/headerModel';
import { layerRows } from '../../../webview/evolution/layersTable';
import { withEvents } from '../../../webview/evolution/model';
import type { ChartPicture, Series } from '../../../webview/shared/chartPicture';
import { xAxesOf } from '../../../webview/evolution/xAxes';
import { describePicture, isEmpty } from '../../../webview/shared/chartPicture';
import { chartText } from '../../../webview/shared/chartTable';
import { viewed } from '../../../webview/shared/chartView';
import { readRecorded } from './recorded';

const { evolution } = readRecorded();
const nothingHidden: ReadonlySet<string> = new Set();

function picture(snapshot: EvolutionSnapshot, id: string, hidden = nothingHidden): ChartPicture {
  const found = picturesOf(snapshot, hidden).find((one) => one.id === id);
  expect(found, `no chart ${id}`).toBeDefined();
  return found!;
}

const hasNone = ({ values }: Series): boolean => values.every((value) => value === null);

function withPoint(k: number, change: Partial<EvolutionPoint>): EvolutionSnapshot {
  return {
    ...evolution,
    points: evolution.points.map((point, at) => (at === k ? { ...point, ...change } : point)),
  };
}

const asRun: EvolutionSnapshot = {
  ...evolution,
  header: { ...evolution.header, kind: 'run', state: 'running' },
  curve: [],
  points: [],
  chance: null,
};

describe('events of the evolution panel', () => {
  it('replace points of a path, insert others by epoch, and take away', () => {
    const [first, second, third] = evolution.points;
    const start = { ...evolution, points: [first, third] };
    const pending = { ...second, status: 'pending' as const, step: null };
    const after = withEvents(start, [
      { name: 'points', value: [pending] },
      { name: 'points', value: [second] },
      { name: 'removed', value: [first.path] },
    ]);
    expect(after.points).toEqual([second, third]);
    expect(start.points).toEqual([first, third]);
  });

  it('tell of another measure', () => {
    const { measure } = withEvents(evolution, [{ name: 'measure', value: measureOf('greedy') }]);
    expect([evolution.measure, measure]).toEqual([measureOf('reference'), measureOf('greedy')]);
  });

  it('replace curve points of an epoch, in the order they came', () => {
    const at = (epoch: number, testLoss: number) => ({
      epoch,
      trainLoss: null,
      trainAccuracy: null,
      testLoss,
      testAccuracy: null,
    });
    const after = withEvents({ ...evolution, curve: [at(0, 3), at(2, 1)] }, [
      { name: 'curve', value: [at(1, 9)] },
      { name: 'curve', value: [at(1, 2), at(3, 0.5)] },
    ]);
    expect(after.curve.map(({ epoch, testLoss }) => [epoch, testLoss])).toEqual([
      [0, 3],
      [1, 2],
      [2, 1],
      [3, 0.5],
    ]);
  });
});

describe('charts of the evolution panel', () => {
  it('show the same epochs on every x axis', () => {
    const ranges = picturesOf(evolution, nothingHidden).map(({ xRange }) => xRange);
    expect(new Set(ranges.map((range) => JSON.stringify(range)))).toEqual(new Set(['{"min":0,"max":199}']));
  });

  it('draw the distances of the layers that can change, and their mean', () => {
    const { series, newest } = picture(evolution, 'toInitial');
    expect(series.map(({ label }) => label)).toEqual(['Layer 1', 'Layer 2', 'Layer 3', 'Mean']);
    const last = evolution.points.at(-1)!.step!;
    expect(series.map(({ values }) => values.at(-1))).toEqual([
      ...last.layers.slice(0, 3).map(({ toInitial }) => toInitial),
      last.meanToInitial,
    ]);
    expect(newest).toEqual({ of: 'mean', text: last.meanToInitial!.toFixed(3) });
    expect(series.every(({ values }) => values[0] === 0)).toBe(true);
  });

  it('draw the chance level where the axis need not leave the curves at its foot, and say it where it does', () => {
    const level = evolution.chance!.mean!.mean;
    const shown = picture(evolution, 'toInitial');
    expect(shown.levels).toMatchObject([{ id: 'chance', label: `chance ${level.toFixed(3)}`, value: level }]);
    expect(shown.yAxis.max).toBeGreaterThan(level);
    expect(describePicture(shown, String)).toContain(`chance ${level.toFixed(3)}`);
    expect(legendOf(evolution).at(-1)).toMatchObject({ id: 'chance', label: 'Chance' });
    const hidden = picture(evolution, 'toInitial', new Set(['chance']));
    expect(hidden.levels).toEqual([]);
    expect(hidden.yAxis.max).toBeLessThan(level);

    const small = {
      ...evolution,
      points: evolution.points.map((point) => ({
        ...point,
        step: {
          ...point.step!,
          meanToPrevious: 0.01,
          layers: point.step!.layers.map((layer) => ({ ...layer, toPrevious: 0.01 })),
        },
      })),
    };
    expect(picture(small, 'toPrevious')).toMatchObject({
      levels: [],
      measure: `NNSTD · chance ${level.toFixed(3)}`,
    });
    expect(picture({ ...evolution, chance: null }, 'toInitial').levels).toEqual([]);
    expect(picture(evolution, 'empty').levels).toEqual([]);
  });

  it('draw gained links upward and lost ones downward, told apart by place, marker and name', () => {
    const { series, yAxis, newest } = picture(evolution, 'links');
    const last = evolution.points.at(-1)!.step!.layers;
    const line = (label: string) => series.find((one) => one.label === label)!;
    expect(line('Layer 2 gained').values.at(-1)).toBe(last[1].gained);
    expect(line('Layer 2 lost').values.at(-1)).toBe(-last[1].lost!);
    expect([line('Layer 2 gained').marker, line('Layer 2 lost').marker]).toEqual(['up', 'down']);
    expect(yAxis.min).toBe(-yAxis.max);
    const sum = (key: 'gained' | 'lost') => last.reduce((total, layer) => total + layer[key]!, 0);
    expect(newest!.text).toBe(
      `+${sum('gained').toLocaleString('en-US')} −${sum('lost').toLocaleString('en-US')}`,
    );
  });

  it('draw the share of the initial links that is there, by layer and mean, all of them at first', () => {
    const { series, newest } = picture(evolution, 'survival');
    expect(series.map(({ label }) => label)).toEqual(['Layer 1', 'Layer 2', 'Layer 3', 'Mean']);
    expect(series.every(({ values }) => values[0] === 1)).toBe(true);
    // Of a single step it is what was not lost.
    const [first, second] = evolution.points.map((point) => point.step!);
    const stayed = (layer: number) => 1 - second.layers[layer].lost! / first.facts.layers[layer].links;
    for (const layer of [0, 1, 2]) expect(series[layer].values[1]).toBeCloseTo(stayed(layer), 12);
    expect(series[3].values[1]).toBeCloseTo((stayed(0) + stayed(1) + stayed(2)) / 3, 12);
    expect(newest!.text).toMatch(/^5\d\.\d\u00a0%$/);
  });

  it('draw the links seen so far, and those that training recorded where it did, and say which', () => {
    const seen = picture(evolution, 'exploration');
    expect(seen.measure).toBe('seen at checkpoints');
    const possible = [784 * 784, 784 * 784, 784 * 784, 784 * 10];
    const last = evolution.explored![evolution.points.at(-1)!.path];
    expect(seen.series.map(({ values }) => values.at(-1))).toEqual([
      ...[0, 1, 2].map((layer) => last[layer] / possible[layer]),
      last.reduce((a, b) => a + b) / possible.reduce((a, b) => a + b),
    ]);
    for (const { values } of seen.series) expect(values).toEqual([...values].sort((a, b) => a! - b!));
    expect(picture({ ...evolution, explored: null }, 'exploration').series.every(hasNone)).toBe(true);
    expect(picture({ ...evolution, explored: {} }, 'exploration').emptyText).toContain('too many links');

    const points = evolution.points.map((point) => {
      const layers = point.step!.layers.map((layer) => ({ ...layer, explored: 7840 }));
      return { ...point, step: { ...point.step!, layers } };
    });
    const recorded = picture({ ...evolution, points, explored: null }, 'exploration');
    expect(recorded.measure).toBe('ever active in training');
    expect(recorded.series[0].values.at(-1)).toBe(7840 / possible[0]);
  });

  it('draw effective density beside nominal density, never above it', () => {
    const { series } = picture(evolution, 'density');
    const line = (label: string) => series.find((one) => one.label === label)!;
    for (const of of ['Layer 1', 'Layer 2', 'Layer 3', 'Network']) {
      const [effective, nominal] = [line(`${of} effective`), line(`${of} nominal`)];
      expect(effective.id).toBe(nominal.id);
      expect(effective.code.ink).toBe(nominal.code.ink);
      expect([effective.code.width > nominal.code.width, effective.marker !== nominal.marker]).toEqual([
        true,
        true,
      ]);
      effective.values.forEach((value, k) => {
        expect(value!).toBeLessThanOrEqual(nominal.values[k]!);
      });
    }
    const { layers } = evolution.points.at(-1)!.step!.facts;
    const links = layers.reduce((sum, layer) => sum + layer.links, 0);
    expect(line('Network nominal').values.at(-1)).toBeCloseTo(links / (3 * 784 * 784 + 7840), 12);
  });

  it('count neurons without input, without output, without both and on no path, consistently', () => {
    const last = (id: string) => picture(evolution, id).series.map(({ values }) => values.at(-1)!);
    const [empty, noOutput, isolated, dead] = ['empty', 'noOutput', 'isolated', 'dead'].map(last);
    for (const layer of [0, 1, 2]) {
      expect(isolated[layer]).toBeLessThanOrEqual(Math.min(empty[layer], noOutput[layer]));
      expect(dead[layer]).toBeGreaterThanOrEqual(empty[layer] + noOutput[layer] - isolated[layer]);
    }
    expect(picture(evolution, 'dead').newest!.text).toBe(String(dead.reduce((a, b) => a + b)));
  });

  it('leave a gap and a mark where a point failed or is pending', () => {
    const failed = withPoint(4, { status: 'failed', reason: 'torn', step: null });
    const chart = picture(failed, 'empty');
    expect(chart.series[0].values[4]).toBeNull();
    expect(chart.series[0].values[5]).not.toBeNull();
    expect(chart.marks).toEqual([{ x: 40, kind: 'failed' }]);
    expect(picture(withPoint(8, { status: 'pending', step: null }), 'empty').marks).toEqual([
      { x: 190, kind: 'pending' },
    ]);
  });

  it('leave out the lines that are switched off, and say so where none is left', () => {
    const hidden = new Set(['layer:0', 'mean']);
    expect(picture(evolution, 'toInitial', hidden).series.map(({ label }) => label)).toEqual([
      'Layer 2',
      'Layer 3',
    ]);
    const accuracy = picture(evolution, 'accuracy', new Set(['test', 'train']));
    expect(isEmpty(accuracy)).toBe(true);
    expect(accuracy.emptyText).toContain('legend');
  });

  it('mark a point that is being computed only where it shows nothing yet', () => {
    const { step } = evolution.points[8];
    const layers = step!.layers.map((layer) => ({ ...layer, toInitial: null, toPrevious: null }));
    const described = withPoint(8, {
      status: 'pending',
      step: { ...step!, layers, meanToInitial: null, meanToPrevious: null },
    });
    const marked = (snapshot: EvolutionSnapshot) =>
      picturesOf(snapshot, nothingHidden)
        .filter(({ marks }) => marks.length > 0)
        .map(({ id, marks }) => [id, marks]);
    const mark = [{ x: 190, kind: 'pending' }];
    expect(marked(described)).toEqual([
      ['toInitial', mark],
      ['toPrevious', mark],
    ]);
    expect(marked(withPoint(8, { status: 'pending', step: null })).map(([id]) => id)).toEqual([
      'toInitial',
      'toPrevious',
      'links',
      'survival',
      'exploration',
      'density',
      'empty',
      'noOutput',
      'isolated',
      'dead',
    ]);
  });

  it('say what they wait for', () => {
    const texts = Object.fromEntries(picturesOf(asRun, nothingHidden).map((one) => [one.id, one.emptyText]));
    expect(texts).toEqual({
      accuracy: 'waiting for the first epoch…',
      loss: 'waiting for the first epoch…',
      toInitial: 'waiting for the first checkpoint…',
      toPrevious: 'waiting for a second checkpoint…',
      links: 'waiting for a second checkpoint…',
      survival: 'waiting for a second checkpoint…',
      exploration: 'waiting for every checkpoint to be read…',
      density: 'waiting for the first checkpoint…',
      empty: 'waiting for the first checkpoint…',
      noOutput: 'waiting for the first checkpoint…',
      isolated: 'waiting for the first checkpoint…',
      dead: 'waiting for the first checkpoint…',
    });
  });

  it('show a folder only the metrics it has', () => {
    const ids = (snapshot: EvolutionSnapshot) => picturesOf(snapshot, nothingHidden).map(({ id }) => id);
    expect(ids(evolution)).not.toContain('loss');
    expect(ids({ ...evolution, curve: [] })).toEqual(ids(evolution).filter((id) => id !== 'accuracy'));
  });

  it('are told in words and as a table', () => {
    const chart = picture(evolution, 'toPrevious');
    const words = describePicture(chart, (x) => `epoch ${String(x)}`);
    expect(words).toMatch(
      /^Distance to previous, NNSTD: Layer 1 from 0\.\d{3} at epoch 10 to 0\.\d{3} at epoch 190/,
    );
    const { columns, rows, leftOut } = chartText(
      viewed(chart, { xAxis: xAxesOf(evolution).epoch.axis!, zoom: null, log: false, smoothing: 0 }),
      '–',
      4,
    );
    expect(columns).toEqual(['Epoch', 'Layer 1', 'Layer 2', 'Layer 3', 'Mean']);
    expect(rows.map(([epoch]) => epoch)).toEqual(['50', '100', '150', '190']);
    expect(leftOut).toBe(5);
  });
});

describe('around the charts', () => {
  it('one legend with what is drawn', () => {
    expect(legendOf(evolution).map(({ label }) => label)).toEqual([
      'Test',
      'Layer 1',
      'Layer 2',
      'Layer 3',
      'Mean or total',
      'Chance',
    ]);
    expect(legendOf(asRun).map(({ label }) => label)).toEqual(['Test', 'Training']);
    const codes = legendOf(evolution).slice(1, 4);
    expect(new Set(codes.map(({ code }) => code.ink)).size).toBe(3);
    expect(new Set(codes.map(({ code }) => code.dash.join())).size).toBe(3);
  });

  it('a table of the layers at a checkpoint', () => {
    const rows = layerRows(evolution.points.at(-1)!);
    expect(rows[0]).toEqual([
      'Layer 1',
      '784 → 784',
      '3,660',
      '20.5\u00a0%',
      '0.60\u00a0%',
      '0.59\u00a0%',
      '99.40\u00a0%',
      '0 · 4 · 30',
      '42',
      '19',
      '52.5\u00a0%',
      evolution.points.at(-1)!.step!.layers[0].toInitial!.toFixed(3),
    ]);
    expect(rows[3].slice(0, 3)).toEqual(['Output', '784 → 10', '7,840']);
    expect(rows[3].at(-1)).toBe('full');
  });

  it('a state told by word and sign', () => {
    const states = ['running', 'paused', 'finished', 'stopped', 'interrupted', 'failed'];
    expect(new Set(states.map((state) => badgeOf(state)!.sign)).size).toBe(states.length);
    expect(badgeOf(null)).toBeNull();
    expect(badgeOf('something new')?.word).toBe('something new');
    expect(checkpointsText(asRun)).toBe('no checkpoint yet');
    expect(checkpointsText(withPoint(3, { status: 'failed', step: null }))).toBe('9 checkpoints · 1 failed');
  });
});
