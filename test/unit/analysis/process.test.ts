import { fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Analysis, type AnalysisOptions, startAnalysis } from '../../../src/analysis/client';
import { layerFacts } from '../../../src/metrics/layerFacts';
import { pathsOf } from '../../../src/metrics/paths';
import { survival } from '../../../src/metrics/survival';
import { turnover } from '../../../src/metrics/turnover';
import { measureOf } from '../../../src/measure/measure';
import { distanceMethods } from '../../../src/nnstd/methods/registry';
import { networkDistance } from '../../../src/nnstd/networkDistance';
import { noiseOf, noiseRun } from '../../../src/nnstd/refined/noise';
import { intervalOf } from '../../../src/nnstd/statistics';
import type { TileWindow } from '../../../src/overlay/tile';
import { type AnalysisMethods, analysisMethods } from '../../../src/protocol/analysis';
import type { MatrixCell } from '../../../src/protocol/matrix';
import { connect } from '../../../src/protocol/rpc';
import { randomLayer } from '../../../src/topology/initial';
import { randomStream } from '../../../src/topology/random';
import { shuffleHidden } from '../../../src/topology/shuffle';
import { linkCount, type SparseLayer, type Topology } from '../../../src/topology/topology';
import { neuronsOf } from '../../support/syntheticLayers';
import { bundleAnalysis, npzOf, randomNetwork, temporaryFolder, writeNetwork } from './support';

/** The real process with its real workers, as the extension starts it. */
const folder = await temporaryFolder();
let script = '';
const started: Analysis[] = [];

const small = [1, 2, 3].map((seed) => randomNetwork([30, 20, 10], 4, seed));
let paths: string[] = [];
/** The second layer takes seconds: long enough to be in the middle of it. */
const slow = [1, 2].map((seed) => randomNetwork([30, 40, 1400], 6, seed));
let slowPaths: string[] = [];

beforeAll(async () => {
  script = await bundleAnalysis(folder);
  paths = await writeAll('small', small);
  slowPaths = await writeAll('slow', slow);
});
afterEach(() => {
  for (const analysis of started.splice(0)) analysis.dispose();
});

function writeAll(name: string, networks: readonly Topology[]): Promise<string[]> {
  return Promise.all(
    networks.map((network, i) =>
      writeNetwork(path.join(folder, name, `epoch_${String(i).padStart(3, '0')}`), network),
    ),
  );
}

function start(options: Partial<AnalysisOptions> = {}): Analysis {
  const analysis = startAnalysis({ script, ...options });
  started.push(analysis);
  return analysis;
}

function neuronInputs({ outputs, indptr, indices }: SparseLayer): number[][] {
  return Array.from({ length: outputs }, (_, j) => [...indices.subarray(indptr[j], indptr[j + 1])]);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const measure = measureOf('reference');

describe('what it answers', () => {
  test('facts of a checkpoint', async () => {
    const facts = await start().request('describe', { path: paths[0] });
    expect(facts).toMatchObject({ path: paths[0], epoch: 0, layers: small[0].layers.map(layerFacts) });
    expect(facts.formatLabel).not.toBe('');
    expect(facts.notes.join()).toContain('bias');
  });

  test('the links of a layer, as typed arrays, with weights where they are asked for', async () => {
    const analysis = start();
    const { indptr, indices, inputs, outputs } = small[0].layers[1];
    const place = { path: paths[0], layer: 1 };
    expect(await analysis.request('layerLinks', { ...place, weights: false })).toEqual({
      inputs,
      outputs,
      indptr,
      indices,
      weights: null,
    });
    const { weights } = await analysis.request('layerLinks', { ...place, weights: true });
    expect(weights).toBeInstanceOf(Float32Array);
    expect(weights).toHaveLength(indices.length);
  });

  test('the degrees of a layer, with Σ|w|', async () => {
    const analysis = start();
    const { inputs, outputs, indptr, indices } = small[0].layers[1];
    const outDegrees = new Uint32Array(inputs);
    for (const input of indices) outDegrees[input]++;
    const place = { path: paths[0], layer: 1 };
    const expected = {
      inputs,
      outputs,
      inDegrees: indptr.slice(1).map((end, neuron) => end - indptr[neuron]),
      outDegrees,
      // All weights are 1 here.
      strengths: Float32Array.from(outDegrees),
    };
    expect(await analysis.request('layerProfile', place)).toEqual(expected);
  });

  test('what a neuron sees, and which neuron there is none of', async () => {
    const analysis = start();
    const [first, second] = small[0].layers;
    const own = second.indices.slice(second.indptr[2], second.indptr[3]);
    const paths0 = new Float64Array(first.inputs);
    for (const below of own) {
      for (const input of first.indices.slice(first.indptr[below], first.indptr[below + 1])) paths0[input]++;
    }
    const place = { path: paths[0], layer: 1 };
    const { weights } = await analysis.request('layerLinks', { ...place, weights: true });
    const seen = { paths: paths0, own };
    expect(await analysis.request('receptiveField', { ...place, neuron: 2, weights: false })).toEqual({
      ...seen,
      weights: null,
    });
    expect(await analysis.request('receptiveField', { ...place, neuron: 2, weights: true })).toEqual({
      ...seen,
      weights: weights!.slice(second.indptr[2], second.indptr[3]),
    });
    await expect(
      analysis.request('receptiveField', { ...place, neuron: second.outputs, weights: false }),
    ).rejects.toMatchObject({ kind: 'NoSuchNeuron' });
  });

  test('whether degrees follow a power law, the same each time', async () => {
    const ask = () => start().request('degreeFit', { path: paths[0], layer: 0, side: 'in' });
    const fit = await ask();
    const { outputs, indptr } = small[0].layers[0];
    const linked = Array.from({ length: outputs }, (_, neuron) => neuron).filter(
      (neuron) => indptr[neuron] < indptr[neuron + 1],
    );
    expect(fit.count).toBe(linked.length);
    expect(await ask()).toEqual(fit);
  });

  test('says which layer there is none of', async () => {
    await expect(
      start().request('layerLinks', { path: paths[0], layer: 2, weights: false }),
    ).rejects.toMatchObject({
      kind: 'NoSuchLayer',
      message: `${paths[0]}: expected a layer 3, found 2 layers`,
    });
  });

  test('a tile of a layer', async () => {
    const [earlier, later] = small.map(({ layers }) => neuronsOf(layers[0]));
    const window = { rows: [4, 13], columns: [10, 30], rowStep: 2, columnStep: 3 } satisfies TileWindow;
    const expected = new Array<number>(3 * 5 * 7).fill(0);
    for (let neuron = 4; neuron < 13; neuron++) {
      for (let input = 10; input < 30; input++) {
        const [before, now] = [earlier[neuron].includes(input), later[neuron].includes(input)];
        if (!before && !now) continue;
        const block = before && now ? 0 : now ? 1 : 2;
        expected[(block * 5 + Math.floor((neuron - 4) / 2)) * 7 + Math.floor((input - 10) / 3)]++;
      }
    }
    const analysis = start();
    const asked = { path: paths[1], against: paths[0], layer: 0, order: 'stored', ...window } as const;
    expect([...(await analysis.request('layerTile', asked)).counts]).toEqual(expected);

    await expect(analysis.request('layerTile', { ...asked, rows: [4, 21] })).rejects.toMatchObject({
      kind: 'NoSuchPart',
      message: 'expected a part of 20 neurons, found 4 to 21',
    });
    await expect(analysis.request('layerTile', { ...asked, against: slowPaths[0] })).rejects.toMatchObject({
      kind: 'DifferentWidths',
      message: `layer 1 is 30 → 20 in ${paths[1]}, 30 → 40 in ${slowPaths[0]}`,
    });
  });

  test('a tile of a layer whose units are renamed by a matching', async () => {
    const [a, b] = small;
    const [before, own] = networkDistance(a, b, measure).layers.map(({ matching }) => matching);
    const [inA, inB] = small.map(({ layers }) => neuronInputs(layers[1]));
    const expected = [0, 0, 0];
    inA.forEach((inputs, neuron) => {
      const others = inB[own[neuron]].map((input) => before.indexOf(input));
      const shared = inputs.filter((input) => others.includes(input)).length;
      [shared, inputs.length - shared, others.length - shared].forEach((links, k) => (expected[k] += links));
    });
    const analysis = start();
    const whole = { rows: [0, 10], columns: [0, 20], rowStep: 10, columnStep: 20 } satisfies TileWindow;
    const asked = { path: paths[0], against: paths[1], layer: 1, order: 'degree', ...whole } as const;
    const matching = { neurons: own, unitsBefore: before, inputsPerUnit: 1 };
    const { counts, neurons } = await analysis.request('layerTile', { ...asked, matching });
    expect([...counts]).toEqual(expected);
    expect([...neurons!].sort((one, other) => one - other)).toEqual([...Array(10).keys()]);
    await expect(
      analysis.request('layerTile', { ...asked, matching: { ...matching, neurons: own.slice(1) } }),
    ).rejects.toMatchObject({ kind: 'DifferentWidths' });
  });

  test('a tile of a layer of 100,000 × 100,000', async () => {
    const width = 100_000;
    const layer = randomLayer(width, width, 30_000, randomStream(1, 'wide'));
    const wide = await writeNetwork(path.join(folder, 'wide', 'epoch_000'), { layers: [layer] });
    const ends = neuronsOf(layer).flatMap((inputs, neuron) => inputs.map((input) => [neuron, input]));
    const asked = { path: wide, against: null, layer: 0, order: 'stored' } as const;
    const analysis = start();
    const whole = {
      rows: [0, width],
      columns: [0, width],
      rowStep: 400,
      columnStep: 500,
    } satisfies TileWindow;
    const { counts } = await analysis.request('layerTile', { ...asked, ...whole });
    const expected = new Uint32Array(3 * 250 * 200);
    for (const [neuron, input] of ends) expected[Math.floor(neuron / 400) * 200 + Math.floor(input / 500)]++;
    expect(counts).toEqual(expected);

    // A single link, zoomed in on.
    const [neuron, input] = ends[17_000];
    const one = {
      rows: [neuron, neuron + 1],
      columns: [input, input + 1],
      rowStep: 1,
      columnStep: 1,
    } satisfies TileWindow;
    const zoomed = await analysis.request('layerTile', { ...asked, ...one });
    expect([...zoomed.counts]).toEqual([1, 0, 0]);
  });

  test('a comparison, layer by layer', async () => {
    const expected = networkDistance(small[0], small[1], measure);
    const layers: unknown[] = [];
    const comparison = await start().request(
      'compare',
      { a: paths[0], b: paths[1], measure },
      { onProgress: (layer) => layers.push(layer) },
    );
    expect(comparison.mean).toBe(expected.mean);
    expect(comparison.layers.map(({ distance, cost, counts }) => ({ distance, cost, counts }))).toEqual(
      expected.layers.map(({ distance, cost, counts }) => ({ distance, cost, counts })),
    );
    expect(comparison.layers.map((layer) => layer.neurons)).toEqual([20, 10]);
    // Who is interchangeable is found last.
    expect(layers).toEqual(comparison.layers.map((layer) => ({ ...layer, interchangeable: null })));
    const marks = distanceMethods[measure.method].interchangeable(
      small[0],
      small[1],
      expected.layers,
      measure,
    );
    expect(comparison.layers.map(({ interchangeable }) => interchangeable)).toEqual(
      marks.map((ofLayer) => ofLayer.filter((mark) => mark === 1).length),
    );
  });

  test('which neuron is which, by the links of the two', async () => {
    const analysis = start();
    const [a, b] = small;
    const { layers } = networkDistance(a, b, measure);
    const before = layers[0].matching;
    for (const layer of [0, 1]) {
      const found = await analysis.request('matching', { a: paths[0], b: paths[1], layer, measure });
      expect([...found.partners]).toEqual([...layers[layer].matching]);
      expect([...found.costs]).toEqual([...layers[layer].pairCosts]);
      // Inputs of B as A calls them.
      const renamed = (input: number): number => (layer === 0 ? input : before.indexOf(input));
      const inputsA = neuronInputs(a.layers[layer]);
      const inputsB = neuronInputs(b.layers[layer]).map((inputs) => inputs.map(renamed));
      const shared = inputsA.map((inputs, neuron) => {
        const others = new Set(inputsB[found.partners[neuron]]);
        return inputs.filter((input) => others.has(input)).length;
      });
      expect([...found.shared]).toEqual(shared);
      expect([...found.fanInA]).toEqual(inputsA.map(({ length }) => length));
      expect([...found.fanInB]).toEqual(inputsB.map(({ length }) => length));
      expect(found.inputsPerUnit).toBe(1);
    }
    await expect(
      analysis.request('matching', { a: paths[0], b: paths[1], layer: 2, measure }),
    ).rejects.toMatchObject({ kind: 'NoSuchLayer' });
  });

  test('a step: what happened to each layer, distance to the first and the previous checkpoint', async () => {
    const analysis = start();
    const step = await analysis.request('step', {
      current: paths[2],
      initial: paths[0],
      previous: paths[1],
      measure,
    });
    const [toInitial, toPrevious] = [0, 1].map((i) => networkDistance(small[i], small[2], measure));
    expect(step.facts.path).toBe(paths[2]);
    expect(step.layers).toEqual(
      small[2].layers.map((layer, k) => ({
        ...turnover(small[1].layers[k], layer),
        ...pathsOf(small[2])[k],
        survival: survival(small[0].layers[k], layer),
        explored: null,
        toInitial: toInitial.layers[k].distance,
        toPrevious: toPrevious.layers[k].distance,
        counts: true,
      })),
    );
    expect([step.meanToInitial, step.meanToPrevious]).toEqual([toInitial.mean, toPrevious.mean]);

    const described = await analysis.request('step', {
      current: paths[2],
      initial: paths[0],
      previous: paths[1],
      measure: null,
    });
    expect(described).toEqual({
      ...step,
      layers: step.layers.map((layer) => ({ ...layer, toInitial: null, toPrevious: null })),
      meanToInitial: null,
      meanToPrevious: null,
    });

    const first = await analysis.request('step', {
      current: paths[0],
      initial: null,
      previous: null,
      measure,
    });
    expect(first.layers[0]).toEqual({
      ...pathsOf(small[0])[0],
      gained: null,
      lost: null,
      survival: null,
      explored: null,
      toInitial: null,
      toPrevious: null,
      counts: true,
    });
  });

  test('the links seen along a series', async () => {
    const analysis = start();
    const links = await analysis.request('exploration', { paths });
    expect(links[0]).toEqual(small[0].layers.map(linkCount));
    // Of two checkpoints they are those of the first and what the second gained.
    const gained = small[1].layers.map((layer, k) => turnover(small[0].layers[k], layer).gained);
    expect(links[1]).toEqual(small[0].layers.map((layer, k) => linkCount(layer) + gained[k]));
    expect(await analysis.request('exploration', { paths: paths.slice(0, 2) })).toEqual(links.slice(0, 2));
  });

  test('a step without what is gone or of other widths', async () => {
    const gone = path.join(folder, 'small', 'epoch_999');
    const step = await start().request('step', {
      current: paths[0],
      initial: gone,
      previous: slowPaths[0],
      measure,
    });
    expect(step.layers.map(({ gained, toInitial, toPrevious }) => [gained, toInitial, toPrevious])).toEqual([
      [null, null, null],
      [null, null, null],
    ]);
    expect(step.facts.layers.length).toBe(2);
  });

  test('networks that cannot be compared, with both widths', async () => {
    await expect(start().request('compare', { a: paths[0], b: slowPaths[0], measure })).rejects.toMatchObject(
      {
        kind: 'IncomparableError',
        message: expect.stringMatching(/30·20·10 and 30·40·1400/) as unknown,
      },
    );
  });

  test('a matrix of three with one bad: its cells fail with the reason, the others are done', async () => {
    const bad = path.join(folder, 'bad', 'epoch_001');
    await writeNetwork(bad, small[1]);
    await writeFile(path.join(bad, 'weight_l0.npz'), 'no archive at all');
    const cells: MatrixCell[] = [];
    const total = await start().request(
      'matrix',
      { id: 'one', paths: [paths[0], bad, paths[2]], measure },
      { onProgress: (batch) => cells.push(...batch.cells) },
    );
    expect(total).toEqual({ done: 1, failed: 2 });
    const byPlace = new Map(cells.map((cell) => [`${String(cell.row)},${String(cell.column)}`, cell]));
    expect([...byPlace.keys()].sort()).toEqual(['0,1', '0,2', '1,2']);
    const { mean, layers } = networkDistance(small[0], small[2], measure);
    expect(byPlace.get('0,2')).toEqual({
      status: 'done',
      row: 0,
      column: 2,
      mean,
      layers: layers.map(({ distance, links, counts }) => ({ distance, links, counts })),
    });
    for (const place of ['0,1', '1,2']) {
      expect(byPlace.get(place)).toMatchObject({
        status: 'failed',
        reason: expect.stringContaining('weight_l0.npz') as unknown,
      });
    }
  });
});

describe('how far a distance could be another', () => {
  test('ties: over shuffles of the second network, the same as one after the other', async () => {
    const counts: number[] = [];
    const pair = { a: paths[0], b: paths[1] };
    const ties = await start().request(
      'ties',
      { ...pair, measure, shuffles: 4 },
      { onProgress: ({ done, total }) => counts.push(done / total) },
    );
    const expected = [0, 1, 2, 3].map((shuffle) =>
      networkDistance(small[0], shuffleHidden(small[1], randomStream(shuffle, 'tie interval')), measure),
    );
    const distances = (k: number): number[] => expected.map(({ layers }) => layers[k].distance);
    expect(ties).toEqual({
      shuffles: 4,
      mean: intervalOf(expected.map(({ mean }) => mean!)),
      layers: [intervalOf(distances(0)), intervalOf(distances(1))],
    });
    // Of the first layer no order has a say.
    expect(ties.layers[0].greatest).toBeCloseTo(ties.layers[0].least, 12);
    expect(ties.layers[1].greatest).toBeGreaterThan(ties.layers[1].least);
    expect(counts).toEqual([0.25, 0.5, 0.75, 1]);
  });

  test('noise: as searched one after the other', async () => {
    const searched = measureOf('refined', { budget: 'quick' });
    const noise = await start().request('noise', { a: paths[0], b: paths[1], measure: searched, runs: 3 });
    const expected = [0, 1, 2].map((run) => noiseRun(small[0], small[1], searched, run));
    expect(noise).toEqual({
      runs: 3,
      mean: noiseOf(expected.map(({ mean }) => mean!)),
      layers: [0, 1].map((k) => noiseOf(expected.map(({ layers }) => layers[k].distance))),
    });
  });

  test('a method that does not search has no noise', async () => {
    const request = start().request('noise', { a: paths[0], b: paths[1], measure, runs: 2 });
    await expect(request).rejects.toMatchObject({
      kind: 'NoSearch',
      message: expect.stringContaining('reference') as unknown,
    });
  });
});

describe('checkpoints that cannot be read', () => {
  test('a deleted one says so', async () => {
    const gone = await writeNetwork(path.join(folder, 'gone', 'epoch_003'), small[0]);
    const analysis = start();
    await analysis.request('describe', { path: gone });
    await rm(gone, { recursive: true });
    await expect(analysis.request('describe', { path: gone })).rejects.toMatchObject({
      kind: 'CheckpointError',
      message: expect.stringContaining(gone) as unknown,
    });
  });

  test('one half written is waited for', async () => {
    const torn = path.join(folder, 'torn', 'epoch_004');
    await writeNetwork(torn, small[0]);
    const file = path.join(torn, 'weight_l1.npz');
    await truncate(file, 200);
    const analysis = start();
    // The process is up and has read the torn file at least once before it becomes whole, or reads it whole at once.
    const facts = analysis.request('describe', { path: torn });
    await analysis.request('describe', { path: paths[0] });
    await writeFile(file, npzOf(small[0].layers[1]));
    expect((await facts).layers).toEqual(small[0].layers.map(layerFacts));
  });

  test('one that stays torn fails with what is wrong', async () => {
    const torn = path.join(folder, 'stillTorn', 'epoch_004');
    await writeNetwork(torn, small[0]);
    await truncate(path.join(torn, 'weight_l1.npz'), 200);
    await expect(start().request('describe', { path: torn })).rejects.toMatchObject({
      kind: 'CheckpointError',
      message: expect.stringContaining('weight_l1.npz') as unknown,
    });
  });
});

describe('a process killed in the middle of a computation', () => {
  const compare = { a: '', b: '', measure } as const;
  const pair = (): { a: string; b: string; measure: typeof measure } => ({
    ...compare,
    a: slowPaths[0],
    b: slowPaths[1],
  });

  test('is replaced, and the request answered by the next, without telling anything twice', async () => {
    const crashes: string[] = [];
    const analysis = start({ onCrash: (reason) => crashes.push(reason) });
    let killed: number | null = null;
    const layers: number[] = [];
    const comparison = await analysis.request('compare', pair(), {
      onProgress: ({ layer }) => {
        layers.push(layer);
        if (killed !== null) return;
        killed = analysis.pid;
        process.kill(killed!, 'SIGKILL');
      },
    });
    expect(layers).toEqual([0, 1]);
    expect(comparison.layers.length).toBe(2);
    expect(crashes.length).toBe(1);
    expect(analysis.pid).not.toBe(killed);
  });

  test('twice fails the request as Disconnected; the next request is served', async () => {
    const crashes: boolean[] = [];
    const analysis = start({ onCrash: (_, givenUp) => crashes.push(givenUp) });
    // Progress already told is not told again, so the second process is found by its id.
    const seen = new Set<number>();
    const watcher = setInterval(() => {
      const { pid } = analysis;
      if (pid === null || seen.has(pid) || seen.size === 2) return;
      seen.add(pid);
      process.kill(pid, 'SIGKILL');
    }, 5);
    try {
      await expect(analysis.request('compare', pair())).rejects.toMatchObject({ kind: 'Disconnected' });
    } finally {
      clearInterval(watcher);
    }
    expect(crashes).toEqual([false, false]);
    expect((await analysis.request('describe', { path: paths[0] })).path).toBe(paths[0]);
  });

  test('is not started again for a request nobody waits for', async () => {
    const analysis = start();
    const abort = new AbortController();
    const request = analysis.request('compare', pair(), {
      signal: abort.signal,
      onProgress: () => {
        process.kill(analysis.pid!, 'SIGKILL');
        abort.abort();
      },
    });
    await expect(request).rejects.toMatchObject({ kind: 'Cancelled' });
    await vi.waitFor(() => {
      expect(analysis.pid).toBeNull();
    });
  });
});

describe('a matrix', () => {
  const files = (name: string): Promise<string[]> =>
    writeAll(
      name,
      Array.from({ length: 8 }, (_, seed) => randomNetwork([30, 20, 10], 4, seed)),
    );
  const placesOf = (cells: readonly MatrixCell[]): Set<string> =>
    new Set(cells.map(({ row, column }) => `${String(row)},${String(column)}`));

  test('under which the process is killed is finished by the next, which knows what was kept', async () => {
    const analysis = start({ cacheFolder: path.join(folder, 'killedCache') });
    const cells: MatrixCell[] = [];
    let killed = false;
    const request = { id: 'one', paths: await files('killed'), measure };
    const total = await analysis.request('matrix', request, {
      onProgress: (batch) => {
        cells.push(...batch.cells);
        if (killed) return;
        killed = true;
        process.kill(analysis.pid!, 'SIGKILL');
      },
    });
    expect(total).toEqual({ done: 28, failed: 0 });
    expect(placesOf(cells).size).toBe(28);
  });

  test('is had by two windows that ask at once and keep what they have in one folder', async () => {
    const cacheFolder = path.join(folder, 'sharedCache');
    const windows = [start({ cacheFolder }), start({ cacheFolder })];
    const request = { id: 'one', paths: await files('windows'), measure };
    const totals = await Promise.all(windows.map((analysis) => analysis.request('matrix', request)));
    expect(totals).toEqual([
      { done: 28, failed: 0 },
      { done: 28, failed: 0 },
    ]);
  });

  test('leaves distances on the disk until the cache is cleared', async () => {
    const cacheFolder = path.join(folder, 'clearedCache');
    const analysis = start({ cacheFolder });
    await analysis.request('matrix', { id: 'one', paths: await files('cleared'), measure });
    await vi.waitFor(() => {
      expect(readdirSync(cacheFolder).length).toBe(1);
    });
    await analysis.request('clearCache', null);
    expect(readdirSync(cacheFolder)).toEqual([]);
  });
});

test('a cancelled computation makes way at once', async () => {
  const analysis = start();
  const abort = new AbortController();
  const request = analysis.request(
    'compare',
    { a: slowPaths[0], b: slowPaths[1], measure },
    {
      signal: abort.signal,
      onProgress: () => {
        abort.abort();
      },
    },
  );
  await expect(request).rejects.toMatchObject({ kind: 'Cancelled' });
  const { pid } = analysis;
  expect((await analysis.request('describe', { path: paths[1] })).path).toBe(paths[1]);
  expect(analysis.pid).toBe(pid);
});

describe('its life', () => {
  test('begins with the first request and ends with dispose', async () => {
    const analysis = start();
    expect(analysis.pid).toBeNull();
    await analysis.request('describe', { path: paths[0] });
    const pid = analysis.pid!;
    expect(isRunning(pid)).toBe(true);
    const open = analysis.request('compare', { a: slowPaths[0], b: slowPaths[1], measure });
    analysis.dispose();
    await expect(open).rejects.toMatchObject({ kind: 'Disconnected' });
    await expect(analysis.request('describe', { path: paths[0] })).rejects.toMatchObject({
      kind: 'Disconnected',
    });
    await vi.waitFor(
      () => {
        expect(isRunning(pid)).toBe(false);
      },
      { timeout: 10_000 },
    );
  });

  test('ends with its parent, even in the middle of a computation', async () => {
    const child = fork(script, [], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const client = connect<AnalysisMethods>(
      {
        post: (message) => child.send(message as object),
        onMessage: (listener) => child.on('message', listener),
      },
      analysisMethods,
    );
    await new Promise<void>((resolve) => {
      const params = { a: slowPaths[0], b: slowPaths[1], measure } as const;
      void client
        .request('compare', params, {
          onProgress: () => {
            resolve();
          },
        })
        .catch(() => undefined);
    });
    child.disconnect();
    expect(await ended).toBe(0);
  });

  test('a process that cannot run is given up after a few tries, for a while', async () => {
    const broken = path.join(folder, 'broken.js');
    await writeFile(broken, 'console.log("env", Object.keys(process.env).join()); process.exit(7);');
    const crashes: [string, boolean][] = [];
    const lines: string[] = [];
    vi.stubEnv('NODE_OPTIONS', '--no-warnings');
    vi.stubEnv('VSCODE_PID', '1');
    const analysis = start({
      script: broken,
      maxCrashes: 3,
      crashWindowMs: 4000,
      onCrash: (reason, givenUp) => crashes.push([reason, givenUp]),
      onLog: (line) => lines.push(line),
    });
    const ask = (): Promise<unknown> => analysis.request('describe', { path: paths[0] });
    await expect(ask()).rejects.toMatchObject({
      kind: 'Disconnected',
      message: expect.stringMatching(/code 7/) as unknown,
    });
    await expect(ask()).rejects.toMatchObject({
      kind: 'Disconnected',
      message: expect.stringMatching(/ended 3 times/) as unknown,
    });
    await expect(ask()).rejects.toMatchObject({
      kind: 'Disconnected',
      message: expect.stringMatching(/ended 3 times/) as unknown,
    });
    expect(crashes).toEqual([
      ['exit code 7', false],
      ['exit code 7', false],
      ['exit code 7', true],
    ]);
    vi.unstubAllEnvs();
    await vi.waitFor(() => {
      expect(lines.length).toBeGreaterThan(0);
    });
    expect(lines.join()).toContain('PATH');
    expect(lines.join()).not.toMatch(/NODE_OPTIONS|VSCODE_/);

    await vi.waitFor(
      async () => {
        await expect(ask()).rejects.toMatchObject({ kind: 'Disconnected' });
        expect(crashes.length).toBeGreaterThan(3);
      },
      { timeout: 20_000, interval: 200 },
    );
  });
});
