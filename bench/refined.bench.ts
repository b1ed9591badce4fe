import { existsSync } from 'node:fs';
import path from 'node:path';
import { searchKernel } from '../src/kernels/searchChoice';
import { measureOf } from '../src/measure/measure';
import { networkDistance } from '../src/nnstd/networkDistance';
import { refinedDistance } from '../src/nnstd/refined/refinedDistance';
import type { SparseLayer, Topology } from '../src/topology/topology';
import {
  erdosRenyi,
  layerOf,
  neuronsOf,
  permutation,
  rewired,
  seededRandom,
} from '../test/support/syntheticLayers';
import { authorsNetwork, refinedPairs } from '../test/support/refinedPairs';
import { describeMachine, median, print, printTable } from './table';

const RUNS = 7;

/** `refined`: the authors' networks at the standard budget, its noise, and wide synthetic networks. One thread. */
export async function run(root: string): Promise<void> {
  print(`Refined distance, search in ${searchKernel().name}; ${describeMachine()}`);
  await authorsPairs(path.resolve(root, '../shared/reference/topologies'));
  wideNetworks();
}

async function authorsPairs(topologies: string): Promise<void> {
  if (!existsSync(topologies)) {
    print(`ABSENT: the authors' topologies (${topologies}).`);
    return;
  }
  const load = (network: string, epoch: string) => authorsNetwork(topologies, network, epoch);
  const rows = [
    ['pair, epoch', 'greedy', 'prototype', 'quick', 'standard', 'over seeds', 'median s', 'best s'],
  ];
  for (const [first, second, epoch, prototype] of refinedPairs) {
    const a = await load(first, epoch);
    const b = await load(second, epoch);
    const values: number[] = [];
    const times: number[] = [];
    for (let seed = 0; seed < RUNS; seed++) {
      const begin = performance.now();
      values.push(refinedDistance(a, b, measureOf('refined'), seed).mean!);
      times.push((performance.now() - begin) / 1000);
    }
    rows.push([
      `${first}–${second}, ${epoch}`,
      networkDistance(a, b, measureOf('greedy')).mean!.toFixed(5),
      prototype.toFixed(5),
      refinedDistance(a, b, measureOf('refined', { budget: 'quick' })).mean!.toFixed(5),
      values[0].toFixed(5),
      `${Math.min(...values).toFixed(5)}–${Math.max(...values).toFixed(5)}`,
      median(times).toFixed(2),
      Math.min(...times).toFixed(2),
    ]);
  }
  printTable(rows);
}

/** Three hidden layers, fan-in 10, a full output layer; a copy with 30 % of the links moved and all neurons shuffled. */
function wideNetworks(): void {
  const rows = [['neurons a layer', 'distance', 'recovered', 's', 'peak MB of the process']];
  for (const n of [784, 2000, 5000, 20_000]) {
    const random = seededRandom(n);
    const full = layerOf(
      n,
      Array.from({ length: 10 }, () => Array.from({ length: n }, (_, input) => input)),
    );
    const a: Topology = { layers: [...[0, 1, 2].map(() => erdosRenyi(n, n, 10, random)), full] };
    const { network: b, places } = rewiredCopy(a, random);
    const begin = performance.now();
    const { mean, layers } = refinedDistance(a, b, measureOf('refined'));
    const seconds = (performance.now() - begin) / 1000;
    let known = 0;
    for (let l = 0; l < 3; l++) {
      layers[l].matching.forEach((other, neuron) => (known += other === places[l][neuron] ? 1 : 0));
    }
    rows.push([
      n.toLocaleString('en'),
      mean!.toFixed(4),
      `${((100 * known) / (3 * n)).toFixed(2)} %`,
      seconds.toFixed(1),
      Math.round(process.resourceUsage().maxRSS / 1024).toFixed(0),
    ]);
  }
  printTable(rows);
}

function rewiredCopy(a: Topology, random: () => number): { network: Topology; places: number[][] } {
  const places: number[][] = [];
  const layers = a.layers.map((layer, l): SparseLayer => {
    const neurons = neuronsOf(rewired(layer, 0.3, random));
    const order = permutation(layer.outputs, random);
    const place: number[] = [];
    order.forEach((neuron, at) => (place[neuron] = at));
    places.push(place);
    return layerOf(
      layer.inputs,
      order.map((neuron) => neurons[neuron].map((input) => (l === 0 ? input : places[l - 1][input]))),
    );
  });
  return { network: { layers }, places };
}
