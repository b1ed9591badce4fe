import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatMetrics } from '../../../src/checkpoints/runFolder/metricsLog';
import type { EvolutionPoint, SeriesEvents } from '../../../src/protocol/evolution';
import { measureOf } from '../../../src/measure/measure';
import { RemoteError } from '../../../src/protocol/rpc';
import type { EvolutionSubject } from '../../../src/vscode/panels/evolutionHeader';
import { EvolutionModel } from '../../../src/vscode/panels/evolutionModel';
import type { Analysis } from '../../../src/vscode/analysisPort';
import { fakeAnalysis } from './fakeAnalysis';

const folder = '/nowhere/net';
const entry = (epoch: number, step = 0) => ({
  path: `${folder}/epoch_${epoch}_${step}`,
  format: 'nnstd-folder',
  epoch,
  step,
  name: `epoch_${epoch}`,
});

function subject(epochs: readonly number[], more: Partial<EvolutionSubject> = {}): EvolutionSubject {
  return {
    path: folder,
    name: 'net',
    kind: 'folder',
    checkpoints: epochs.map((epoch) => entry(epoch)),
    state: null,
    stateDetail: null,
    summary: null,
    notes: [],
    missing: false,
    metricsFile: null,
    ...more,
  };
}

/** What the analysis process answers: without a measure, no distances. */
function stepOf(checkpoint: string, measure: unknown = null): unknown {
  const facts = {
    path: checkpoint,
    format: 'x',
    formatLabel: 'X',
    epoch: null,
    layers: [],
    notes: ['a note'],
  };
  const [meanToInitial, meanToPrevious] = measure === null ? [null, null] : [0.5, 0.25];
  return { facts, layers: [], meanToInitial, meanToPrevious };
}

/** What the page got to know, by the name of the event. */
class Told {
  readonly events: { readonly name: keyof SeriesEvents; readonly value: unknown }[] = [];
  readonly problems: string[] = [];
  resets = 0;

  of<N extends keyof SeriesEvents>(name: N): readonly SeriesEvents[N][] {
    return this.events.filter((event) => event.name === name).map(({ value }) => value as SeriesEvents[N]);
  }

  points(): readonly EvolutionPoint[] {
    return this.of('points').flat();
  }
}

/** Shown, as most panels are. */
function modelOf(first: EvolutionSubject) {
  const { analysis: steps, calls } = fakeAnalysis();
  const { analysis: chances, calls: chanceCalls } = fakeAnalysis();
  const { analysis: unions, calls: unionCalls } = fakeAnalysis();
  const others: Partial<Record<string, Analysis>> = { chance: chances, exploration: unions };
  const analysis: Analysis = {
    request: (method, ...rest) => (others[method] ?? steps).request(method, ...rest),
  };
  const told = new Told();
  const model = new EvolutionModel(
    first,
    measureOf('reference'),
    analysis,
    {
      tell(name, value) {
        told.events.push({ name, value });
      },
      reset: () => told.resets++,
    },
    (problem) => told.problems.push(problem),
  );
  model.setShown(true);
  const open = () => calls.filter(({ signal, params }) => !signal.aborted && !answered.has(params));
  const answered = new Set<unknown>();
  async function answerAll(): Promise<void> {
    await expect
      .poll(() => {
        for (const call of open()) {
          answered.add(call.params);
          call.resolve(stepOf(String(call.params['current']), call.params['measure']));
        }
        return model.snapshot().points.some(({ status }) => status === 'pending');
      })
      .toBe(false);
  }
  return { model, calls, chanceCalls, unionCalls, told, answerAll };
}

describe('the evolution of a series', () => {
  it('is there at once, its points pending', () => {
    const { model } = modelOf(subject([0, 10, 20]));
    const { points, header } = model.snapshot();
    expect(points.map(({ epoch, status }) => [epoch, status])).toEqual([
      [0, 'pending'],
      [10, 'pending'],
      [20, 'pending'],
    ]);
    expect(header).toMatchObject({ name: 'net', summary: '', missing: false });
  });

  it('takes each step against the first checkpoint and the one before', async () => {
    const { model, calls, answerAll } = modelOf(subject([0, 10, 20]));
    await answerAll();
    const asked = (named: (measure: unknown) => boolean) =>
      calls
        .map(({ params }) => params)
        .filter((params) => named(params['measure']))
        .sort((a, b) => (String(a['current']) < String(b['current']) ? -1 : 1));
    const later = [
      { current: entry(10).path, initial: entry(0).path, previous: entry(0).path },
      { current: entry(20).path, initial: entry(0).path, previous: entry(10).path },
    ];
    expect(asked((measure) => measure === null)).toEqual(
      [{ current: entry(0).path, initial: null, previous: null }, ...later].map((params) => ({
        ...params,
        measure: null,
      })),
    );
    expect(asked((measure) => measure !== null)).toEqual(
      later.map((params) => ({ ...params, measure: measureOf('reference') })),
    );
    expect(model.snapshot().header.notes).toEqual(['a note']);
  });

  it('asks for two steps at a time, the newest first', async () => {
    const { calls } = modelOf(subject([0, 1, 2, 3, 4]));
    await expect
      .poll(() => calls.map(({ params }) => params['current']))
      .toEqual([entry(4).path, entry(0).path]);
  });

  it('shows what every step is without its distances before it asks for a distance', async () => {
    const { model, calls } = modelOf(subject([0, 1, 2]));
    const described = new Set<string>();
    await expect
      .poll(() => {
        for (const { params, resolve } of calls) {
          const current = String(params['current']);
          if (params['measure'] !== null || described.has(current)) continue;
          described.add(current);
          resolve(stepOf(current));
        }
        return calls.slice(3).map(({ params }) => [params['current'], params['measure']]);
      })
      .toEqual([entry(2), entry(1)].map(({ path }) => [path, measureOf('reference')]));
    const { points } = model.snapshot();
    expect(points.map(({ status, step }) => [status, step?.facts.notes])).toEqual([
      ['done', ['a note']],
      ['pending', ['a note']],
      ['pending', ['a note']],
    ]);
  });

  it('follows new checkpoints, computing nothing twice', async () => {
    const { model, calls, answerAll } = modelOf(subject([0, 1]));
    await answerAll();
    model.update(subject([0, 1, 2]));
    await answerAll();
    // Of each its facts, and of all but the first its distances.
    expect(calls).toHaveLength(5);
  });

  it('takes steps anew where the checkpoint they are against is gone', async () => {
    const { model, calls, told, answerAll } = modelOf(subject([0, 1, 2]));
    await answerAll();
    model.update(subject([0, 2]));
    await answerAll();
    expect(told.of('removed').flat()).toEqual([entry(1).path]);
    expect(calls.at(-1)!.params).toMatchObject({ current: entry(2).path, previous: entry(0).path });
    expect(calls).toHaveLength(7);
  });

  it('takes steps anew where a checkpoint was written again', async () => {
    const { model, calls, answerAll } = modelOf(subject([0, 1, 2]));
    await answerAll();
    model.invalidate([entry(1).path]);
    await answerAll();
    expect(
      calls
        .slice(5)
        .map(({ params }) => params['current'])
        .sort(),
    ).toEqual([entry(1).path, entry(2).path]);
  });

  it('keeps the reason of a step that failed, and tries it again when told', async () => {
    const { model, calls, answerAll } = modelOf(subject([0]));
    await expect.poll(() => calls.length).toBe(1);
    calls[0].reject(new RemoteError('RestrictedMode', 'trust it first'));
    await expect
      .poll(() => model.snapshot().points[0])
      .toMatchObject({ status: 'failed', reason: 'trust it first' });
    model.retryFailed();
    await answerAll();
    expect(model.snapshot().points[0]).toMatchObject({ status: 'done', reason: null });
  });

  it('takes all distances anew with another measure, keeping what does not depend on it', async () => {
    const { model, calls, told, answerAll } = modelOf(subject([0, 1]));
    await answerAll();
    const before = told.points().length;
    model.setMeasure(measureOf('greedy'));
    expect(told.of('measure')).toEqual([measureOf('greedy')]);
    expect(
      told
        .points()
        .slice(before)
        .map(({ path, status }) => [path, status]),
    ).toEqual([
      [entry(0).path, 'pending'],
      [entry(1).path, 'pending'],
    ]);
    const [, second] = model.snapshot().points;
    expect(second.step).toMatchObject({
      facts: { notes: ['a note'] },
      meanToInitial: null,
      meanToPrevious: null,
    });
    await answerAll();
    expect(calls.map(({ params }) => params['measure'])).toEqual([
      null,
      null,
      ...(['reference', 'greedy', 'greedy'] as const).map((method) => measureOf(method)),
    ]);
    expect(model.snapshot()).toMatchObject({ measure: measureOf('greedy') });
    expect(model.snapshot().points[1].step).toMatchObject({ meanToInitial: 0.5 });
    model.setMeasure(measureOf('greedy'));
    expect(told.of('measure')).toEqual([measureOf('greedy')]);
  });

  it('does not take an answer by the measure before for one by the measure now', async () => {
    const { model, calls } = modelOf(subject([0, 1]));
    await expect.poll(() => calls.length).toBe(2);
    for (const { params, resolve } of calls) resolve(stepOf(String(params['current'])));
    await expect.poll(() => calls.length).toBe(3);
    calls[2].resolve(stepOf(entry(1).path, measureOf('reference')));
    model.setMeasure(measureOf('greedy'));
    await expect.poll(() => calls.length).toBe(5);
    expect(calls.slice(3).map(({ params }) => params['measure'])).toEqual([
      measureOf('greedy'),
      measureOf('greedy'),
    ]);
    expect(model.snapshot().points[1]).toMatchObject({ status: 'pending', step: { meanToInitial: null } });
  });

  it('does nothing while its panel is hidden, and catches up when it is shown again', async () => {
    const { model, calls, told, answerAll } = modelOf(subject([0, 1]));
    await expect.poll(() => calls.length).toBe(2);
    calls[0].resolve(stepOf(entry(1).path));
    await expect.poll(() => calls.length).toBe(3);
    model.setShown(false);
    expect(calls.slice(1).map(({ signal }) => signal.aborted)).toEqual([true, true]);
    const before = told.points().length;
    model.update(subject([0, 1, 2]));
    model.invalidate([entry(1).path]);
    model.retryFailed();
    model.setMeasure(measureOf('greedy'));
    expect(calls).toHaveLength(3);
    expect(
      told
        .points()
        .slice(before)
        .every(({ status }) => status === 'pending'),
    ).toBe(true);
    model.setShown(true);
    expect(model.snapshot().points).toHaveLength(3);
    await answerAll();
    const asked = calls.slice(3).map(({ params }) => [params['current'], params['measure']]);
    // The one that was read and then written again, too; nothing by the measure that was given up.
    expect(asked).toHaveLength(4);
    expect(asked.filter(([, measure]) => measure !== null)).toEqual(
      expect.arrayContaining([1, 2].map((epoch) => [entry(epoch).path, measureOf('greedy')])),
    );
  });

  it('tells of checkpoints that were written again, so that nothing old is shown of them', () => {
    const { model, told } = modelOf(subject([0, 1]));
    model.invalidate([]);
    expect(told.of('rewritten')).toEqual([]);
    model.invalidate([entry(1).path]);
    expect(told.of('rewritten')).toEqual([[entry(1).path]]);
  });

  it('gives up what is under way when it is closed', async () => {
    const { model, calls } = modelOf(subject([0, 1]));
    await expect.poll(() => calls.length).toBe(2);
    model.dispose();
    expect(calls.every(({ signal }) => signal.aborted)).toBe(true);
  });
});

describe('the chance level of a series', () => {
  const level = { kind: 'links', samples: 4, mean: { mean: 0.75, standardDeviation: 0.001 }, layers: [] };
  const stepWithLinks = (checkpoint: string, measure: unknown, links: number) => {
    const step = stepOf(checkpoint, measure) as { readonly facts: object };
    return { ...step, facts: { ...step.facts, layers: [{ links }] } };
  };

  it('is asked for when all steps are there, of the initial and the newest, and again when links are others', async () => {
    const { model, calls, chanceCalls, told } = modelOf(subject([0, 1]));
    const answered = new Set<unknown>();
    const answer = async (links: (epoch: number) => number): Promise<void> => {
      await expect
        .poll(() => {
          for (const { params, resolve } of calls.filter((call) => !answered.has(call))) {
            const current = String(params['current']);
            resolve(
              stepWithLinks(current, params['measure'], links(Number(/epoch_(\d+)/.exec(current)![1]))),
            );
          }
          for (const call of calls) answered.add(call);
          return model.snapshot().points.every(({ status }) => status === 'done');
        })
        .toBe(true);
    };
    await expect.poll(() => calls.length).toBe(2);
    expect(chanceCalls).toEqual([]);
    await answer(() => 1000);
    await expect.poll(() => chanceCalls.length).toBe(1);
    expect(chanceCalls[0].params).toMatchObject({
      a: entry(0).path,
      b: entry(1).path,
      measure: measureOf('reference'),
      kind: 'links',
    });
    chanceCalls[0].resolve(level);
    await expect.poll(() => told.of('chance')).toEqual([level]);
    expect(model.snapshot().chance).toEqual(level);

    model.update(subject([0, 1, 2, 3]));
    await answer(() => 1005);
    expect(chanceCalls).toHaveLength(1);
    model.update(subject([0, 1, 2, 3, 4, 5]));
    await answer(() => 1100);
    await expect.poll(() => chanceCalls.length).toBe(2);
    expect(chanceCalls[1].params).toMatchObject({ a: entry(0).path, b: entry(5).path });
  });

  it('is forgotten with its measure, and given up when the panel is closed', async () => {
    const { model, chanceCalls, told, answerAll } = modelOf(subject([0, 1]));
    await answerAll();
    await expect.poll(() => chanceCalls.length).toBe(1);
    chanceCalls[0].resolve(level);
    await expect.poll(() => told.of('chance').length).toBe(1);
    model.setMeasure(measureOf('greedy'));
    expect(told.of('chance')).toEqual([level, null]);
    await answerAll();
    await expect.poll(() => chanceCalls.length).toBe(2);
    expect(chanceCalls[1].params['measure']).toEqual(measureOf('greedy'));
    model.dispose();
    expect(chanceCalls[1].signal.aborted).toBe(true);
  });
});

describe('the links ever seen along a series', () => {
  const at = (epochs: readonly number[]): string[] => epochs.map((epoch) => entry(epoch).path);

  /** Answers each step as of a network of one layer, which records `explored` links or none. */
  function withLayer(first: EvolutionSubject, explored: number | null) {
    const made = modelOf(first);
    const answered = new Set<unknown>();
    const answer = async (): Promise<void> => {
      await expect
        .poll(() => {
          for (const call of made.calls.filter((each) => !answered.has(each))) {
            answered.add(call);
            const step = stepOf(String(call.params['current']), call.params['measure']) as { facts: object };
            const facts = { ...step.facts, layers: [{ links: 5 }] };
            call.resolve({ ...step, facts, layers: [{ explored }] });
          }
          return made.model.snapshot().points.every(({ status }) => status === 'done');
        })
        .toBe(true);
    };
    return { ...made, answer };
  }

  it('are asked for once all steps are there, and again with each checkpoint', async () => {
    const { model, unionCalls, told, answer } = withLayer(subject([0, 1]), null);
    expect(unionCalls).toEqual([]);
    await answer();
    await expect.poll(() => unionCalls.length).toBe(1);
    expect(unionCalls[0].params).toEqual({ paths: at([0, 1]) });
    unionCalls[0].resolve([[5], null]);
    await expect.poll(() => told.of('explored')).toEqual([{ [entry(0).path]: [5] }]);
    expect(model.snapshot().explored).toEqual({ [entry(0).path]: [5] });

    model.update(subject([0, 1, 2]));
    await answer();
    await expect.poll(() => unionCalls.length).toBe(2);
    expect(unionCalls[1].params).toEqual({ paths: at([0, 1, 2]) });
    model.dispose();
    expect(unionCalls[1].signal.aborted).toBe(true);
  });

  it('are asked for anew where a checkpoint was written again, and not where training recorded them', async () => {
    const { model, unionCalls, answer } = withLayer(subject([0, 1]), null);
    await answer();
    await expect.poll(() => unionCalls.length).toBe(1);
    model.invalidate([entry(0).path]);
    await answer();
    await expect.poll(() => unionCalls.length).toBe(2);

    const recorded = withLayer(subject([0, 1]), 7);
    await recorded.answer();
    await expect.poll(() => recorded.chanceCalls.length).toBe(1);
    expect(recorded.unionCalls).toEqual([]);
  });
});

describe('the curve of a run', () => {
  let runFolder: string;
  let metricsFile: string;
  const line = (epoch: number): string =>
    formatMetrics({
      epoch,
      step: epoch * 40,
      elapsedMs: 1,
      time: '2026-01-01T00:00:00Z',
      trainLoss: null,
      trainAccuracy: null,
      testLoss: 1 / (epoch + 1),
      testAccuracy: 0.5,
      layers: [],
    });
  beforeEach(async () => {
    runFolder = await mkdtemp(path.join(os.tmpdir(), 'evolution-'));
    metricsFile = path.join(runFolder, 'metrics.jsonl');
  });
  afterEach(() => rm(runFolder, { recursive: true, force: true }));

  it('grows with its file, and starts anew where a resumed run took epochs back', async () => {
    await writeFile(metricsFile, line(0) + line(1) + line(2).slice(0, 20));
    const run = subject([0], { metricsFile });
    const { model, told } = modelOf(run);
    const epochs = () => model.snapshot().curve.map(({ epoch }) => epoch);
    await expect.poll(epochs).toEqual([0, 1]);
    await writeFile(metricsFile, line(0) + line(1) + line(2));
    model.update(run);
    await expect.poll(epochs).toEqual([0, 1, 2]);
    await writeFile(metricsFile, line(0));
    model.update(run);
    await expect.poll(epochs).toEqual([0]);
    expect(told.resets).toBe(1);
    await appendFile(metricsFile, line(1));
    model.update(run);
    await expect.poll(epochs).toEqual([0, 1]);
    expect(told.problems).toEqual([]);
  });

  it('places a checkpoint in mid-epoch by the steps of an epoch', async () => {
    await writeFile(metricsFile, line(0) + line(1));
    const { model } = modelOf({
      ...subject([0, 1]),
      metricsFile,
      checkpoints: [entry(0), entry(1), entry(1, 10)],
    });
    await expect.poll(() => model.snapshot().points.map(({ epoch }) => epoch)).toEqual([0, 1, 1.25]);
  });
});
