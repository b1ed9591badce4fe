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
import { publishedRule } from '../../src/measure/meanRule';
import { type Measure, measureOf } from '../../src/measure/measure';
import { networkDistance } from '../../src/nnstd/networkDistance';
import type { ComparisonSnapshot, PairCell } from '../../src/protocol/comparison';
import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import { noYardsticks } from '../../src/protocol/yardsticks';
import { recordChance, recordYardsticks } from './recordYardsticks';
import {
  comparedItem,
  type Described,
  described,
  evolutionPoints,
  exploredLinks,
  pairSnapshot,
} from './snapshots';

const topologies = path.resolve('../shared/reference/topologies');
const shownFolder = '/data/topo';

async function load(network: string, epoch: number): Promise<Described> {
  const name = `epoch_${String(epoch).padStart(3, '0')}`;
  const {
    topology,
    format,
    notes,
    epoch: found,
  } = await readCheckpoint(path.join(topologies, network, name));
  const shownPath = `${shownFolder}/${network}/${name}`;
  const formatLabel = 'NNSTD layer folder (SciPy .npz)';
  return described(topology, { path: shownPath, format, formatLabel, epoch: found, notes: [...notes] });
}

async function evolution(network: string): Promise<EvolutionSnapshot> {
  const loaded: Described[] = [];
  for (const epoch of [0, 10, 20, 30, 40, 50, 100, 150, 190]) loaded.push(await load(network, epoch));
  const points = evolutionPoints(loaded, measureOf('reference'));
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
    chance: recordChance(loaded[0].topology, loaded.at(-1)!.topology, measureOf('reference'), 'links'),
    explored: exploredLinks(loaded),
  };
}

function matrix(loaded: readonly Described[]): ComparisonSnapshot {
  const cells: PairCell[] = [];
  for (let row = 0; row < loaded.length; row++) {
    for (let column = row + 1; column < loaded.length; column++) {
      const [a, b] = [loaded[row], loaded[column]];
      const distance = networkDistance(a.topology, b.topology, measureOf('reference'));
      cells.push({ status: 'done', row, column, distances: distance.layers.map((layer) => layer.distance) });
    }
  }
  return {
    items: loaded.map(comparedItem),
    measure: measureOf('reference'),
    rule: publishedRule,
    follow: null,
    status: { phase: 'done', reason: null, done: cells.length, total: cells.length, secondsLeft: null },
    layers: [],
    yardsticks: noYardsticks,
    cells,
  };
}

function pairWithYardsticks(a: Described, b: Described, measure: Measure): ComparisonSnapshot {
  return pairSnapshot(a, b, measure, recordYardsticks(a.topology, b.topology, measure));
}

async function main(): Promise<void> {
  const networks = Array.from({ length: 10 }, (_, k) => `e5_s0_w${String(k)}`);
  const last: Described[] = [];
  for (const network of networks) last.push(await load(network, 190));
  const recorded = {
    evolution: await evolution(networks[0]),
    pair: pairWithYardsticks(last[0], last[9], measureOf('reference')),
    refinedPair: pairWithYardsticks(last[0], last[9], measureOf('refined')),
    matrix: matrix(last),
  };
  await writeFile('test/webview/recorded.json', `${JSON.stringify(recorded)}\n`);
}

void main();
