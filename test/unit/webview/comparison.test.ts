import { describe, expect, it } from 'vitest';
import type { ComparisonSnapshot } from '../../../src/protocol/comparison';
import { measureOf } from '../../../src/measure/measure';
import { noYardsticks } from '../../../src/protocol/yardsticks';
import { CellStore } from '../../../webview/comparison/cellStore';
import { itemsTable } from '../../../webview/comparison/itemsModel';
import { type ComparisonEvent, progressText, withEvents } from '../../../webview/comparison/model';
import { factRows, pairRows, toggledLayers, widthNotes } from '../../../webview/comparison/pairModel';
import { verdictOf } from '../../../webview/comparison/verdict';
import { readRecorded } from './recorded';

const { pair, matrix } = readRecorded();
const running: ComparisonSnapshot = {
  ...pair,
  layers: [],
  yardsticks: noYardsticks,
  status: { phase: 'running', reason: null, done: 0, total: 4, secondsLeft: null },
};
const noCells = (): CellStore => new CellStore(2);

describe('events of the comparison panel', () => {
  it('gather layers in any order, and begin anew', () => {
    const [a, b] = pair.layers;
    const events: readonly ComparisonEvent[] = [
      { name: 'layer', value: b },
      { name: 'layer', value: a },
    ];
    expect(withEvents(running, noCells(), events).layers).toEqual([a, b]);
    const again = withEvents(running, noCells(), [
      ...events,
      { name: 'reset', value: null },
      { name: 'layer', value: a },
    ]);
    expect(again.layers).toEqual([a]);
  });

  it('tell of another measure, another rule and of yardsticks', () => {
    const rule = { counting: 'all', weighting: 'links' } as const;
    const after = withEvents(pair, noCells(), [
      { name: 'measure', value: measureOf('greedy') },
      { name: 'rule', value: rule },
      { name: 'reset', value: null },
      { name: 'yardsticks', value: noYardsticks },
    ]);
    expect(after).toMatchObject({
      measure: measureOf('greedy'),
      rule,
      layers: [],
      yardsticks: noYardsticks,
    });
  });

  it('replace cells of a pair and items of a path, keeping labels and rows', () => {
    const twice = {
      ...matrix,
      items: [matrix.items[0], { ...matrix.items[0], label: 'again' }, matrix.items[2]],
    };
    const item = { ...matrix.items[0], facts: null, problem: 'gone' };
    const after = withEvents(twice, noCells(), [{ name: 'item', value: item }]);
    expect(after.items.map(({ label, problem }) => [label, problem])).toEqual([
      ['e5_s0_w0 · epoch 190', 'gone'],
      ['again', 'gone'],
      ['e5_s0_w2 · epoch 190', null],
    ]);
    const failed = { status: 'failed', row: 0, column: 1, reason: 'no' } as const;
    const cells = new CellStore(10);
    cells.add(matrix.cells);
    withEvents(matrix, cells, [{ name: 'cells', value: [failed] }]);
    expect([cells.state(0, 1), cells.state(0, 2)]).toEqual(['failed', 'done']);
    withEvents(matrix, cells, [
      { name: 'reset', value: null },
      { name: 'cells', value: matrix.cells.slice(1, 2) },
    ]);
    expect([cells.state(0, 1), cells.state(0, 2)]).toEqual(['pending', 'done']);
  });
});

describe('two checkpoints', () => {
  it('that cannot be compared say why, and show what differs', () => {
    const shorter = pair.items[1].facts!.layers.slice(1);
    const failed: ComparisonSnapshot = {
      ...running,
      items: [pair.items[0], { ...pair.items[1], facts: { ...pair.items[1].facts!, layers: shorter } }],
      status: { ...running.status, phase: 'failed', reason: 'other depth' },
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
    const items = pair.items.map((item) => ({
      ...item,
      facts: { ...item.facts!, layers: item.facts!.layers.map((layer) => ({ ...layer, full: true })) },
    }));
    const full = { ...pair, items, layers: pair.layers.map((layer) => ({ ...layer, counts: false })) };
    expect(verdictOf(full)).toMatchObject({ value: null, tone: 'failed' });
    expect(verdictOf(full).sentence).toContain('full in both');
  });

  it('have a row for each layer from the beginning', () => {
    expect(pairRows(running).map(({ name, distanceText, counts }) => [name, distanceText, counts])).toEqual([
      ['Layer 1', '…', true],
      ['Layer 2', '…', true],
      ['Layer 3', '…', true],
      ['Output', '', false],
    ]);
    const rows = pairRows(pair);
    expect(rows[0]).toMatchObject({
      counts: true,
      distanceText: pair.layers[0].distance.toFixed(3),
      beside: null,
      densityB: '0.60\u00a0%',
    });
    expect(rows[3]).toMatchObject({ counts: false, leftOut: true, distance: null });
    expect(
      pairRows({ ...running, items: running.items.map((item) => ({ ...item, facts: null })) }),
    ).toHaveLength(4);
  });

  it('let each layer count or not', () => {
    expect(toggledLayers(pairRows(pair), 1)).toEqual([0, 2]);
    const counting = [...toggledLayers(pairRows(pair), 3)];
    expect(counting).toEqual([0, 1, 2, 3]);
    const rows = pairRows({ ...pair, rule: { ...pair.rule, counting } });
    expect(rows[3]).toMatchObject({ counts: true, leftOut: false, distance: 0, distanceText: '0.000' });
    expect(toggledLayers(rows, 0)).toEqual([1, 2, 3]);
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
      progressText({
        ...matrix,
        status: { phase: 'running', reason: null, done: 1200, total: 4950, secondsLeft: 130 },
      }),
    ).toBe('computing: 1,200 of 4,950 pairs, 2\u00a0min left');
    expect(
      progressText({ ...matrix, status: { ...matrix.status, phase: 'cancelled', done: 1200, total: 4950 } }),
    ).toBe('cancelled after 1,200 of 4,950 pairs');
    expect(progressText(matrix, 0)).toBe('45 of 45 pairs');
    expect(progressText(matrix, 3)).toBe('45 of 45 pairs, 3 without a distance');
  });
});

describe('many checkpoints', () => {
  it('says the widths once where all agree', () => {
    const table = itemsTable(matrix);
    expect(table.widths).toBe('784·784·784·784·10');
    expect(table.columns).not.toContain('Widths');
    expect(table.rows[0].cells).toEqual(['190', '17,866', '0.96\u00a0%', '132']);
    const other = { ...matrix.items[1], facts: { ...matrix.items[1].facts!, layers: [] } };
    expect(itemsTable({ ...matrix, items: [matrix.items[0], other] }).columns).toContain('Widths');
  });
});
