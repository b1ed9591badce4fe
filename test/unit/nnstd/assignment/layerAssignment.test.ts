import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignLayer } from '../../../../src/nnstd/assignment/layerAssignment';
import { certifyLayer, CertificateError } from '../../../../src/nnstd/assignment/layerCertificate';
import type { SparseLayer } from '../../../../src/topology/topology';
import { bothKernels } from '../../../support/kernels';
import { layerProblem, leastCost, totalCost } from '../../../support/layerProblems';
import {
  erdosRenyi,
  fixedFanIn,
  layerOf,
  neuronsOf,
  permutation,
  reordered,
  rewired,
  seededRandom,
  zipfHubs,
} from '../../../support/syntheticLayers';

const kernels = await bothKernels();

/** Solves with both kernels, checks the proof and that they agree, and returns the cost. */
function provenCost(a: SparseLayer, b: SparseLayer): number {
  const problem = layerProblem(a, b);
  const [fast, plain] = kernels.map((kernel) => assignLayer(kernel, problem));
  certifyLayer(problem, fast);
  expect(fast.matching).toEqual(plain.matching);
  expect(fast.proof).toEqual(plain.proof);
  return totalCost(fast.pairCosts, a.outputs, b.outputs);
}

const smallLayer = (inputs: number) =>
  fc
    .array(fc.uniqueArray(fc.nat(inputs - 1), { maxLength: 4 }), { maxLength: 7 })
    .map((neurons) => layerOf(inputs, neurons));

describe('assignment of one layer', () => {
  test('costs what the best of all assignments costs, widths equal or not (n ≤ 7)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }).chain((inputs) => fc.tuple(smallLayer(inputs), smallLayer(inputs))),
        ([a, b]) => {
          expect(provenCost(a, b)).toBeCloseTo(leastCost(neuronsOf(a), neuronsOf(b)), 9);
        },
      ),
      { numRuns: 600, seed: 4 },
    );
  });

  test('is proven in two thousand layers rich in ties', () => {
    const random = seededRandom(11);
    const upTo = (most: number) => 1 + Math.floor(random() * most);
    for (let run = 0; run < 2_000; run++) {
      const inputs = upTo(30);
      const draw = () => erdosRenyi(inputs, upTo(40), Math.min(inputs, random() * 6), random);
      const a = draw();
      const b = run % 3 === 0 ? rewired(a, random(), random) : draw();
      provenCost(a, b);
    }
  });

  test.each([
    [
      'independent Erdős–Rényi',
      (random: () => number) => [erdosRenyi(784, 784, 10, random), erdosRenyi(784, 784, 10, random)],
    ],
    [
      'few links',
      (random: () => number) => [erdosRenyi(900, 900, 2, random), erdosRenyi(900, 900, 2, random)],
    ],
    [
      'many links',
      (random: () => number) => [erdosRenyi(300, 300, 60, random), erdosRenyi(300, 300, 60, random)],
    ],
    [
      'hubs',
      (random: () => number) => [zipfHubs(400, 400, 10, 1, random), zipfHubs(400, 400, 10, 1, random)],
    ],
    [
      'one fan-in for all',
      (random: () => number) => [fixedFanIn(1000, 1000, 10, random), fixedFanIn(1000, 1000, 10, random)],
    ],
    [
      'unequal widths',
      (random: () => number) => [erdosRenyi(500, 300, 8, random), erdosRenyi(500, 700, 8, random)],
    ],
  ])('is proven: %s', (_, draw) => {
    const [a, b] = draw(seededRandom(5));
    provenCost(a, b);
    provenCost(b, a);
  });

  test('finds a related copy whose neurons are stored in another order', () => {
    const random = seededRandom(2);
    const a = erdosRenyi(2000, 2000, 10, random);
    const order = permutation(2000, random);
    const b = reordered(rewired(a, 0.3, random), order);
    const { matching } = assignLayer(kernels[0], layerProblem(a, b));
    expect(matching.filter((other, neuron) => order[other] === neuron).length).toBeGreaterThan(1900);
    provenCost(a, b);
  });

  test('a copy in another order costs nothing, whatever it is', () => {
    const random = seededRandom(3);
    const layers = [
      erdosRenyi(60, 200, 1, random),
      layerOf(
        5,
        Array.from({ length: 100 }, () => [0, 1, 2, 3, 4]),
      ),
      layerOf(
        5,
        Array.from({ length: 40 }, () => []),
      ),
      zipfHubs(100, 300, 5, 1.5, random),
    ];
    for (const layer of layers) {
      expect(provenCost(layer, reordered(layer, permutation(layer.outputs, random)))).toBe(0);
    }
  });

  test.each([
    ['no neurons at all', [], [], 0],
    ['none on one side', [], [[0], [1]], 2],
    ['an empty neuron and one with inputs', [[]], [[0]], 1],
    ['empty neurons cost nothing against each other, 1 against an absent one', [[], []], [[]], 1],
    ['nothing in common', [[0], [1]], [[2], [3]], 2],
  ])('%s', (_, a, b, cost) => {
    expect(provenCost(layerOf(4, a), layerOf(4, b))).toBe(cost);
  });

  test('more classes of overlap than two bytes can number', () => {
    const random = seededRandom(8);
    const inputs = 6_000;
    const draw = () =>
      layerOf(
        inputs,
        Array.from({ length: 360 }, () => {
          const share = random();
          return Array.from({ length: inputs }, (_, input) => input).filter(() => random() < share);
        }),
      );
    const a = draw();
    const b = draw();
    const problem = layerProblem(a, b);
    let classes = 0;
    kernels[0].solve(
      problem.a.sets,
      problem.b.sets,
      inputs,
      ({ count }) => {
        classes = count;
        return { exact: new Float64Array(count).fill(1), coarse: new Int32Array(count).fill(1), scale: 1 };
      },
      () => undefined,
    );
    expect(classes).toBeGreaterThan(65_535);
    const [fast, plain] = kernels.map((kernel) => assignLayer(kernel, problem));
    expect(fast.matching).toEqual(plain.matching);
  });
});

describe('the certificate', () => {
  const random = seededRandom(21);
  const problem = layerProblem(erdosRenyi(50, 50, 4, random), erdosRenyi(50, 50, 4, random));
  const solution = assignLayer(kernels[0], problem);

  test('holds', () => {
    certifyLayer(problem, solution);
  });

  test('fails for any other assignment that costs more', () => {
    let worse = 0;
    for (let first = 0; first < 50; first++) {
      const second = (first + 7) % 50;
      const matching = solution.matching.slice();
      [matching[first], matching[second]] = [matching[second], matching[first]];
      const costs = costsOf(matching);
      if (
        costs.reduce((sum, cost) => sum + cost, 0) <=
        solution.pairCosts.reduce((sum, cost) => sum + cost, 0) + 1e-12
      ) {
        continue;
      }
      worse++;
      expect(() => {
        certifyLayer(problem, { ...solution, matching, pairCosts: costs });
      }).toThrow(CertificateError);
    }
    expect(worse).toBeGreaterThan(20);
  });

  test('fails for duals that are off by one unit', () => {
    const dualA = solution.proof.dualA.slice();
    const neuron = dualA.findIndex((dual) => dual > 0);
    dualA[neuron] -= 1;
    expect(() => {
      certifyLayer(problem, { ...solution, proof: { ...solution.proof, dualA } });
    }).toThrow(CertificateError);
  });

  function costsOf(matching: Int32Array): Float64Array {
    const { a, b } = problem;
    return Float64Array.from(matching, (other, neuron) => {
      const mine = a.sets.indices.subarray(a.sets.indptr[neuron], a.sets.indptr[neuron + 1]);
      const theirs = b.sets.indices.subarray(b.sets.indptr[other], b.sets.indptr[other + 1]);
      const shared = mine.filter((input) => theirs.includes(input)).length;
      const union = mine.length + theirs.length - shared;
      return union === 0 ? 0 : (union - shared) / union;
    });
  }
});
