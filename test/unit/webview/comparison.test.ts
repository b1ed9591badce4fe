import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComparisonSnapshot } from '../../../src/protocol/comparison';
import { usualMeasure } from '../../../src/protocol/facts';
import { itemsTable } from '../../../webview/comparison/itemsModel';
import {
  cellText,
  describeCell,
  failureGroups,
  heatCells,
  heatLayout,
  shareOf,
  shortLabels,
  stretchedRange,
  tabsOf,
} from '../../../webview/comparison/matrixModel';
import { progressText, withEvents } from '../../../webview/comparison/model';
import { factRows, pairRows, verdictOf, widthNotes } from '../../../webview/comparison/pairModel';
import { readRecorded } from './recorded';

const { pair, matrix } = readRecorded();
const running: ComparisonSnapshot = {
  ...pair,
  layers: [],
  mean: null,
  status: { phase: 'running', reason: null, done: 0, total: 4 },
};

describe('events of the comparison panel', () => {
  it('gather layers in any order, and begin anew', () => {
    const [a, b] = pair.layers;
    const events = [
      { name: 'layer', value: b },
      { name: 'layer', value: a },
      { name: 'mean', value: 0.5 },
    ] as const;
    const after = withEvents(running, events);
    expect(after.layers).toEqual([a, b]);
    expect(after.mean).toBe(0.5);
    const again = withEvents(running, [
      ...events,
      { name: 'reset', value: null },
      { name: 'layer', value: a },
    ]);
    expect(again.layers).toEqual([a]);
    expect(again.mean).toBeNull();
  });

  it('tell of another measure', () => {
    const after = withEvents(pair, [
      { name: 'measure', value: usualMeasure('greedy') },
      { name: 'reset', value: null },
    ]);
    expect(after).toMatchObject({ measure: usualMeasure('greedy'), layers: [], mean: null });
  });

  it('replace cells of a pair and items of a path, keeping labels and rows', () => {
    const twice = {
      ...matrix,
      items: [matrix.items[0], { ...matrix.items[0], label: 'again' }, matrix.items[2]],
    };
    const item = { ...matrix.items[0], facts: null, problem: 'gone' };
    const after = withEvents(twice, [{ name: 'item', value: item }]);
    expect(after.items.map(({ label, problem }) => [label, problem])).toEqual([
      ['e5_s0_w0 · epoch 190', 'gone'],
      ['again', 'gone'],
      ['e5_s0_w2 · epoch 190', null],
    ]);
    const failed = { status: 'failed', row: 0, column: 1, reason: 'no' } as const;
    const cells = withEvents(matrix, [{ name: 'cells', value: [failed] }]).cells;
    expect(cells).toHaveLength(45);
    expect(cells[0]).toEqual(failed);
  });
});

describe('two checkpoints', () => {
  it('get a number and a sentence that says what it means', () => {
    const verdict = verdictOf(pair);
    expect(verdict.number).toBe(pair.mean!.toFixed(3));
    expect(verdict.sentence).toContain(`${String(Math.round(pair.mean! * 100))}\u00a0%`);
    expect(verdictOf({ ...pair, mean: 0 }).sentence).toContain('same network');
    expect(verdictOf({ ...pair, mean: 1 }).sentence).toContain('Nothing shared');
    expect(verdictOf({ ...pair, mean: 0.001 }).sentence).toContain('under 1\u00a0%');
  });

  it('that cannot be compared say why, and show what differs', () => {
    const shorter = pair.items[1].facts!.layers.slice(1);
    const failed: ComparisonSnapshot = {
      ...running,
      items: [pair.items[0], { ...pair.items[1], facts: { ...pair.items[1].facts!, layers: shorter } }],
      status: { phase: 'failed', reason: 'other depth', done: 0, total: 4 },
    };
    expect(verdictOf(failed)).toMatchObject({ number: 'No distance', sentence: 'other depth', value: null });
    expect(
      factRows(failed)
        .filter(({ differs }) => differs)
        .map(({ name }) => name),
    ).toEqual(['Widths']);
    expect(factRows(pair).some(({ differs }) => differs)).toBe(false);
  });

  it('whose layers are all full have nothing to compare', () => {
    const full = { ...pair, mean: null, layers: pair.layers.map((layer) => ({ ...layer, counts: false })) };
    expect(verdictOf(full)).toMatchObject({ value: null, tone: 'failed' });
    expect(verdictOf(full).sentence).toContain('full in both');
  });

  it('have a row for each layer from the beginning', () => {
    expect(pairRows(running).map(({ name, state }) => [name, state])).toEqual([
      ['Layer 1', 'pending'],
      ['Layer 2', 'pending'],
      ['Layer 3', 'pending'],
      ['Output', 'pending'],
    ]);
    const rows = pairRows(pair);
    expect(rows[0]).toMatchObject({
      state: 'done',
      distanceText: pair.layers[0].distance.toFixed(3),
      inPlace: `${String(pair.layers[0].matchedWithSelf)} of 784`,
      emptyA: '42',
      densityB: '0.60\u00a0%',
    });
    expect(rows[3]).toMatchObject({ state: 'full', distance: null });
    expect(
      pairRows({ ...running, items: running.items.map((item) => ({ ...item, facts: null })) }),
    ).toHaveLength(4);
  });

  it('of different widths say how many neurons are without a partner', () => {
    expect(widthNotes(pair)).toEqual([]);
    const [a, b] = pair.items;
    const layers = b.facts!.layers.map((layer, k) => (k === 1 ? { ...layer, outputs: 700 } : layer));
    const items = [a, { ...b, facts: { ...b.facts!, layers } }];
    const note = 'Layer 2 has 784 neurons in A and 700 in B: 84 of A without a partner, at cost 1 each.';
    expect(widthNotes({ ...pair, items })).toEqual([note]);
    expect(widthNotes({ ...running, items })).toEqual([]);
    expect(widthNotes({ ...pair, items: [items[1], a] })[0]).toContain('84 of B');
  });

  it('tell how far the computation is', () => {
    expect(progressText(running)).toBe('computing: 0 of 4 layers');
    expect(
      progressText({ ...matrix, status: { phase: 'cancelled', reason: null, done: 1200, total: 4950 } }),
    ).toBe('cancelled after 1,200 of 4,950 pairs');
  });
});

describe('the heat map', () => {
  it('shows each pair on both sides of a diagonal of its own kind', () => {
    const cells = heatCells(matrix, null);
    for (let i = 0; i < 10; i++) {
      expect(cells[i][i]).toEqual({ kind: 'self' });
      for (let j = 0; j < i; j++) expect(cells[i][j]).toEqual(cells[j][i]);
    }
    const first = matrix.cells[0];
    expect(cells[0][1]).toEqual({ kind: 'value', value: first.status === 'done' ? first.mean : null });
  });

  it('has a tab for the mean and each layer, and no values for a layer that does not count', () => {
    expect(tabsOf(matrix).map(({ label, full }) => [label, full])).toEqual([
      ['Mean', false],
      ['Layer 1', false],
      ['Layer 2', false],
      ['Layer 3', false],
      ['Output', true],
    ]);
    expect(heatCells(matrix, 3)[0][1]).toEqual({ kind: 'value', value: null });
    const first = matrix.cells[0];
    expect(heatCells(matrix, 1)[0][1]).toEqual({
      kind: 'value',
      value: first.status === 'done' ? first.layers[1].distance : null,
    });
  });

  it('keeps failed and missing cells apart from values', () => {
    const snapshot: ComparisonSnapshot = {
      ...matrix,
      status: { phase: 'running', reason: null, done: 1, total: 45 },
      cells: [{ status: 'failed', row: 0, column: 2, reason: 'other widths' }],
    };
    const cells = heatCells(snapshot, null);
    expect(cells[2][0]).toEqual({ kind: 'failed', reason: 'other widths' });
    expect(describeCell(snapshot, 2, 0, 'Mean', cells[2][0])).toMatch(/w2.*w0.*other widths$/);
    expect(describeCell(snapshot, 0, 1, 'Mean', cells[0][1])).toMatch(/to be computed$/);
    expect(failureGroups(snapshot)).toEqual([
      { reason: 'other widths', pairs: 'e5_s0_w0 · epoch 190 and e5_s0_w2 · epoch 190' },
    ]);
  });

  it('stretches its scale to what occurs', () => {
    const { min, max } = stretchedRange(heatCells(matrix, null));
    const means = matrix.cells.flatMap((cell) => (cell.status === 'done' ? [cell.mean!] : []));
    expect([min, max]).toEqual([Math.min(...means), Math.max(...means)]);
    expect([shareOf(min, { min, max }), shareOf(max, { min, max })]).toEqual([0, 1]);
    expect(stretchedRange([])).toEqual({ min: 0, max: 1 });
  });

  it('fits its width, and writes numbers where they fit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 100 }), fc.integer({ min: 664, max: 2600 }), (size, width) => {
        const layout = heatLayout(size, width, 20);
        if (layout.cellWidth > 4) {
          expect(layout.rowLabelWidth + size * layout.cellWidth).toBeLessThanOrEqual(width);
        }
        expect(layout.cellWidth).toBeGreaterThanOrEqual(4);
        expect(layout.labelEvery * layout.cellHeight).toBeGreaterThanOrEqual(15);
      }),
    );
    expect(heatLayout(10, 1364, 20).decimals).toBe(3);
    expect(heatLayout(10, 524, 20).decimals).toBe(2);
    expect(heatLayout(100, 1364, 20).decimals).toBeNull();
    expect(cellText({ kind: 'value', value: 0.4816 }, 2)).toBe('.48');
    expect(cellText({ kind: 'value', value: 1 }, 2)).toBe('1.00');
    expect(cellText({ kind: 'value', value: 0.4816 }, 3)).toBe('0.482');
    expect(cellText({ kind: 'value', value: null }, 3)).toBe('–');
  });

  it('names columns by what distinguishes them', () => {
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

  it('says the widths once where all agree', () => {
    const table = itemsTable(matrix);
    expect(table.widths).toBe('784·784·784·784·10');
    expect(table.columns).not.toContain('Widths');
    expect(table.rows[0].cells).toEqual(['190', '17,866', '0.96\u00a0%', '132']);
    const other = { ...matrix.items[1], facts: { ...matrix.items[1].facts!, layers: [] } };
    expect(itemsTable({ ...matrix, items: [matrix.items[0], other] }).columns).toContain('Widths');
  });
});
