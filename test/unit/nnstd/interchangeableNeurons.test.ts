import { describe, expect, test } from 'vitest';
import { interchangeableNeurons } from '../../../src/nnstd/interchangeableNeurons';
import { measureOf } from '../../../src/measure/measure';
import { distanceMethods } from '../../../src/nnstd/methods/registry';
import type { Topology } from '../../../src/topology/topology';
import { editDistance } from '../../support/layerProblems';
import { erdosRenyi, layerOf, neuronsOf, rewired, seededRandom } from '../../support/syntheticLayers';
import { fullLayer } from './layers';

/** By neuron of `a`: the partners (−1 for none) that it has in the assignments of least cost, found by trying all. */
function partnersInBest(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): Set<number>[] {
  const width = Math.max(a.length, b.length);
  const cost = (i: number, j: number) => (i < a.length && j < b.length ? editDistance(a[i], b[j]) : 1);
  let least = Infinity;
  let partners: Set<number>[] = [];
  const chosen: number[] = [];
  const visit = (total: number): void => {
    if (total > least + 1e-9) return;
    if (chosen.length < width) {
      for (let j = 0; j < width; j++) {
        if (chosen.includes(j)) continue;
        const own = cost(chosen.length, j);
        chosen.push(j);
        visit(total + own);
        chosen.pop();
      }
      return;
    }
    if (total < least - 1e-9) {
      least = total;
      partners = a.map(() => new Set());
    }
    a.forEach((_, i) => partners[i].add(chosen[i] < b.length ? chosen[i] : -1));
  };
  visit(0);
  return partners;
}

function check(method: 'reference' | 'greedy', a: Topology, b: Topology): number {
  const measure = measureOf(method);
  const layers = [...distanceMethods[method].layers(a, b, measure)];
  const marked = interchangeableNeurons(a, b, layers, measure);
  layers.forEach(({ matching }, k) => {
    const before = k === 0 ? null : new Map([...layers[k - 1].matching].map((other, unit) => [other, unit]));
    const theirs = neuronsOf(b.layers[k]).map((inputs) =>
      inputs.map((input) => (before === null ? input : (before.get(input) ?? 100 + input))),
    );
    const partners = partnersInBest(neuronsOf(a.layers[k]), theirs);
    matching.forEach((partner, neuron) => expect(partners[neuron].has(partner)).toBe(true));
    expect([...marked[k]]).toEqual(partners.map((all) => (all.size > 1 ? 1 : 0)));
  });
  return marked.reduce((sum, layer) => sum + layer.filter((mark) => mark === 1).length, 0);
}

const network = (widths: readonly number[], fanIn: number, random: () => number): Topology => ({
  layers: widths.slice(1).map((width, k) => erdosRenyi(widths[k], width, Math.min(fanIn, widths[k]), random)),
});

describe('neurons whose partner another optimal assignment changes, against all assignments (n ≤ 6)', () => {
  test.each(['reference', 'greedy'] as const)('%s', (method) => {
    const random = seededRandom(41);
    let marked = 0;
    let neurons = 0;
    for (let run = 0; run < 150; run++) {
      const width = 1 + (run % 6);
      const a = network([6, width, 5], 0.5 + random() * 3, random);
      const b =
        run % 2 === 0
          ? network([6, width, 5], 0.5 + random() * 3, random)
          : { layers: a.layers.map((layer) => rewired(layer, 0.4, random)) };
      marked += check(method, a, b);
      neurons += width + 5;
    }
    expect(marked).toBeGreaterThan(neurons / 5);
    expect(marked).toBeLessThan((neurons * 4) / 5);
  });

  test('greedy, of unequal widths', () => {
    const random = seededRandom(43);
    for (let run = 0; run < 200; run++) {
      const widths = () => [5, 1 + Math.floor(random() * 5), 1 + Math.floor(random() * 5)];
      check('greedy', network(widths(), random() * 3, random), network(widths(), random() * 3, random));
    }
  });

  test('layers full in both', () => {
    for (const [widthA, widthB] of [
      [1, 1],
      [3, 3],
      [1, 3],
      [3, 1],
    ]) {
      check('greedy', { layers: [fullLayer(2, widthA)] }, { layers: [fullLayer(2, widthB)] });
    }
  });
});

test('outputs that stand for themselves have no other partner', () => {
  const net = { layers: [layerOf(2, [[], []])] };
  const measure = measureOf('greedy', { outputs: 'fixed' });
  const layers = [...distanceMethods.greedy.layers(net, net, measure)];
  expect([...interchangeableNeurons(net, net, layers, measure)[0]]).toEqual([0, 0]);
});
