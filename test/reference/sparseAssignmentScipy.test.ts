import { describe, expect, test } from 'vitest';
import { ensureOracle } from '../../scripts/oracle.mjs';
import { assignLayer } from '../../src/nnstd/assignment/layerAssignment';
import type { SparseLayer } from '../../src/topology/topology';
import { bothKernels } from '../support/kernels';
import { editDistance, layerProblem, totalCost } from '../support/layerProblems';
import { erdosRenyi, neuronsOf, rewired, seededRandom, zipfHubs } from '../support/syntheticLayers';
import { titled } from '../support/titled';
import { assignBySciPy } from './oracle';

const { python, reason } = await ensureOracle();
const title = 'exact sparse assignment, cost by cost with SciPy';

/** Layers of up to 300 neurons, widths equal or not, from nearly empty to nearly full. */
function pairs(): (readonly [SparseLayer, SparseLayer])[] {
  const random = seededRandom(17);
  return Array.from({ length: 120 }, (_, index) => {
    const most = index < 20 ? 300 : 60;
    const inputs = 1 + Math.floor(random() * most);
    const width = () => 1 + Math.floor(random() * most);
    const fanIn = Math.min(inputs, random() * 12);
    const a = erdosRenyi(inputs, width(), fanIn, random);
    if (index % 4 === 1) return [a, rewired(a, random(), random)];
    if (index % 4 === 2) return [a, zipfHubs(inputs, width(), Math.ceil(fanIn), 1.2, random)];
    return [a, erdosRenyi(inputs, index % 8 === 0 ? a.outputs : width(), fanIn, random)];
  });
}

describe.skipIf(reason !== null)(titled(title, reason), () => {
  test('120 pairs of layers', async () => {
    const kernels = await bothKernels();
    const cases = pairs();
    const matrices = cases.map(([a, b]) => {
      const width = Math.max(a.outputs, b.outputs);
      const setsA = neuronsOf(a);
      const setsB = neuronsOf(b);
      return Array.from({ length: width }, (_, i) =>
        Array.from({ length: width }, (__, j) =>
          i < a.outputs && j < b.outputs ? editDistance(setsA[i], setsB[j]) : 1,
        ),
      );
    });
    const solved = await assignBySciPy(python!, matrices);
    cases.forEach(([a, b], index) => {
      for (const kernel of kernels) {
        const { pairCosts } = assignLayer(kernel, layerProblem(a, b));
        expect(totalCost(pairCosts, a.outputs, b.outputs), `case ${String(index)}`).toBeCloseTo(
          solved[index].cost,
          9,
        );
      }
    });
  });
});
