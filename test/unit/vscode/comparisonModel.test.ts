import { describe, expect, it } from 'vitest';
import { publishedRule } from '../../../src/measure/meanRule';
import { measureOf } from '../../../src/measure/measure';
import { RemoteError } from '../../../src/protocol/rpc';
import { ComparisonModel } from '../../../src/vscode/panels/comparisonModel';
import { fakeAnalysis, type Call } from './fakeAnalysis';

const facts = (path: string, layers = 2) => ({
  path,
  format: 'x',
  formatLabel: 'X',
  epoch: null,
  layers: Array.from({ length: layers }, () => ({})),
  notes: [],
});
const layer = (index: number) => ({
  layer: index,
  distance: 0.5,
  cost: 1,
  links: 2,
  counts: true,
  neurons: 2,
  matchedWithSelf: 1,
  matchedAtCostOne: 0,
  emptyA: 0,
  emptyB: 0,
});

const entryOf = (path: string) => ({ path, label: path, run: { path: 'run', name: 'run' }, moment: path });

/** One that has begun. */
function modelOf(...paths: string[]) {
  const prepared = preparedModel(...paths);
  prepared.model.begin();
  return prepared;
}

function preparedModel(...paths: string[]) {
  const { analysis, calls } = fakeAnalysis();
  const told: string[] = [];
  const yardsticksTold: string[] = [];
  const model = new ComparisonModel(
    paths.map(entryOf),
    measureOf('reference'),
    publishedRule,
    null,
    analysis,
    {
      item: ({ path }) => told.push(`item ${path}`),
      items: (items) => told.push(`items ${items.map(({ path }) => path).join('')}`),
      follow: (follow) => told.push(`follow ${String(follow?.every)}`),
      measure: ({ method }) => told.push(`measure ${method}`),
      status: ({ phase, done, total }) => told.push(`${phase} ${done}/${total}`),
      layer: (value) => told.push(`layer ${value.layer}`),
      rule: ({ counting }) => told.push(`rule ${counting}`),
      yardsticks: (yardsticks) => {
        for (const [name, { phase }] of Object.entries(yardsticks)) {
          if (phase !== 'absent') yardsticksTold.push(`${name} ${phase}`);
        }
      },
      swapped: () => told.push('swapped'),
      cells: (cells) => told.push(`cells ${cells.length}`),
      reset: () => told.push('reset'),
    },
  );
  /** In the order they were asked; descriptions by path, since which file is looked at first is a matter of chance. */
  async function next(method: string, count = 1): Promise<Call[]> {
    const waiting = () =>
      calls
        .filter((call) => call.method === method && !call.signal.aborted)
        .sort((a, b) => pathOf(a).localeCompare(pathOf(b)));
    await expect.poll(() => waiting().length).toBeGreaterThanOrEqual(count);
    return waiting();
  }
  async function describeAll(): Promise<void> {
    for (const call of await next('describe', paths.length)) call.resolve(facts(String(call.params['path'])));
  }
  return { model, told, calls, yardsticksTold, next, describeAll };
}

function pathOf({ params: { path } }: Call): string {
  return typeof path === 'string' ? path : '';
}

describe('a comparison', () => {
  it('computes nothing before it begins, whatever is chosen meanwhile, and then what is chosen', async () => {
    const { model, calls, next, describeAll } = preparedModel('a', 'b');
    model.setMeasure(measureOf('greedy'));
    model.swap();
    // What could have been asked has been by then.
    await new Promise(setImmediate);
    expect(calls).toEqual([]);
    model.begin();
    await describeAll();
    const [{ params }] = await next('compare');
    expect(params).toEqual({ a: 'b', b: 'a', measure: measureOf('greedy') });
  });

  it('of two tells layer by layer', async () => {
    const { model, told, next, describeAll } = modelOf('a', 'b');
    await describeAll();
    const [compare] = await next('compare');
    compare.onProgress(layer(0));
    compare.onProgress(layer(1));
    compare.resolve({ measure: measureOf('reference'), mean: 0.5, layers: [layer(0), layer(1)] });
    await expect.poll(() => model.snapshot().status.phase).toBe('done');
    expect(told.slice(2)).toEqual([
      'running 0/2',
      'layer 0',
      'running 1/2',
      'layer 1',
      'running 2/2',
      'layer 0',
      'layer 1',
      'done 2/2',
    ]);
    expect(model.snapshot()).toMatchObject({ layers: [{ layer: 0 }, { layer: 1 }], cells: [] });
  });

  it('of three tells cell by cell', async () => {
    const { model, next, describeAll } = modelOf('a', 'b', 'c');
    await describeAll();
    const [matrix] = await next('matrix');
    expect(matrix.params).toMatchObject({ paths: ['a', 'b', 'c'], measure: measureOf('reference') });
    const layers = [{ distance: 0.1, links: 2, counts: true }];
    const cell = { status: 'done', row: 0, column: 1, mean: 0.1, layers };
    matrix.onProgress({ cells: [cell], done: 1, total: 3, secondsLeft: null });
    // After a crash of the analysis process it may come again.
    matrix.onProgress({ cells: [cell], done: 1, total: 3, secondsLeft: 7 });
    expect(model.snapshot().cells).toEqual([{ status: 'done', row: 0, column: 1, distances: [0.1] }]);
    expect(model.snapshot().status).toMatchObject({ phase: 'running', done: 1, total: 3, secondsLeft: 7 });
    matrix.resolve({ done: 3, failed: 0 });
    await expect.poll(() => model.snapshot().status.phase).toBe('done');
  });

  it('of many asks first for what is on screen, as long as it is under way', async () => {
    const { model, next, describeAll } = modelOf('a', 'b', 'c');
    model.focus([0, 1], [1, 3]);
    await describeAll();
    const [matrix] = await next('matrix');
    model.focus([0, 1], [1, 3]);
    const [focus] = await next('focus');
    expect(focus.params).toEqual({ id: matrix.params['id'], rows: [0, 1], columns: [1, 3] });
    matrix.resolve({ done: 3, failed: 0 });
    await expect.poll(() => model.snapshot().status.phase).toBe('done');
    model.focus([0, 2], [1, 3]);
    expect(await next('focus')).toEqual([focus]);
  });

  it('of many gets a row more, and asks for nothing that is there', async () => {
    const { model, told, calls, next, describeAll } = modelOf('a', 'b', 'c');
    await describeAll();
    const [first] = await next('matrix');
    expect(first.params).toMatchObject({ known: 0 });
    const layers = [{ distance: 0.1, links: 2, counts: true }];
    const cell = (row: number, column: number) => ({ status: 'done', row, column, mean: 0.1, layers });
    const progress = { done: 3, total: 3, secondsLeft: null };
    first.onProgress({ cells: [cell(0, 1), cell(0, 2), cell(1, 2)], ...progress });
    // One comes while it is under way: no second request before the first has its answer.
    model.setEntries(['a', 'b', 'c', 'd'].map(entryOf));
    expect(told).toContain('items abcd');
    expect(calls.filter(({ method }) => method === 'matrix')).toHaveLength(1);
    first.resolve({ done: 3, failed: 0 });
    const described = await next('describe', 4);
    expect(described.map(({ params }) => params['path'])).toEqual(['a', 'b', 'c', 'd']);
    described[3].resolve(facts('d'));
    const [, second] = await next('matrix', 2);
    expect(second.params).toMatchObject({ paths: ['a', 'b', 'c', 'd'], known: 3 });
    second.onProgress({ cells: [cell(0, 3)], done: 1, total: 3, secondsLeft: null });
    expect(model.snapshot().status).toMatchObject({ phase: 'running', done: 4, total: 6 });
    second.resolve({ done: 3, failed: 0 });
    await expect.poll(() => model.snapshot().status.phase).toBe('done');
    // Another after all is done.
    model.setEntries(['a', 'b', 'c', 'd', 'e'].map(entryOf));
    (await next('describe', 5))[4].resolve(facts('e'));
    const third = (await next('matrix', 3))[2];
    expect(third.params).toMatchObject({ known: 4 });
    third.resolve({ done: 4, failed: 0 });
    await expect.poll(() => model.snapshot().status.phase).toBe('done');
    expect(told).not.toContain('reset');
    expect(calls).toHaveLength(5 + 3);
  });

  it('of many loses rows with their cells; the others stay and nothing is asked again', async () => {
    const { model, calls, next, describeAll } = modelOf('a', 'b', 'c', 'd');
    await describeAll();
    const [first] = await next('matrix');
    const cell = (row: number, column: number) => ({
      status: 'done',
      row,
      column,
      mean: 0.1,
      layers: [{ distance: (10 * row + column) / 100, links: 2, counts: true }],
    });
    const cells = [cell(0, 1), cell(0, 2), cell(0, 3), cell(1, 2), cell(1, 3), cell(2, 3)];
    first.onProgress({ cells, done: 6, total: 6, secondsLeft: null });
    first.resolve({ done: 6, failed: 0 });
    await expect.poll(() => model.snapshot().status.phase).toBe('done');
    model.setEntries(['a', 'c', 'd'].map(entryOf));
    expect(model.snapshot()).toMatchObject({
      items: [{ path: 'a' }, { path: 'c' }, { path: 'd' }],
      status: { phase: 'done', done: 3, total: 3 },
      cells: [
        { row: 0, column: 1, distances: [0.02] },
        { row: 0, column: 2, distances: [0.03] },
        { row: 1, column: 2, distances: [0.23] },
      ],
    });
    expect(calls.filter(({ method }) => method === 'matrix')).toHaveLength(1);
    // Two are another view, and are compared anew.
    model.setEntries(['a', 'd'].map(entryOf));
    const again = await next('describe', 2);
    expect(again.map(({ params }) => params['path'])).toEqual(['a', 'd']);
  });

  it('of two asks for its chance levels once it is there, one after the other', async () => {
    const { model, yardsticksTold, next, describeAll } = modelOf('a', 'b');
    const pair = { a: 'a', b: 'b', measure: measureOf('reference'), samples: 10 };
    await describeAll();
    const [compare] = await next('compare');
    compare.resolve({ measure: measureOf('reference'), mean: 0.5, layers: [layer(0)] });
    const [links] = await next('chance');
    expect(links.params).toEqual({ ...pair, kind: 'links' });
    links.onProgress({ done: 3, total: 10 });
    expect(model.snapshot().yardsticks.links).toEqual({ phase: 'running', done: 3, total: 10 });
    const level = { kind: 'links', samples: 10, mean: { mean: 0.8, standardDeviation: 0.01 }, layers: [] };
    links.resolve(level);
    const [, degrees] = await next('chance', 2);
    expect(degrees.params).toEqual({ ...pair, kind: 'degrees' });
    degrees.reject(new RemoteError('Error', 'too many links'));
    await expect.poll(() => model.snapshot().yardsticks.degrees.phase).toBe('failed');
    expect(model.snapshot().yardsticks).toMatchObject({
      links: { phase: 'done', result: level },
      degrees: { phase: 'failed', reason: 'too many links' },
      ties: { phase: 'absent' },
    });
    expect(yardsticksTold).toContain('links running');
    model.setMeasure(measureOf('greedy'));
    expect(model.snapshot().yardsticks.links).toEqual({ phase: 'absent' });
  });

  it('measures ties and noise when asked, once at a time, and stops them', async () => {
    const { model, next, describeAll } = modelOf('a', 'b');
    await describeAll();
    model.measureYardstick('ties');
    model.measureYardstick('ties');
    const [ties, ...more] = await next('ties');
    expect(ties.params).toMatchObject({ a: 'a', b: 'b', shuffles: 20 });
    expect(more).toEqual([]);
    model.stopYardstick('ties');
    expect(ties.signal.aborted).toBe(true);
    expect(model.snapshot().yardsticks.ties).toEqual({ phase: 'absent' });
    model.measureYardstick('noise');
    const [noise] = await next('noise');
    expect(noise.params).toMatchObject({ runs: 5 });
    model.dispose();
    expect(noise.signal.aborted).toBe(true);
  });

  it('can be cancelled and begun anew', async () => {
    const { model, told, next, describeAll } = modelOf('a', 'b');
    await describeAll();
    const [compare] = await next('compare');
    compare.onProgress(layer(0));
    model.cancel();
    expect(compare.signal.aborted).toBe(true);
    expect(model.snapshot().status.phase).toBe('cancelled');
    model.restart();
    expect(told).toContain('reset');
    expect(model.snapshot()).toMatchObject({ status: { phase: 'running', done: 0 }, layers: [] });
    // A late word of the first attempt is not heard.
    compare.onProgress(layer(1));
    expect(model.snapshot().layers).toEqual([]);
  });

  it('begins anew with another measure, and tells which before anything else', async () => {
    const { model, told, next, describeAll } = modelOf('a', 'b');
    await describeAll();
    const [byReference] = await next('compare');
    byReference.onProgress(layer(0));
    told.length = 0;
    model.setMeasure(measureOf('reference'));
    expect(told).toEqual([]);
    model.setMeasure(measureOf('greedy'));
    expect(byReference.signal.aborted).toBe(true);
    expect(told).toEqual(['measure greedy', 'reset', 'running 0/0']);
    expect(model.snapshot()).toMatchObject({ measure: measureOf('greedy'), layers: [] });
    const waiting = await next('describe', 2);
    for (const call of waiting.slice(-2)) call.resolve(facts(String(call.params['path'])));
    const [byGreedy] = await next('compare');
    expect(byGreedy.params).toEqual({ a: 'a', b: 'b', measure: measureOf('greedy') });
    byGreedy.resolve({ measure: measureOf('greedy'), mean: 0.25, layers: [] });
    await expect.poll(() => model.snapshot().status.phase).toBe('done');
  });

  it('says why it failed', async () => {
    const { model, next, describeAll } = modelOf('a', 'b');
    await describeAll();
    const [compare] = await next('compare');
    compare.reject(new RemoteError('IncomparableError', 'other widths: 2·3 and 2·4'));
    await expect
      .poll(() => model.snapshot().status)
      .toMatchObject({
        phase: 'failed',
        reason: 'other widths: 2·3 and 2·4',
      });
  });

  it('of a checkpoint that cannot be read names the problem at the item', async () => {
    const { model, next } = modelOf('a', 'b');
    const [a, b] = await next('describe', 2);
    a.resolve(facts('a'));
    b.reject(new RemoteError('CheckpointError', 'b: too short'));
    await expect.poll(() => model.snapshot().status.phase).toBe('failed');
    expect(model.snapshot().items.map(({ problem }) => problem)).toEqual([null, 'b: too short']);
  });
});
