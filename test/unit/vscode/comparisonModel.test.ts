import { describe, expect, it } from 'vitest';
import { usualMeasure } from '../../../src/protocol/facts';
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

function modelOf(...paths: string[]) {
  const { analysis, calls } = fakeAnalysis();
  const told: string[] = [];
  const model = new ComparisonModel(
    paths.map((path) => ({ path, label: path })),
    usualMeasure('reference'),
    analysis,
    {
      item: ({ path }) => told.push(`item ${path}`),
      measure: ({ method }) => told.push(`measure ${method}`),
      status: ({ phase, done, total }) => told.push(`${phase} ${done}/${total}`),
      layer: (value) => told.push(`layer ${value.layer}`),
      mean: (mean) => told.push(`mean ${mean}`),
      cells: (cells) => told.push(`cells ${cells.length}`),
      reset: () => told.push('reset'),
    },
  );
  async function next(method: string, count = 1): Promise<Call[]> {
    const waiting = () => calls.filter((call) => call.method === method && !call.signal.aborted);
    await expect.poll(() => waiting().length).toBeGreaterThanOrEqual(count);
    return waiting();
  }
  async function describeAll(): Promise<void> {
    for (const call of await next('describe', paths.length)) call.resolve(facts(String(call.params['path'])));
  }
  return { model, told, next, describeAll };
}

describe('a comparison', () => {
  it('of two tells layer by layer, then the mean', async () => {
    const { model, told, next, describeAll } = modelOf('a', 'b');
    await describeAll();
    const [compare] = await next('compare');
    compare.onProgress(layer(0));
    compare.onProgress(layer(1));
    compare.resolve({ measure: usualMeasure('reference'), mean: 0.5, layers: [layer(0), layer(1)] });
    await expect.poll(() => model.snapshot().status.phase).toBe('done');
    expect(told.slice(2)).toEqual([
      'running 0/2',
      'layer 0',
      'running 1/2',
      'layer 1',
      'running 2/2',
      'mean 0.5',
      'done 2/2',
    ]);
    expect(model.snapshot()).toMatchObject({ mean: 0.5, layers: [{ layer: 0 }, { layer: 1 }], cells: [] });
  });

  it('of three tells cell by cell', async () => {
    const { model, next, describeAll } = modelOf('a', 'b', 'c');
    await describeAll();
    const [matrix] = await next('matrix');
    expect(matrix.params).toMatchObject({ paths: ['a', 'b', 'c'], measure: usualMeasure('reference') });
    const layers = [{ distance: 0.1, links: 2, counts: true }];
    const cell = { status: 'done', row: 0, column: 1, mean: 0.1, layers };
    matrix.onProgress({ cells: [cell], done: 1, total: 3, secondsLeft: null });
    // After a crash of the analysis process it may come again.
    matrix.onProgress({ cells: [cell], done: 1, total: 3, secondsLeft: null });
    expect(model.snapshot().cells).toEqual([cell]);
    expect(model.snapshot().status).toMatchObject({ phase: 'running', done: 1, total: 3 });
    matrix.resolve({ done: 3, failed: 0 });
    await expect.poll(() => model.snapshot().status.phase).toBe('done');
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
    model.setMeasure(usualMeasure('reference'));
    expect(told).toEqual([]);
    model.setMeasure(usualMeasure('greedy'));
    expect(byReference.signal.aborted).toBe(true);
    expect(told).toEqual(['measure greedy', 'reset', 'running 0/0']);
    expect(model.snapshot()).toMatchObject({ measure: usualMeasure('greedy'), layers: [], mean: null });
    const waiting = await next('describe', 2);
    for (const call of waiting.slice(-2)) call.resolve(facts(String(call.params['path'])));
    const [byGreedy] = await next('compare');
    expect(byGreedy.params).toEqual({ a: 'a', b: 'b', measure: usualMeasure('greedy') });
    byGreedy.resolve({ measure: usualMeasure('greedy'), mean: 0.25, layers: [] });
    await expect.poll(() => model.snapshot().mean).toBe(0.25);
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
