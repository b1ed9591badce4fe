/**
 * Writes `recorded.json`, what the browser checks of the panels show: values computed by the project's own code from
 * the NNSTD authors' topologies in ../shared. Run it again when the protocol changes:
 *
 *   npx esbuild test/webview/recordFixture.ts --bundle --platform=node --outfile=out/recordFixture.js
 *   node out/recordFixture.js
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readCheckpoint } from '../../src/checkpoints/readCheckpoint';
import type { Checkpoint } from '../../src/checkpoints/checkpoint';
import { layerFacts } from '../../src/metrics/layerFacts';
import { matchedAtCostOne, matchedPairs, matchedWithSelf } from '../../src/metrics/matching';
import { turnover } from '../../src/metrics/turnover';
import type { NetworkDistance } from '../../src/nnstd/distance';
import { publishedRule } from '../../src/measure/meanRule';
import { type Measure, measureOf } from '../../src/measure/measure';
import { distanceMethods } from '../../src/nnstd/methods/registry';
import type { CheckpointFacts } from '../../src/protocol/facts';
import { networkDistance } from '../../src/nnstd/networkDistance';
import type { LayerComparison, Step } from '../../src/protocol/analysis';
import type { ComparedItem, ComparisonSnapshot, PairCell } from '../../src/protocol/comparison';
import type { EvolutionPoint, EvolutionSnapshot } from '../../src/protocol/evolution';
import { noYardsticks } from '../../src/protocol/yardsticks';
import { recordChance, recordYardsticks } from './recordYardsticks';

const topologies = path.resolve('../shared/reference/topologies');
const shownFolder = '/data/topo';

interface Loaded {
  readonly checkpoint: Checkpoint;
  readonly facts: CheckpointFacts;
}

async function load(network: string, epoch: number): Promise<Loaded> {
  const name = `epoch_${String(epoch).padStart(3, '0')}`;
  const checkpoint = await readCheckpoint(path.join(topologies, network, name));
  const facts: CheckpointFacts = {
    path: `${shownFolder}/${network}/${name}`,
    format: checkpoint.format,
    formatLabel: 'NNSTD layer folder (SciPy .npz)',
    epoch: checkpoint.epoch,
    layers: checkpoint.topology.layers.map(layerFacts),
    notes: [...checkpoint.notes],
  };
  return { checkpoint, facts };
}

function step(current: Loaded, initial: Loaded | null, previous: Loaded | null): Step {
  const to = (other: Loaded | null): NetworkDistance | null =>
    other === null
      ? null
      : networkDistance(other.checkpoint.topology, current.checkpoint.topology, measureOf('reference'));
  const toInitial = to(initial);
  const toPrevious = to(previous);
  return {
    facts: current.facts,
    layers: current.checkpoint.topology.layers.map((layer, k) => {
      const change = previous === null ? null : turnover(previous.checkpoint.topology.layers[k], layer);
      return {
        gained: change?.gained ?? null,
        lost: change?.lost ?? null,
        toInitial: toInitial?.layers[k].distance ?? null,
        toPrevious: toPrevious?.layers[k].distance ?? null,
        counts: toInitial?.layers[k].counts ?? !current.facts.layers[k].full,
      };
    }),
    meanToInitial: toInitial?.mean ?? null,
    meanToPrevious: toPrevious?.mean ?? null,
  };
}

async function evolution(network: string): Promise<EvolutionSnapshot> {
  const loaded: Loaded[] = [];
  for (const epoch of [0, 10, 20, 30, 40, 50, 100, 150, 190]) loaded.push(await load(network, epoch));
  const points: EvolutionPoint[] = loaded.map((current, k) => ({
    path: current.facts.path,
    name: path.posix.basename(current.facts.path),
    epoch: current.facts.epoch ?? k,
    status: 'done',
    reason: null,
    step: step(current, k === 0 ? null : loaded[0], k === 0 ? null : loaded[k - 1]),
  }));
  const accuracies = (await readFile(path.join(topologies, network, 'testacc.txt'), 'utf8'))
    .trim()
    .split(/\s+/)
    .map(Number);
  return {
    header: {
      name: network,
      path: `${shownFolder}/${network}`,
      kind: 'folder',
      state: null,
      stateDetail: null,
      summary: '784·784·784·784·10 · density 1.0 % · NNSTD layer folder (SciPy .npz)',
      notes: loaded[0].facts.notes,
      missing: false,
    },
    measure: measureOf('reference'),
    curve: accuracies.map((testAccuracy, epoch) => ({
      epoch,
      trainLoss: null,
      trainAccuracy: null,
      testLoss: null,
      testAccuracy,
    })),
    points,
    chance: recordChance(
      loaded[0].checkpoint.topology,
      loaded.at(-1)!.checkpoint.topology,
      measureOf('reference'),
      'links',
    ),
  };
}

function item({ facts }: Loaded): ComparedItem {
  const [network] = facts.path.split('/').slice(-2);
  return { path: facts.path, label: `${network} · epoch ${String(facts.epoch)}`, facts, problem: null };
}

function pair(a: Loaded, b: Loaded, measure: Measure): ComparisonSnapshot {
  const networks = [a.checkpoint.topology, b.checkpoint.topology] as const;
  const distance = networkDistance(...networks, measure);
  const marks = distanceMethods[measure.method].interchangeable(...networks, distance.layers, measure);
  const layers: LayerComparison[] = distance.layers.map((layer, k) => ({
    layer: k,
    distance: layer.distance,
    cost: layer.cost,
    links: layer.links,
    counts: layer.counts,
    neurons: matchedPairs(layer.matching),
    matchedWithSelf: matchedWithSelf(layer.matching),
    matchedAtCostOne: matchedAtCostOne(layer.pairCosts, layer.matching),
    emptyA: a.facts.layers[k].emptyNeurons,
    emptyB: b.facts.layers[k].emptyNeurons,
    interchangeable: marks[k].reduce((sum, mark) => sum + mark, 0),
  }));
  return {
    items: [item(a), item(b)],
    measure,
    rule: publishedRule,
    status: { phase: 'done', reason: null, done: layers.length, total: layers.length, secondsLeft: null },
    layers,
    yardsticks: recordYardsticks(...networks, measure),
    cells: [],
  };
}

function matrix(loaded: readonly Loaded[]): ComparisonSnapshot {
  const cells: PairCell[] = [];
  for (let row = 0; row < loaded.length; row++) {
    for (let column = row + 1; column < loaded.length; column++) {
      const [a, b] = [loaded[row], loaded[column]];
      const distance = networkDistance(a.checkpoint.topology, b.checkpoint.topology, measureOf('reference'));
      cells.push({ status: 'done', row, column, distances: distance.layers.map((layer) => layer.distance) });
    }
  }
  return {
    items: loaded.map(item),
    measure: measureOf('reference'),
    rule: publishedRule,
    status: { phase: 'done', reason: null, done: cells.length, total: cells.length, secondsLeft: null },
    layers: [],
    yardsticks: noYardsticks,
    cells,
  };
}

async function main(): Promise<void> {
  const networks = Array.from({ length: 10 }, (_, k) => `e5_s0_w${String(k)}`);
  const last: Loaded[] = [];
  for (const network of networks) last.push(await load(network, 190));
  const recorded = {
    evolution: await evolution(networks[0]),
    pair: pair(last[0], last[9], measureOf('reference')),
    refinedPair: pair(last[0], last[9], measureOf('refined')),
    matrix: matrix(last),
  };
  await writeFile('test/webview/recorded.json', `${JSON.stringify(recorded)}\n`);
}

void main();
