import { describe, expect, test, vi } from 'vitest';
import { buildKernels } from '../../scripts/kernels.mjs';
import type * as compiledKernels from '../../src/kernels/compiledKernel';
import { measureOf } from '../../src/measure/measure';
import { meanDistance } from '../../src/nnstd/meanDistance';
import { titled } from '../support/titled';
import { expectedPairs, noTopologies, readTopology } from './authors';

/** The product in modules of its own, with the compiled kernels or as where there are none. */
async function product(compiled: boolean) {
  await buildKernels();
  vi.resetModules();
  vi.doMock('../../src/kernels/compiledKernel', async (original) => ({
    ...(await original<typeof compiledKernels>()),
    ...(compiled ? {} : { compiledKernel: () => undefined }),
  }));
  const { networkDistance } = await import('../../src/nnstd/networkDistance');
  const { assignmentKernel } = await import('../../src/kernels/assignmentChoice');
  return { networkDistance, kernel: assignmentKernel().name };
}

describe.skipIf(noTopologies !== null)(
  titled("NNSTD of the authors' own topologies", noTopologies),
  async () => {
    const pairs = expectedPairs();
    const wasm = await product(true);
    const plain = await product(false);

    test('there are the published 20 pairs, and two forms to compute them in', () => {
      expect(pairs.length).toBe(20);
      expect([wasm.kernel, plain.kernel]).toEqual(['wasm', 'plain']);
    });

    describe.each([
      { form: 'WebAssembly', ...wasm },
      { form: 'plain TypeScript', ...plain },
    ])('reference to the last bit, in $form', ({ networkDistance }) => {
      test.each(pairs)('$a – $b', async (pair) => {
        const [a, b] = await Promise.all([pair.a, pair.b].map(readTopology));
        const { layers, mean } = networkDistance(a, b, measureOf('reference'));

        expect(layers.map((layer) => layer.distance)).toEqual(pair.layers);
        expect(layers.map((layer) => layer.cost)).toEqual(pair.minCost);
        expect(layers.map((layer) => [...layer.matching])).toEqual(pair.matching);
        // The output layer is full in every file.
        expect(layers.map((layer) => layer.counts)).toEqual([true, true, true, false]);
        expect(mean).toBe(meanDistance(layers));
        expect(mean).toBeCloseTo((pair.layers[0] + pair.layers[1] + pair.layers[2]) / 3, 12);
      });
    });

    test('greedy is the same in both forms, and its first layer costs what reference does', async () => {
      for (const pair of pairs) {
        const [a, b] = await Promise.all([pair.a, pair.b].map(readTopology));
        const found = wasm.networkDistance(a, b, measureOf('greedy'));
        expect(plain.networkDistance(a, b, measureOf('greedy'))).toEqual(found);
        expect(found.layers[0].cost).toBeCloseTo(pair.minCost[0], 9);
      }
    });
  },
);
