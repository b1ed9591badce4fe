import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PairCell } from '../../../src/protocol/comparison';
import type { MeanRule } from '../../../src/measure/meanRule';
import { CellStore } from '../../../webview/comparison/cellStore';
import { couldBeLarger, heatLayout, visiblePart } from '../../../webview/comparison/heatLayout';
import { heatFrame, type HeatRow } from '../../../webview/comparison/heatNames';
import { numberedRows, orderByRun } from '../../../webview/comparison/many/rowOrder';
import { shortLabels } from '../../../webview/comparison/shortLabels';
import { heatScale } from '../../../webview/shared/heatScale';
import {
  cellText,
  describeCell,
  failureGroups,
  heatCell,
  heatValues,
  shareOf,
  stretchedRange,
  tabsOf,
} from '../../../webview/comparison/matrixModel';
import type { Compared } from '../../../webview/comparison/model';
import { contrast, inkOn, parseColour } from '../../../webview/shared/colour';
import { themes } from '../../webview/themes';
import { readRecorded } from './recorded';

const { matrix } = readRecorded();
const items = numberedRows(matrix.items, orderByRun(matrix.items));

function storeOf(cells: readonly PairCell[], size = 10): CellStore {
  const store = new CellStore(size);
  store.add(cells);
  return store;
}
const all = storeOf(matrix.cells);
const means = matrix.cells.map((cell) =>
  cell.status === 'done' ? (cell.distances[0] + cell.distances[1] + cell.distances[2]) / 3 : Number.NaN,
);

describe('the cells', () => {
  it('keep what arrived last of each pair, for both sides of the diagonal', () => {
    const pairCells = fc.array(
      fc.record({
        ends: fc.uniqueArray(fc.nat(6), { minLength: 2, maxLength: 2 }),
        distances: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
        reason: fc.option(fc.string(), { freq: 3 }),
      }),
    );
    fc.assert(
      fc.property(pairCells, (arriving) => {
        const store = new CellStore(7);
        const last = new Map<string, PairCell>();
        for (const { ends, distances, reason } of arriving) {
          const [row, column] = ends.sort((a, b) => a - b);
          const cell: PairCell =
            reason === null
              ? { status: 'done', row, column, distances }
              : { status: 'failed', row, column, reason };
          store.add([cell]);
          last.set(`${String(row)},${String(column)}`, cell);
        }
        for (let row = 0; row < 7; row++) {
          for (let column = row + 1; column < 7; column++) {
            const cell = last.get(`${String(row)},${String(column)}`);
            expect(store.state(column, row)).toBe(cell?.status ?? 'pending');
            for (let layer = 0; layer < 4; layer++) {
              const expected = cell?.status === 'done' ? (cell.distances.at(layer) ?? null) : null;
              expect(store.distance(column, row, layer)).toBe(expected);
            }
            if (cell?.status === 'failed') expect(store.reason(row, column)).toBe(cell.reason);
          }
        }
        const failed = [...last.values()].filter(({ status }) => status === 'failed');
        expect(store.failures().map((one) => ({ status: 'failed', ...one }))).toEqual(
          failed.sort((a, b) => a.column - b.column || a.row - b.row),
        );
      }),
    );
  });

  it('are forgotten when the computation begins anew', () => {
    const store = storeOf(matrix.cells);
    store.clear();
    expect(store.state(0, 1)).toBe('pending');
    expect(store.distance(0, 1, 0)).toBeNull();
  });
});

describe('the heat map', () => {
  it('shows the mean of each pair, by the rule', () => {
    const values = heatValues(matrix, all, null);
    matrix.cells.forEach(({ row, column }, k) => {
      expect(heatCell(values, all, row, column)).toEqual(heatCell(values, all, column, row));
      expect(values.value(row, column)).toBeCloseTo(means[k], 12);
    });
    expect(heatCell(values, all, 4, 4)).toEqual({ kind: 'self' });
    const rule: MeanRule = { counting: [2], weighting: 'layers' };
    const third = matrix.cells[0];
    expect(heatValues({ ...matrix, rule }, all, null).value(0, 1)).toBe(
      third.status === 'done' ? third.distances[2] : Number.NaN,
    );
  });

  it('has a tab for the mean and each layer, and no values for a layer that does not count', () => {
    expect(tabsOf(matrix).map(({ label, full }) => [label, full])).toEqual([
      ['Mean', false],
      ['Layer 1', false],
      ['Layer 2', false],
      ['Layer 3', false],
      ['Output', true],
    ]);
    const shown = (layer: number) => heatCell(heatValues(matrix, all, layer), all, 0, 1);
    expect(shown(3)).toEqual({ kind: 'value', value: null });
    const [first] = matrix.cells;
    expect(shown(1)).toEqual({ kind: 'value', value: first.status === 'done' ? first.distances[1] : null });
  });

  it('keeps failed and missing cells apart from values', () => {
    const compared: Compared = { ...matrix, status: { ...matrix.status, phase: 'running', done: 1 } };
    const cells = storeOf([{ status: 'failed', row: 0, column: 2, reason: 'other widths' }]);
    const values = heatValues(compared, cells, null);
    const said = (row: number, column: number) =>
      describeCell(compared, row, column, 'Mean', heatCell(values, cells, row, column));
    expect(said(2, 0)).toMatch(/w2.*w0.*other widths$/);
    expect(said(0, 1)).toMatch(/to be computed$/);
    expect(failureGroups(compared, cells)).toEqual([
      { reason: 'other widths', pairs: 'e5_s0_w0 · epoch 190 and e5_s0_w2 · epoch 190' },
    ]);
  });

  it('counts what failed for the same reason', () => {
    const cells = storeOf(
      [1, 2, 3, 4].map((column) => ({ status: 'failed' as const, row: 0, column, reason: 'gone' })),
    );
    expect(failureGroups(matrix, cells)).toEqual([
      { reason: 'gone', pairs: '4 pairs, the first e5_s0_w0 · epoch 190 and e5_s0_w1 · epoch 190' },
    ]);
  });

  it('stretches its scale to what occurs', () => {
    const { min, max } = stretchedRange(heatValues(matrix, all, null));
    expect(min).toBeCloseTo(Math.min(...means), 12);
    expect(max).toBeCloseTo(Math.max(...means), 12);
    expect([shareOf(min, { min, max }), shareOf(max, { min, max })]).toEqual([0, 1]);
    expect(stretchedRange(heatValues(matrix, new CellStore(10), null))).toEqual({ min: 0, max: 1 });
  });

  const roomOf = (width: number, larger = false) => ({ width, height: 690, larger });
  /** Runs of so many checkpoints each. */
  const runsOf = (runs: number, each: number): HeatRow[] =>
    Array.from({ length: runs * each }, (_, k) => {
      const name = `run_${String(Math.floor(k / each)).padStart(3, '0')}`;
      const moment = `epoch ${String(10 * (k % each))}`;
      return { number: k + 1, label: `${name} · ${moment}`, run: { path: `/${name}`, name }, moment };
    });

  it('is seen whole, but for numbers, which are worth scrolling, and for larger cells', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 500 }),
        fc.integer({ min: 300, max: 2600 }),
        fc.boolean(),
        (size, width, larger) => {
          const layout = heatLayout(size, roomOf(width, larger), 120);
          const [across, down] = [120 + size * layout.cellWidth, 18 + size * layout.cellHeight];
          if (!larger || layout.cellWidth > 12) expect(across).toBeLessThanOrEqual(width + 1e-6);
          if (!larger && layout.decimals === null) expect(down).toBeLessThanOrEqual(690 + 1e-6);
          if (larger) expect(layout.cellWidth).toBeGreaterThanOrEqual(Math.min(12, Math.floor(4096 / size)));
        },
      ),
    );
    expect(heatLayout(10, roomOf(1364), 170).decimals).toBe(3);
    expect(heatLayout(10, roomOf(524), 147).decimals).toBe(2);
    expect(heatLayout(100, roomOf(1364), 170).decimals).toBeNull();
    expect([10, 100].map((size) => couldBeLarger(heatLayout(size, roomOf(664), 170)))).toEqual([false, true]);
    expect(cellText(0.4816, 2)).toBe('.48');
    expect(cellText(1, 2)).toBe('1.00');
    expect(cellText(0.4816, 3)).toBe('0.482');
    expect(cellText(null, 3)).toBe('–');
  });

  it('names columns by what distinguishes them, or by numbers that stand in the rows too', () => {
    const wide = heatFrame(items, true, roomOf(1364));
    expect(wide.columns.map(({ text }) => text).slice(0, 2)).toEqual(['w0', 'w1']);
    expect(wide.rows[1]).toEqual({
      kind: 'item',
      from: 1,
      to: 2,
      text: matrix.items[1].label,
      title: matrix.items[1].label,
    });
    const alone = runsOf(500, 1).map((row) => ({ ...row, label: row.run.name, moment: '' }));
    const narrow = heatFrame(alone, true, roomOf(1364, true));
    expect(narrow.columns[1]).toMatchObject({ from: 4, text: '5' });
    expect(narrow.rows[1]).toMatchObject({ from: 2, text: '3  run_002' });
    // A row whose whole name does not fit is called by what distinguishes it, and takes no more room than that.
    const short = heatFrame(runsOf(10, 1), true, roomOf(430));
    expect(short.rows[1]).toMatchObject({ text: '001', title: 'run_001 · epoch 0' });
    expect(short.layout.rowLabelWidth).toBeLessThan(
      heatFrame(items, true, roomOf(1364)).layout.rowLabelWidth,
    );
    // In another order than by run, rows of a run do not stand together. None is cut, at the side or below.
    const clustered = heatFrame(runsOf(10, 50), false, roomOf(500));
    expect(clustered.rows.slice(0, 2).map(({ kind, text }) => [kind, text])).toEqual([
      ['item', '1  000 · epoch 0'],
      ['item', '22  000 · epoch 210'],
    ]);
    const backward = heatFrame(runsOf(10, 50).reverse(), false, roomOf(500));
    expect(backward.rows[0].text).toBe('500  009 · epoch 490');
    expect(backward.columns[1].text).toBe(String(500 - backward.columns[1].from));
    expect((500 - clustered.rows.at(-1)!.from) * clustered.layout.cellHeight).toBeGreaterThanOrEqual(15);
  });

  it('names a run once over its checkpoints where there is no room for each, and no name stands in another', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 2, max: 50 }),
        fc.integer({ min: 300, max: 1400 }),
        fc.boolean(),
        (runs, each, width, larger) => {
          const rows = runsOf(runs, each);
          const { layout, ...names } = heatFrame(rows, true, roomOf(width, larger));
          const byRun = names.rows.filter(({ kind }) => kind === 'run');
          if (byRun.length === 0) return;
          for (const line of [byRun, names.columns]) {
            expect(line.map(({ from, to }) => [from, to])).toEqual(
              Array.from({ length: runs }, (_, k) => [k * each, (k + 1) * each]),
            );
          }
          const above = names.columns.filter(({ text }) => text !== '');
          above.forEach(({ text, from }, k) => {
            const next = above.at(k + 1)?.from ?? rows.length;
            expect(7 * text.length).toBeLessThanOrEqual((next - from) * layout.cellWidth);
          });
          for (const kind of ['run', 'moment'] as const) {
            const tops = names.rows.flatMap((label) =>
              label.kind === kind && label.text !== '' ? [label.from * layout.cellHeight] : [],
            );
            tops.slice(1).forEach((top, k) => {
              expect(top - tops[k]).toBeGreaterThanOrEqual(15);
            });
          }
          for (const { kind, text, from } of names.rows) {
            if (kind === 'moment') expect(rows[from].moment.endsWith(text)).toBe(true);
          }
        },
      ),
    );
    const { rows, columns } = heatFrame(runsOf(10, 50), true, roomOf(664));
    const texts = (kind: string) => rows.filter((label) => label.kind === kind).map(({ text }) => text);
    expect(texts('run')).toEqual(Array.from({ length: 10 }, (_, k) => `run_00${String(k)}`));
    expect(columns[3]).toMatchObject({ kind: 'run', from: 150, to: 200, text: '003', title: 'run_003' });
    const tight = heatFrame(runsOf(50, 10), true, roomOf(664));
    expect(tight.columns.flatMap(({ text }) => (text === '' ? [] : [text])).slice(0, 3)).toEqual([
      '000',
      '003',
      '006',
    ]);
    expect(texts('moment').slice(0, 2)).toEqual(['epoch 0', 'epoch 150']);
  });

  it('knows which part of it is on screen', () => {
    const layout = heatLayout(500, roomOf(1364, true), 79);
    expect(layout.cellWidth).toBe(8);
    const plane = { left: -800, top: 100, right: 3200, bottom: 4100 };
    const seen = { left: 0, top: 0, right: 1364, bottom: 800 };
    expect(visiblePart(plane, seen, 500, layout)).toEqual({ rows: [0, 88], columns: [100, 271] });
    expect(visiblePart({ ...plane, top: 900, bottom: 4900 }, seen, 500, layout)).toBeNull();
  });

  it.each(Object.entries(themes))('has ink that can be read on every cell in %s', (_name, { variables }) => {
    const colour = (name: string) => parseColour(variables[name])!;
    const scale = heatScale(colour('editor-background'), colour('charts-blue'), colour('charts-foreground'));
    for (let k = 0; k <= 100; k++) {
      const cell = scale.colour(k / 100);
      expect(contrast(inkOn(cell), cell)).toBeGreaterThan(4.5);
    }
  });
});

describe('short labels', () => {
  it('are what distinguishes them', () => {
    expect(shortLabels(['e5_s0_w0 · epoch 190', 'e5_s0_w9 · epoch 190'])).toEqual(['w0', 'w9']);
    expect(shortLabels(['a · epoch 0', 'a · epoch 10'])).toEqual(['0', '10']);
    expect(shortLabels(['same', 'same'])).toEqual(['same', 'same']);
    expect(shortLabels(['run', 'run 2'])).toEqual(['run', 'run 2']);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-c0-2_ ·]{1,9}$/), { minLength: 2, maxLength: 6 }),
        (labels) => {
          const short = shortLabels(labels);
          expect(short.every((text) => text !== '')).toBe(true);
          expect(new Set(short).size).toBe(labels.length);
        },
      ),
    );
  });
});
