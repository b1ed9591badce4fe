import { describe, expect, it } from 'vitest';
import { classicalScaling } from '../../../src/arrangement/classicalScaling';
import type { ComparedItem, PairCell } from '../../../src/protocol/comparison';
import { CellStore } from '../../../webview/comparison/cellStore';
import { itemsTable } from '../../../webview/comparison/itemsModel';
import { completeRows, leftOutWords } from '../../../webview/comparison/many/completeRows';
import { brackets } from '../../../webview/comparison/many/dendrogramModel';
import { LatestAnswer } from '../../../webview/comparison/many/latestAnswer';
import { mapFrame, moved, wholeView, zoomedAt } from '../../../webview/comparison/many/mapFrame';
import { classicalPlane, extentOf, topologyMap } from '../../../webview/comparison/many/mapModel';
import { neighbours } from '../../../webview/comparison/many/neighbours';
import { numberedRows, orderByRun, orderByTree } from '../../../webview/comparison/many/rowOrder';
import { everyNth, runChoices } from '../../../webview/comparison/many/selectionModel';
import { heatValues } from '../../../webview/comparison/matrixModel';
import { runCodes } from '../../../webview/shared/runCode';
import { distancesOfPoints } from '../../support/distances';
import { readRecorded } from './recorded';

const { matrix } = readRecorded();

/** Items of runs "r1", "r10", "r2" at these epochs. */
function itemsOf(...names: readonly (readonly [run: string, epoch: number])[]): ComparedItem[] {
  return names.map(([run, epoch]) => ({
    ...matrix.items[0],
    path: `/${run}/${String(epoch)}`,
    label: `${run} · epoch ${String(epoch)}`,
    run: { path: `/${run}`, name: run },
    moment: `epoch ${String(epoch)}`,
  }));
}

const done = (row: number, column: number, ...distances: number[]): PairCell => ({
  status: 'done',
  row,
  column,
  distances,
});

function valuesOf(size: number, cells: readonly PairCell[]) {
  const store = new CellStore(size);
  store.add(cells);
  const items = itemsOf(...Array.from({ length: size }, (_, k) => ['r', k] as const));
  return { store, items, values: heatValues({ ...matrix, items }, store, 0) };
}

describe('rows', () => {
  it('stand by run and epoch, numbers by their value', () => {
    const items = itemsOf(['r10', 5], ['r2', 10], ['r2', 9], ['r1', 0]);
    expect(orderByRun(items).map((item) => items[item].label)).toEqual([
      'r1 · epoch 0',
      'r2 · epoch 9',
      'r2 · epoch 10',
      'r10 · epoch 5',
    ]);
  });

  it('have one number in the matrix and in the list of the checkpoints, in whatever order', () => {
    const items = itemsOf(['r10', 5], ['r2', 10], ['r2', 9], ['r1', 0]);
    const named = (rows: readonly { readonly number: number; readonly label: string }[]) =>
      rows.map(({ number, label }) => `${String(number)}  ${label}`);
    expect(named(numberedRows(items, [2, 0, 3, 1]))).toEqual([
      '2  r2 · epoch 9',
      '4  r10 · epoch 5',
      '1  r1 · epoch 0',
      '3  r2 · epoch 10',
    ]);
    expect(itemsTable({ ...matrix, items }).rows.map(({ label }) => label)).toEqual(
      named(numberedRows(items, orderByRun(items))),
    );
  });

  it('stand as the leaves of the tree, those that are in none at the end', () => {
    expect(orderByTree(5, [0, 2, 4], [2, 0, 1])).toEqual([4, 0, 2, 1, 3]);
  });

  it('that lack distances are left out, as few as possible, with what they lack', () => {
    const { values, items } = valuesOf(4, [
      done(0, 1, 0.1),
      done(0, 2, 0.2),
      done(1, 2, 0.3),
      { status: 'failed', row: 0, column: 3, reason: 'other widths' },
    ]);
    const { rows, values: packed, leftOut } = completeRows(values);
    expect(rows).toEqual([0, 1, 2]);
    expect([...packed]).toEqual([0.1, 0.2, 0.3]);
    expect(leftOut).toEqual([{ row: 3, pending: 2, failed: 1, undefined: 0 }]);
    expect(leftOutWords(leftOut, items)).toBe('r · epoch 3 (2 to come, 1 failed)');
  });

  it('keep their cells where others come and go', () => {
    const { store } = valuesOf(3, [done(0, 1, 0.1, 0.5), done(0, 2, 0.2, 0.6), done(1, 2, 0.3)]);
    store.add([{ status: 'failed', row: 1, column: 2, reason: 'gone' }]);
    store.rearrange([2, 0, null]);
    expect(store.size).toBe(3);
    expect([store.distance(0, 1, 0), store.distance(1, 0, 1)]).toEqual([0.2, 0.6]);
    expect([store.state(0, 2), store.state(1, 2)]).toEqual(['pending', 'pending']);
    expect(store.failures()).toEqual([]);
  });
});

describe('the tree over the columns', () => {
  it('has each bar over the middle of what it joins', () => {
    const merges = [
      { first: 0, second: 2, height: 1 },
      { first: 3, second: 1, height: 4 },
    ];
    expect(brackets({ merges, order: [0, 2, 1] })).toEqual([
      { left: 0, right: 1, leftFoot: 0, rightFoot: 0, height: 1 },
      { left: 0.5, right: 2, leftFoot: 1, rightFoot: 0, height: 4 },
    ]);
  });
});

describe('the map', () => {
  const items = itemsOf(['a', 0], ['a', 1], ['a', 2], ['b', 0], ['b', 1]);
  const all = [...items.keys()];
  const points = Float64Array.of(0, 0, 3, 1, 6, 0, 0, 2, 7, 3);
  const distances = distancesOfPoints(points, 2);
  const codes = runCodes(['/a', '/b']);

  it('has a trajectory a run, as far apart as the distances say, and goes right and up', () => {
    const found = classicalScaling(distances, 3);
    for (const flip of [1, -1]) {
      const plane = classicalPlane(
        { ...found, points: found.points.map((entry) => flip * entry) },
        [0, 1],
        items.length,
      );
      const { trajectories, measure } = topologyMap(items, all, plane, codes);
      expect(trajectories.map(({ run, points: of }) => [run, of.map(({ place }) => place)])).toEqual([
        ['/a', ['first', 'between', 'last']],
        ['/b', ['first', 'last']],
      ]);
      const [a, b] = trajectories.map(({ points: of }) => of);
      expect(Math.hypot(a[2].x - b[0].x, a[2].y - b[0].y)).toBeCloseTo(Math.hypot(6, 2), 9);
      expect(a[2].x - a[0].x + b[1].x - b[0].x).toBeGreaterThan(0);
      expect(measure).toContain('100\u00a0% of the variance');
      expect(measure).not.toContain('fits no map');
    }
  });

  it('tells what is on no map, and counts it as lost', () => {
    const eigenvalues = Float64Array.of(3, 2, 1, 0, -2);
    const plane = classicalPlane({ points: new Float64Array(15), eigenvalues }, [0, 2], 5);
    expect(plane.measure).toContain('50\u00a0% of the variance');
    expect(plane.measure).toContain('25\u00a0% fits no map');
    expect(plane.axes).toEqual(['axis 1 · 38\u00a0%', 'axis 3 · 13\u00a0%']);
  });

  it('is zoomed about the pointer and dragged with it, and as wide as it is high', () => {
    const plane = classicalPlane(classicalScaling(distances, 3), [0, 1], 5);
    const extent = extentOf(topologyMap(items, all, plane, codes));
    const frame = mapFrame(extent, null, 600, 400);
    expect(frame.toX(1) - frame.toX(0)).toBeCloseTo(frame.toY(0) - frame.toY(1), 9);
    const pixel = { x: 420, y: 130 };
    const zoomed = mapFrame(extent, zoomedAt(frame, wholeView(extent), 3, pixel), 600, 400);
    expect(zoomed.scale).toBeCloseTo(3 * frame.scale, 9);
    expect(zoomed.fromX(pixel.x)).toBeCloseTo(frame.fromX(pixel.x), 9);
    expect(zoomed.fromY(pixel.y)).toBeCloseTo(frame.fromY(pixel.y), 9);
    const dragged = mapFrame(extent, moved(frame, wholeView(extent), 30, -20), 600, 400);
    expect(dragged.toX(1)).toBeCloseTo(frame.toX(1) + 30, 9);
    expect(dragged.toY(1)).toBeCloseTo(frame.toY(1) - 20, 9);
  });
});

describe('neighbours', () => {
  it('are all others, the nearest first, without a distance last', () => {
    const { store, items, values } = valuesOf(5, [
      done(0, 2, 0.4),
      done(1, 2, 0.2),
      done(2, 3, 0.3),
      { status: 'failed', row: 2, column: 4, reason: 'other widths' },
    ]);
    const found = neighbours(items, values, store, 2);
    expect(found.map(({ item }) => item)).toEqual([1, 3, 0, 4]);
    expect(found.at(-1)!.cell).toEqual({ kind: 'failed', reason: 'other widths' });
  });
});

describe('the choice of checkpoints', () => {
  const run = (name: string, ...epochs: number[]) => ({
    path: `/${name}`,
    name,
    checkpoints: epochs.map((epoch) => ({
      path: `/${name}/${String(epoch)}`,
      moment: `epoch ${String(epoch)}`,
      epoch,
    })),
  });
  const runs = [run('set-a', 0, 10, 20), run('rigl', 0, 15, 20)];

  it('is filtered by words of run and epoch', () => {
    const compared = new Set(['/set-a/0', '/rigl/20']);
    const names = (filter: string) =>
      runChoices(runs, compared, filter).map((each) => [
        each.run.name,
        each.checkpoints.length,
        each.compared,
      ]);
    expect(names('')).toEqual([
      ['set-a', 3, 1],
      ['rigl', 3, 1],
    ]);
    expect(names('SET')).toEqual([['set-a', 3, 1]]);
    expect(names('epoch 20')).toEqual([
      ['set-a', 1, 1],
      ['rigl', 1, 1],
    ]);
    expect(names('adam')).toEqual([]);
  });

  it('takes every k-th epoch of every run', () => {
    expect(everyNth(runs, new Set(['/set-a/0', '/rigl/15']), 10)).toEqual({
      add: ['/set-a/10', '/set-a/20', '/rigl/0', '/rigl/20'],
      remove: ['/rigl/15'],
    });
  });
});

describe('the answer to the newest question', () => {
  it('is asked for one at a time, leaves out what is old, and stays until a newer one is there', async () => {
    const asked: string[] = [];
    const answers: ((value: string) => void)[] = [];
    let changes = 0;
    const latest = new LatestAnswer<string, string>(
      (question) => {
        asked.push(question);
        return new Promise((resolve) => answers.push(resolve));
      },
      (a, b) => a === b,
      () => changes++,
    );
    for (const question of ['a', 'b', 'c']) latest.want(question);
    expect(asked).toEqual(['a']);
    answers[0]('A');
    await expect.poll(() => asked).toEqual(['a', 'c']);
    expect(latest.answer).toEqual({ question: 'a', result: 'A' });
    answers[1]('C');
    await expect.poll(() => latest.answer?.result).toBe('C');
    latest.want('c');
    expect(asked).toHaveLength(2);
    expect(changes).toBe(2);
  });

  it('says why there is none', async () => {
    const latest = new LatestAnswer<string, string>(
      () => Promise.reject(new Error('no process')),
      (a, b) => a === b,
      () => undefined,
    );
    latest.want('a');
    await expect.poll(() => latest.problem).toBe('no process');
  });
});
