import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EvolutionSnapshot } from '../../../src/protocol/evolution';
import { picturesOf } from '../../../webview/evolution/charts';
import { xAxesOf } from '../../../webview/evolution/xAxes';
import type { ChartPicture } from '../../../webview/shared/chartPicture';
import { type ChartLook, describeLook, viewed, windowOf } from '../../../webview/shared/chartView';
import { formatElapsed } from '../../../webview/shared/format';
import { logAxis } from '../../../webview/shared/niceScale';
import { smoothed } from '../../../webview/shared/smoothing';
import { rangeWithin, zoomedRange } from '../../../webview/shared/xAxis';
import { readRecorded } from './recorded';

const { evolution } = readRecorded();
const startMs = Date.UTC(2026, 0, 1);
/** As a run records it: 469 steps an epoch, a minute each, and an hour's pause after epoch 100. */
const timed: EvolutionSnapshot = {
  ...evolution,
  curve: evolution.curve.map((point) => ({
    ...point,
    steps: 469 * point.epoch,
    timeMs: startMs + 60_000 * point.epoch + (point.epoch > 100 ? 3_600_000 : 0),
  })),
};

function picture(id: string): ChartPicture {
  return picturesOf(timed, new Set()).find((one) => one.id === id)!;
}

function look(change: Partial<ChartLook> = {}): ChartLook {
  return { xAxis: xAxesOf(timed).epoch.axis!, zoom: null, log: false, smoothing: 0, ...change };
}

describe('a picture as it is looked at', () => {
  it('stays what it is without a choice', () => {
    const accuracy = picture('accuracy');
    expect(viewed(accuracy, look())).toMatchObject({
      places: accuracy.xs,
      seen: accuracy.xRange,
      yScale: { type: 'linear', ...accuracy.yAxis },
      smoothed: [null, null],
    });
    expect(describeLook(viewed(accuracy, look()))).toBe('');
  });

  it('has its y axis fitted to what is seen of it', () => {
    const accuracy = picture('accuracy');
    const seen = viewed(accuracy, look({ zoom: { min: 100, max: 150 } }));
    const inside = evolution.curve
      .filter(({ epoch }) => epoch >= 99 && epoch <= 151)
      .map(({ testAccuracy }) => testAccuracy!);
    expect(seen.yScale.min).toBeLessThanOrEqual(Math.min(...inside));
    expect(seen.yScale.min).toBeGreaterThan(0.8);
    expect(seen.yScale.max).toBeGreaterThanOrEqual(Math.max(...inside));
    expect(describeLook(seen)).toBe('Zoomed: epoch 100 to 150.');
  });

  it('has a logarithmic axis only where a value is above zero and none is drawn downward', () => {
    const distances = viewed(picture('toInitial'), look({ log: true }));
    const values = picture('toInitial').series.flatMap((one) => one.values.filter((value) => value! > 0));
    expect(distances.yScale).toMatchObject({ type: 'logarithmic', min: 0.2, max: 1 });
    expect(Math.min(...values.map(Number))).toBeGreaterThanOrEqual(0.2);
    expect(viewed(picture('links'), look({ log: true })).yScale.type).toBe('linear');
    expect(logAxis([0, -1])).toBeNull();
    expect(logAxis([0.003, 700])).toEqual({
      min: 0.002,
      max: 1000,
      ticks: [0.01, 0.1, 1, 10, 100, 1000],
    });
    expect(logAxis([3])).toEqual({ min: 2, max: 5, ticks: [2, 5] });
  });

  it('is smoothed as a weighted mean of all that came before, where it is noisy', () => {
    const accuracy = picture('accuracy');
    const [line] = viewed(accuracy, look({ smoothing: 0.6 })).smoothed;
    accuracy.xs.slice(0, 30).forEach((_, at) => {
      const weights = Array.from({ length: at + 1 }, (_, k) => 0.6 ** (at - k));
      const sum = weights.reduce((total, weight, k) => total + weight * accuracy.series[0].values[k]!, 0);
      expect(line![at]).toBeCloseTo(sum / weights.reduce((a, b) => a + b), 12);
    });
    expect(viewed(picture('toInitial'), look({ smoothing: 0.6 })).smoothed.every((one) => one === null)).toBe(
      true,
    );
    expect(smoothed([2, null, 2, 2], 0.9).map((value) => value && Number(value.toFixed(12)))).toEqual([
      2,
      null,
      2,
      2,
    ]);
  });

  it('stands over steps and over the time since the start', () => {
    const { step, time } = xAxesOf(timed);
    const distances = picture('toInitial');
    expect(viewed(distances, look({ xAxis: step.axis! })).places).toEqual(
      evolution.points.map(({ epoch }) => 469 * epoch),
    );
    const places = viewed(distances, look({ xAxis: time.axis! })).places;
    expect(places).toEqual(evolution.points.map(({ epoch }) => 60 * epoch + (epoch > 100 ? 3600 : 0)));
    expect(places.map(time.axis!.format).slice(-3)).toEqual(
      ['1 h 40 min', '3 h 30 min', '4 h 10 min'].map((text) => text.replaceAll(/(\d) /g, '$1\u00a0')),
    );
    expect(time.axis!.ticks({ min: 0, max: 15_000 }, 5)).toEqual([0, 3600, 7200, 10_800, 14_400]);
  });

  it('takes times of files where there are no metrics, and says why there is nothing else', () => {
    const files: EvolutionSnapshot = {
      ...evolution,
      curve: [],
      points: evolution.points.map((point) => ({ ...point, timeMs: startMs + 1000 * point.epoch })),
    };
    const { step, time } = xAxesOf(files);
    expect([step.axis, time.reason]).toEqual([null, null]);
    expect(step.reason).toContain('no metrics');
    expect(time.axis!.place(50)).toBe(50);
    const copied = files.points.map((point) => ({ ...point, timeMs: startMs }));
    expect(xAxesOf({ ...files, points: copied }).time.reason).toContain('times of the files');
    expect(xAxesOf(evolution).time.axis).toBeNull();
  });
});

describe('a part of the x axis', () => {
  const whole = { min: 0, max: 200 };

  it('lies within all of it, as wide as it was', () => {
    expect(rangeWithin({ min: -30, max: 20 }, whole)).toEqual({ min: 0, max: 50 });
    expect(rangeWithin({ min: 180, max: 230 }, whole)).toEqual({ min: 150, max: 200 });
    expect(rangeWithin({ min: -5, max: 205 }, whole)).toBeNull();
    expect(zoomedRange(whole, 0.5, 150)).toEqual({ min: 75, max: 175 });
  });

  it('is drawn with one point beyond either end', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1 }),
        fc.integer({ min: -20, max: 110 }),
        fc.integer({ min: 1, max: 60 }),
        (list, min, width) => {
          const places = [...list].sort((a, b) => a - b);
          const max = min + width;
          const { first, end } = windowOf(places, { min, max });
          const drawn = places.slice(first, end);
          for (const place of places) if (place >= min && place <= max) expect(drawn).toContain(place);
          expect(drawn.filter((place) => place < min).length).toBeLessThanOrEqual(1);
          expect(drawn.filter((place) => place > max).length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('a time since a beginning', () => {
  it('is told in its two largest units', () => {
    const spoken = [0, 45, 60, 5400, 7200, 93_600, 90_061].map((seconds) =>
      formatElapsed(seconds).replaceAll('\u00a0', ' '),
    );
    expect(spoken).toEqual(['0', '45 s', '1 min', '1 h 30 min', '2 h', '1 d 2 h', '1 d 1 h']);
  });
});
