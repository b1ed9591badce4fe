import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { contentHash } from '../../../src/analysis/contentHash';
import { readCheckpoint } from '../../../src/checkpoints/readCheckpoint';
import { defaultMethod, type DistanceMethod, measureOf } from '../../../src/measure/measure';
import { meanDistance } from '../../../src/nnstd/meanDistance';
import { distanceMethods } from '../../../src/nnstd/methods/registry';
import { networkDistance } from '../../../src/nnstd/networkDistance';
import { randomStream } from '../../../src/topology/random';
import { shuffleHidden } from '../../../src/topology/shuffle';
import { fanIn } from '../../../src/topology/transpose';
import { npzOf, randomNetwork, writeNetwork } from '../analysis/support';
import { temporaryFolder } from '../runFolder/support';
import type { PrintedReport } from './printedReport';
import { bundleCli, makeIdxFolder, runCli, writeConfig } from './support';

// Many processes one after the other, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });
const root = temporaryFolder();
let cli: string;
let run: string;

const widths = [20, 30, 25, 5];
/** Layers 0 and 1 are sparse, layer 2 is full. */
const networks = [1, 2, 3].map((seed) => {
  const { layers } = randomNetwork(widths, 4, seed);
  return { layers: [...layers.slice(0, 2), randomNetwork([25, 5], 25, seed).layers[0]] };
});
const folder = (k: number, epoch: string): string => path.join(root, `net${k}`, epoch);

beforeAll(async () => {
  cli = bundleCli(root);
  for (const [k, network] of networks.entries()) await writeNetwork(folder(k, 'epoch_010'), network);
  await writeNetwork(folder(0, 'epoch_020'), networks[1]);
  await writeFile(path.join(root, 'layer.npz'), npzOf(networks[0].layers[0]));
  makeIdxFolder(path.join(root, 'data'), { side: 8, train: 60, test: 20 });
  const config = writeConfig(path.join(root, 'tiny.json'), {
    data: { kind: 'idx', folder: 'data' },
    network: { hidden: [16] },
    topology: { epsilon: 3 },
    optimizer: { batchSize: 20 },
    epochs: 3,
  });
  run = (await runCli(cli, ['train', config])).out.trim();
});

async function nnstdJson(...args: string[]): Promise<PrintedReport> {
  const { code, out, err } = await runCli(cli, ['nnstd', ...args, '--json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as PrintedReport;
}

describe('values', () => {
  test.each(Object.keys(distanceMethods) as DistanceMethod[])(
    'all pairs by %s, as computed directly',
    async (method) => {
      const paths = [0, 1, 2].map((k) => folder(k, 'epoch_010'));
      const topologies = await Promise.all(paths.map(async (file) => (await readCheckpoint(file)).topology));
      const json = await nnstdJson(...paths, '--method', method, '--matching', '--threads', '2');
      const { checkpoints, pairs, ...head } = json;
      expect(head).toEqual({
        version: 2,
        ...measureOf(method),
        counting: 'sparse',
        weighting: 'layers',
        samples: 0,
        shuffles: 0,
        runs: 0,
        proven: false,
      });
      expect(checkpoints).toEqual(
        paths.map((file, k) => ({ path: file, epoch: 10, hash: contentHash(topologies[k]) })),
      );
      expect(pairs.map(({ a, b }) => [a, b])).toEqual([
        [0, 1],
        [0, 2],
        [1, 2],
      ]);
      for (const pair of pairs) {
        const [a, b] = [topologies[pair.a], topologies[pair.b]];
        const { mean, layers } = networkDistance(a, b, measureOf(method));
        const marks = distanceMethods[method].interchangeable(a, b, layers, measureOf(method));
        expect(pair).toMatchObject({ distance: mean, problem: null });
        expect(pair).not.toHaveProperty('ties');
        expect(pair).not.toHaveProperty('chance');
        expect(pair).not.toHaveProperty('noise');
        expect(pair.layers).toEqual(
          layers.map(({ distance, cost, counts, links, matching, pairCosts }, k) => ({
            distance,
            cost,
            counts,
            links,
            emptyNeurons: [a, b].map(
              (network) => fanIn(network.layers[k]).filter((count) => count === 0).length,
            ),
            matchedAtCostOne: pairCosts.filter((pairCost) => pairCost === 1).length,
            matchedWithSelf: matching.filter((other, neuron) => other === neuron).length,
            interchangeableNeurons: marks[k].filter((mark) => mark === 1).length,
            matching: [...matching],
            interchangeable: [...marks[k]],
          })),
        );
        expect(pair.layers.map(({ counts }) => counts)).toEqual([true, true, false]);
      }
    },
  );

  test('the default method; without --matching no matching', async () => {
    const json = await nnstdJson(folder(0, 'epoch_010'), folder(1, 'epoch_010'));
    expect(json.method).toBe(defaultMethod);
    expect(json.budget).toBe('standard');
    for (const layer of json.pairs[0].layers) {
      expect(layer).not.toHaveProperty('matching');
      expect(layer).not.toHaveProperty('interchangeable');
    }
  });

  test('--layers says which count', async () => {
    const pair = [folder(0, 'epoch_010'), folder(1, 'epoch_010')];
    const [sparse, all, one] = await Promise.all([
      nnstdJson(...pair),
      nnstdJson(...pair, '--layers', 'all'),
      nnstdJson(...pair, '--layers', '1-2'),
    ]);
    const distances = sparse.pairs[0].layers.map(({ distance }) => distance);
    expect(distances[2]).toBe(0);
    expect(sparse.pairs[0].distance).toBeCloseTo((distances[0] + distances[1]) / 2, 12);
    expect(all.pairs[0].distance).toBeCloseTo((distances[0] + distances[1]) / 3, 12);
    expect(one.pairs[0].distance).toBeCloseTo(distances[1] / 2, 12);
    expect(one.pairs[0].layers.map(({ counts }) => counts)).toEqual([false, true, true]);
    expect(one.counting).toEqual([1, 2]);
  });

  test('--weighting links weighs the layers by their links', async () => {
    const json = await nnstdJson(folder(0, 'epoch_010'), folder(1, 'epoch_010'), '--weighting', 'links');
    const [{ layers, distance }] = json.pairs;
    const counted = layers.slice(0, 2);
    const links = counted.reduce((sum, layer) => sum + layer.links, 0);
    const weighted = counted.reduce((sum, layer) => sum + layer.links * layer.distance, 0);
    expect(json.weighting).toBe('links');
    expect(counted[0].links).not.toBe(counted[1].links);
    expect(distance).toBeCloseTo(weighted / links, 12);
  });

  test('--outputs fixed and --budget are part of the measure', async () => {
    const paths = [0, 1].map((k) => folder(k, 'epoch_010'));
    const [a, b] = await Promise.all(paths.map(async (file) => (await readCheckpoint(file)).topology));
    const json = await nnstdJson(...paths, '--outputs', 'fixed', '--budget', '0.01', '--matching');
    expect(json).toMatchObject({ method: 'refined', budget: { seconds: 0.01 }, outputs: 'fixed' });
    const expected = networkDistance(
      a,
      b,
      measureOf('refined', { budget: { seconds: 0.01 }, outputs: 'fixed' }),
    );
    expect(json.pairs[0].distance).toBe(expected.mean);
    expect(json.pairs[0].layers[2].matching).toEqual([0, 1, 2, 3, 4]);
  });

  test('-1 in a matching stands for no partner', async () => {
    const wider = await writeNetwork(path.join(root, 'wider'), randomNetwork([20, 30, 28, 5], 4, 9));
    const json = await nnstdJson(wider, folder(0, 'epoch_010'), '--method', 'greedy', '--matching');
    const matching = json.pairs[0].layers[1].matching!;
    expect(matching.length).toBe(28);
    expect(matching.filter((neuron) => neuron === -1).length).toBe(3);
  });

  test('a network in which no layer counts has no distance, and that is no problem', async () => {
    const full = await writeNetwork(path.join(root, 'full'), randomNetwork([6, 4], 6, 1));
    const { pairs } = await nnstdJson(full, full);
    expect(pairs[0]).toMatchObject({ distance: null, problem: null });
  });

  test('--ties: least and greatest over the shuffles of the second network', async () => {
    // One input a neuron: many assignments of the first layer cost the same.
    const [a, b] = await Promise.all(
      [1, 2].map((seed) => writeNetwork(path.join(root, `ties${seed}`), randomNetwork(widths, 1, seed))),
    );
    const json = await nnstdJson(a, b, '--method', 'reference', '--ties', '6');
    const [first, second] = [(await readCheckpoint(a)).topology, (await readCheckpoint(b)).topology];
    const shuffled = Array.from({ length: 6 }, (_, shuffle) =>
      networkDistance(
        first,
        shuffleHidden(second, randomStream(shuffle, 'tie interval')),
        measureOf('reference'),
      ),
    );
    expect(json.shuffles).toBe(6);
    const [pair] = json.pairs;
    pair.layers.forEach(({ ties }, k) => {
      const distances = shuffled.map(({ layers }) => layers[k].distance);
      expect(ties).toEqual({ least: Math.min(...distances), greatest: Math.max(...distances) });
    });
    const means = shuffled.map(({ layers }) => meanDistance(layers)!);
    expect(pair.ties).toEqual({ least: Math.min(...means), greatest: Math.max(...means) });
    // No order of neurons moves the first layer; the second it does.
    expect(pair.layers[0].ties!.least).toBeCloseTo(pair.layers[0].distance, 12);
    expect(pair.layers[0].ties!.greatest).toBeCloseTo(pair.layers[0].distance, 12);
    expect(pair.layers[1].ties!.greatest).toBeGreaterThan(pair.layers[1].ties!.least);
  });
});

describe('what an argument names', () => {
  test('epochs of a run of ours, by folder, run.json and checkpoints folder', async () => {
    const all = await nnstdJson(`${run}@all`);
    const checkpoints = path.join(run, 'checkpoints');
    expect(all.checkpoints.map((checkpoint) => path.relative(checkpoints, checkpoint.path))).toEqual(
      readdirSync(checkpoints).sort(),
    );
    expect(all.checkpoints.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
    expect(all.pairs.length).toBe(6);
    const some = await nnstdJson(
      `${path.join(run, 'run.json')}@2`,
      `${run}@last`,
      `${checkpoints}@0`,
      path.join(checkpoints, 'epoch-0001.safetensors'),
    );
    expect(some.checkpoints.map(({ epoch }) => epoch)).toEqual([2, 3, 0, 1]);
    expect(some.checkpoints[1]).toEqual(all.checkpoints[3]);
  });

  test('epochs of a folder of layer folders; a single layer file', async () => {
    const { checkpoints } = await nnstdJson(
      `${path.join(root, 'net0')}@20`,
      `${path.join(root, 'net0')}@last`,
    );
    expect(checkpoints.map((checkpoint) => checkpoint.path)).toEqual(Array(2).fill(folder(0, 'epoch_020')));
    const layer = path.join(folder(1, 'epoch_010'), 'weight_l0.npz');
    const alone = await nnstdJson(layer, path.join(folder(0, 'epoch_010'), 'weight_l0.npz'));
    expect(alone.pairs[0].layers.length).toBe(1);
    expect(alone.checkpoints.map(({ epoch }) => epoch)).toEqual([10, 10]);
  });

  test('a name with an @ of its own is taken for what it is', async () => {
    const named = await writeNetwork(path.join(root, 'net@7'), networks[2]);
    expect((await nnstdJson(named, named)).checkpoints[0].path).toBe(named);
  });

  test.each([
    ['a run without an epoch', () => [run], 2, 'holds the checkpoints of a run: say which'],
    [
      'an epoch that is not there',
      () => [`${run}@17`],
      3,
      'no checkpoint of epoch 17; the nearest: 1, 2, 3 (of 4)',
    ],
    ['a word after @', () => [`${run}@first`], 2, "an epoch, 'last' or 'all', not 'first'"],
    ['a checkpoint with an epoch', () => [`${folder(0, 'epoch_010')}@10`], 3, 'epoch_010 is no run folder'],
    ['nothing', () => [path.join(root, 'gone.npz')], 3, 'gone.npz: expected a readable file or folder'],
    ['no checkpoint', () => [path.join(root, 'tiny.json')], 3, 'tiny.json: expected a checkpoint'],
    ['a damaged file', () => [path.join(root, 'damaged.npz')], 3, 'damaged.npz: expected'],
    ['one checkpoint only', () => [], 2, 'needs two checkpoints'],
    ['a layer that is not there', () => [`${run}@0`, '--layers', '2'], 2, 'there is no layer 2 to count'],
    ['layers that are none', () => [`${run}@0`, '--layers', '2-1'], 2, 'layers from 0 as in 0,2-4'],
    ['an unknown method', () => [`${run}@0`, '--method', 'best'], 2, "argument 'best' is invalid"],
    ['ties of another method', () => [`${run}@0`, '--method', 'greedy', '--ties', '3'], 2, '--ties needs'],
    ['noise of another method', () => [`${run}@0`, '--method', 'greedy', '--noise'], 2, '--noise needs'],
    [
      'a budget of another method',
      () => [`${run}@0`, '--method', 'greedy', '--budget', '1'],
      2,
      '--budget needs',
    ],
    ['a proof of another method', () => [`${run}@0`, '--prove'], 2, '--prove needs --method greedy'],
    ['a budget that is none', () => [`${run}@0`, '--budget', 'long'], 2, "'quick', 'standard', 'thorough'"],
    ['one sample', () => [`${run}@0`, '--chance', '1'], 2, 'a number of 2 to 100'],
    ['matching without JSON', () => [`${run}@0`, '--matching'], 2, '--matching needs --json'],
    ['no threads', () => [`${run}@0`, '--threads', '0'], 2, 'a number of 1 to 256'],
    [
      'CSV nowhere',
      () => [`${run}@0`, '--csv', path.join(root, 'no', 'x.csv')],
      2,
      'its folder does not exist',
    ],
  ])('%s is refused', async (_, args, exitCode, message) => {
    await writeFile(path.join(root, 'damaged.npz'), 'PK but nothing else');
    const { code, out, err } = await runCli(cli, ['nnstd', `${run}@1`, ...args()]);
    expect({ code, out }).toEqual({ code: exitCode, out: '' });
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
  });
});

describe('output', () => {
  test('a pair without a distance is told among the others, and by the exit code', async () => {
    const args = ['nnstd', folder(0, 'epoch_010'), folder(1, 'epoch_010'), path.join(root, 'layer.npz')];
    const csv = path.join(root, 'problems.csv');
    const { code, out, err } = await runCli(cli, [...args, '--json', '--csv', csv]);
    expect(code).toBe(5);
    expect(err).toContain('2 of 3 pairs have no distance');
    const { pairs } = JSON.parse(out) as PrintedReport;
    expect(pairs[0].distance).toBeGreaterThan(0);
    for (const pair of pairs.slice(1)) {
      expect(pair).toMatchObject({ distance: null, layers: [] });
      expect(pair.problem).toMatch(/^networks .*20·30·25·5/);
    }
    const rows = (await readFile(csv, 'utf8')).trimEnd().split('\n');
    expect(rows.length).toBe(4);
    expect(rows[2]).toContain(pairs[1].problem!);
    const table = await runCli(cli, args);
    expect(table.code).toBe(5);
    expect(table.out).toMatch(/^0 – 2 {2}none$/m);
  });

  test('a table of checkpoints and pairs', async () => {
    const json = await nnstdJson(folder(0, 'epoch_010'), folder(1, 'epoch_010'));
    const { code, out, err } = await runCli(cli, ['nnstd', folder(0, 'epoch_010'), folder(1, 'epoch_010')]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [pair] = json.pairs;
    const rows = out.split('\n').map((line) => line.split(/ {2,}/));
    expect(rows).toContainEqual(['mean', pair.distance!.toFixed(4)]);
    pair.layers.forEach(({ distance, counts, links, emptyNeurons, ...layer }, k) => {
      expect(rows).toContainEqual([
        `layer ${k}`,
        `${distance.toFixed(4)}${counts ? '' : '*'}`,
        String(links),
        emptyNeurons.join(', '),
        String(layer.matchedAtCostOne),
        String(layer.matchedWithSelf),
        String(layer.interchangeableNeurons),
      ]);
    });
    expect(out).toMatch(/^1 {2}.*epoch_010 {2}epoch 10$/m);
  });

  test('a row a pair where there are several', async () => {
    const paths = [0, 1, 2].map((k) => folder(k, 'epoch_010'));
    const [json, { out }] = await Promise.all([nnstdJson(...paths), runCli(cli, ['nnstd', ...paths])]);
    const rows = out.split('\n').map((line) => line.split(/ {2,}/));
    expect(rows).toContainEqual(['pair', 'distance', 'layer 0', 'layer 1', 'layer 2']);
    for (const { a, b, distance, layers } of json.pairs) {
      expect(rows).toContainEqual([
        `${a} – ${b}`,
        distance!.toFixed(4),
        ...layers.map((layer) => `${layer.distance.toFixed(4)}${layer.counts ? '' : '*'}`),
      ]);
    }
  });

  test('CSV: every digit, names with commas and quotes, nothing left beside it', async () => {
    const odd = path.join(root, 'a, b');
    await mkdir(odd);
    const network = await writeNetwork(path.join(odd, 'epoch_003'), networks[2]);
    const csv = path.join(odd, 'out.csv');
    writeFileSync(csv, 'what was there before');
    const { pairs } = await nnstdJson(network, folder(0, 'epoch_010'), '--csv', csv);
    expect(await readFile(csv, 'utf8')).toBe(
      'a,epoch_a,b,epoch_b,method,budget,outputs,distance,layer_0,layer_1,layer_2,problem\n' +
        `"${network}",3,${folder(0, 'epoch_010')},10,refined,standard,matched,${pairs[0].distance},` +
        `${pairs[0].layers.map(({ distance }) => distance).join(',')},\n`,
    );
    expect(readdirSync(odd).sort()).toEqual(['epoch_003', 'out.csv']);
  });
});

describe.skipIf(process.platform === 'win32')('a long comparison (signals: not on Windows)', () => {
  test('shows a bar on a terminal; Ctrl-C ends it at once and writes nothing', async () => {
    const terminal = path.join(root, 'terminal.cjs');
    writeFileSync(terminal, 'process.stderr.isTTY = true;');
    const csv = path.join(root, 'cancelled.csv');
    const pair = [folder(0, 'epoch_010'), folder(1, 'epoch_010')];
    const longer = ['--method', 'reference', '--ties', '10000', '--csv', csv];
    const child = spawn(process.execPath, ['--require', terminal, cli, 'nnstd', ...pair, ...pair, ...longer]);
    let out = '';
    let err = '';
    let interrupted = false;
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
      if (interrupted || !/NNSTD [█░]{24} \d+ %, \d+ (s|min) left/.test(err)) return;
      interrupted = true;
      child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, out, interrupted }).toEqual({ code: 130, out: '', interrupted: true });
    const eraseLine = '\r\u001b[K';
    expect(err.startsWith(`${eraseLine}NNSTD `)).toBe(true);
    expect(err.endsWith(`${eraseLine}sparse-topology: SIGINT: stopped, nothing was written\n`)).toBe(true);
    expect(readdirSync(root).filter((name) => name.includes('cancelled'))).toEqual([]);
  });
});
