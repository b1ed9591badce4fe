import { expect, test } from 'vitest';
import { randomLayer } from '../../../src/topology/initial';
import { randomStream } from '../../../src/topology/random';
import { shuffleHidden } from '../../../src/topology/shuffle';
import { inputsPerUnit, type Topology } from '../../../src/topology/topology';
import { fanIn } from '../../../src/topology/transpose';
import { validateTopology } from '../../../src/topology/validate';

const network: Topology = {
  layers: [
    randomLayer(9, 12, 40, randomStream(1, 'test')),
    randomLayer(12, 15, 60, randomStream(2, 'test')),
    randomLayer(15, 4, 20, randomStream(3, 'test')),
  ],
};

/** Paths from each input to each output, which do not know how hidden neurons are stored. */
function pathCounts({ layers }: Topology): number[][] {
  return Array.from({ length: layers[0].inputs }, (_, input) => {
    let reached: number[] = Array.from({ length: layers[0].inputs }, (_unit, i) => Number(i === input));
    for (const { outputs, indptr, indices } of layers) {
      const before = reached;
      reached = Array.from({ length: outputs }, (_unit, j) =>
        [...indices.subarray(indptr[j], indptr[j + 1])].reduce((sum, i) => sum + before[i], 0),
      );
    }
    return reached;
  });
}

test('a shuffled network is the same network', () => {
  for (let seed = 0; seed < 20; seed++) {
    const shuffled = validateTopology(shuffleHidden(network, randomStream(seed, 'shuffle')));
    expect(pathCounts(shuffled)).toEqual(pathCounts(network));
    shuffled.layers.forEach((layer, k) => {
      expect([...fanIn(layer)].sort()).toEqual([...fanIn(network.layers[k])].sort());
    });
  }
});

test('a channel moves with all its taps and positions', () => {
  const convolutional: Topology = {
    layers: [
      { ...randomLayer(2 * 9, 6, 40, randomStream(1, 'test')), inputsPerUnit: 9 },
      { ...randomLayer(6 * 9, 5, 70, randomStream(2, 'test')), inputsPerUnit: 9 },
      { ...randomLayer(5 * 4, 3, 30, randomStream(3, 'test')), inputsPerUnit: 4 },
    ],
  };
  /** For every output: the paths that lead to it, of which only channels are without a name. */
  const paths = ({ layers }: Topology): string[] => {
    let names = Array.from({ length: layers[0].inputs }, (_, input) => String(input));
    layers.forEach((layer, k) => {
      const each = k === 0 ? 1 : inputsPerUnit(layer);
      const before = names;
      names = Array.from({ length: layer.outputs }, (_, neuron) =>
        [...layer.indices.subarray(layer.indptr[neuron], layer.indptr[neuron + 1])]
          .map((input) => `${before[Math.floor(input / each)]}@${input % each}`)
          .sort()
          .join(),
      ).map((name) => `(${name})`);
    });
    return names;
  };
  const shuffled = validateTopology(shuffleHidden(convolutional, randomStream(4, 'shuffle')));
  expect(shuffled.layers[1].indices).not.toEqual(convolutional.layers[1].indices);
  expect(paths(shuffled)).toEqual(paths(convolutional));
});

test('every hidden layer is reordered, inputs and outputs are not', () => {
  const { layers } = shuffleHidden(network, randomStream(5, 'shuffle'));
  expect(layers[0].indices).not.toEqual(network.layers[0].indices);
  expect(layers[1].indices).not.toEqual(network.layers[1].indices);
  expect([...fanIn(layers[2])]).toEqual([...fanIn(network.layers[2])]);
  const single = { layers: [network.layers[0]] };
  expect(shuffleHidden(single, randomStream(5, 'shuffle'))).toEqual(single);
});

test('all orders of three neurons come up equally often', () => {
  const chain: Topology = {
    layers: [randomLayer(3, 3, 9, randomStream(0, 'test')), randomLayer(3, 1, 1, randomStream(0, 'test'))],
  };
  // Neuron i has the inputs 0 … i, so that its number of inputs tells which one it was.
  const told = {
    ...chain.layers[0],
    indptr: Uint32Array.of(0, 1, 3, 6),
    indices: Uint32Array.of(0, 0, 1, 0, 1, 2),
  };
  const times = new Map<string, number>();
  for (let seed = 0; seed < 6000; seed++) {
    const { layers } = shuffleHidden({ layers: [told, chain.layers[1]] }, randomStream(seed, 'shuffle'));
    const order = fanIn(layers[0]).join();
    times.set(order, (times.get(order) ?? 0) + 1);
  }
  expect(times.size).toBe(6);
  // Six standard deviations of a binomial count around 1,000.
  for (const count of times.values())
    expect(Math.abs(count - 1000)).toBeLessThan(6 * Math.sqrt((1000 * 5) / 6));
});
