import fc from 'fast-check';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrainingSnapshot } from '../../../src/checkpoints/trainingSnapshot';
import { plainKernels } from '../../../src/kernels/plain';
import { randomStream } from '../../../src/topology/random';
import { resolveConfig } from '../../../src/training/config';
import { ConfigError } from '../../../src/training/configError';
import { train } from '../../../src/training/loop';
import { plainSignals } from '../../../src/training/engines/plainSignals';
import { largestGradientPlaces } from '../../../src/training/methods/gradientGrowth';
import { createMethod, methodSchema } from '../../../src/training/methods/registry';
import {
  DenseTwin,
  exchangeLinks,
  removeLinks,
  smallestLinks,
  type TwinLayer,
  type TwinStep,
} from './support/denseTwin';
import { recordingHost } from './support/recordingHost';
import { toyData } from './support/toyData';
import { build, toys } from './support/toyLayers';

const data = toyData({ train: 50, features: 9 });
const epochs = 8;
const stepsPerEpoch = 4;
const batchSize = 16;
const momentum = { learningRate: 0.1, momentum: 0.9 };
const adam = { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-4 };
const optimizers: readonly TwinStep[] = [
  momentum,
  { ...momentum, nesterov: true, weightDecay: 0.01 },
  { ...momentum, weightDecay: 0.01, clipping: { by: 'global-norm', threshold: 0.3 } },
  { ...momentum, clipping: { by: 'value', threshold: 0.05 } },
  adam,
  { ...adam, weightDecay: 0.01, clipping: { by: 'global-norm', threshold: 0.3 } },
];

/** Every checkpoint that there can be: one after each step. */
async function snapshotsOf(
  method: object,
  topology: object = { density: 0.4 },
  step: TwinStep = momentum,
): Promise<TrainingSnapshot[]> {
  const config = resolveConfig(
    {
      network: { hidden: [8, 6] },
      topology: { ...topology, denseOutput: false },
      method,
      optimizer: { ...step, batchSize },
      epochs,
    },
    path.resolve('/test/config.json'),
  );
  const host = recordingHost(() => 'checkpoint');
  await train(config, data, null, host);
  return [...new Map(host.snapshots.map((snapshot) => [snapshot.step, snapshot])).values()];
}

/**
 * Trains the twin beside the product and compares them after every step, link for link. `change` is what the method does
 * at a step; it says whether that was in place of the optimiser's.
 */
function follow(
  snapshots: readonly TrainingSnapshot[],
  change: (twin: DenseTwin, step: number) => 'step' | 'no step' | 'restarted',
  step: TwinStep = momentum,
): number {
  const twin = new DenseTwin(snapshots[0], data, batchSize, 1);
  let changes = 0;
  let count = 0;
  for (let done = 0; done < epochs * stepsPerEpoch; done++) {
    twin.findGradients(done);
    const changed = change(twin, done);
    if (changed === 'restarted') count = 0;
    if (changed !== 'no step') {
      // The method may have changed the network that the gradients are of.
      twin.findGradients(done);
      twin.descend(step, ++count);
    }
    const { topology, velocities, secondMoments, biases } = snapshots[done + 1];
    expect(secondMoments).toHaveLength(step.beta1 === undefined ? 0 : topology.layers.length);
    topology.layers.forEach((layer, k) => {
      const links = twin.layers[k].cells.filter(({ isLink }) => isLink);
      const found = Array.from({ length: layer.outputs }, (_, neuron) =>
        Array.from(
          layer.indices.subarray(layer.indptr[neuron], layer.indptr[neuron + 1]),
          (input) => `${neuron} ${input}`,
        ),
      ).flat();
      expect(found, `layer ${k} after step ${done + 1}`).toEqual(
        links.map(({ neuron, input }) => `${neuron} ${input}`),
      );
      const before = snapshots[done].topology.layers[k];
      if (before.indices.join() !== layer.indices.join()) changes++;
      links.forEach(({ w, velocity, square }, place) => {
        expect(layer.values![place]).toBeCloseTo(w, 4);
        expect(velocities[k][place]).toBeCloseTo(velocity, 4);
        expect(secondMoments[k]?.links[place] ?? 0).toBeCloseTo(square, 5);
      });
      twin.layers[k].bias.forEach((bias, j) => {
        expect(biases[k][j]).toBeCloseTo(bias, 4);
      });
    });
  }
  return changes;
}

const possible = ({ inputs, outputs }: TwinLayer): number => inputs * outputs;
const linksIn = ({ cells }: TwinLayer): number => cells.filter(({ isLink }) => isLink).length;
const cosine = (start: number, at: number, end: number): number =>
  (start / 2) * (1 + Math.cos((Math.PI * at) / end));

describe('link for link as a masked dense network by sorting', () => {
  it.each(optimizers)('static: never a change, moments of its own for each link: %j', async (step) => {
    const snapshots = await snapshotsOf({ kind: 'static' }, undefined, step);
    expect(follow(snapshots, () => 'step', step)).toBe(0);
  });

  it.each(optimizers)('RigL, whose moments travel with their links: %j', async (step) => {
    const method = { kind: 'rigl', dropFraction: 0.4, interval: 3, endEpoch: 6 };
    const snapshots = await snapshotsOf(method, undefined, step);
    const exchange = (twin: DenseTwin, done: number): 'step' | 'no step' => {
      if (done === 0 || done % 3 !== 0 || done >= 24) return 'step';
      for (const layer of twin.layers) {
        const count = Math.floor(cosine(0.4, done, 24) * linksIn(layer));
        exchangeLinks(layer, count, count);
      }
      return 'no step';
    };
    expect(follow(snapshots, exchange, step)).toBeGreaterThan(8);
  });

  /** Links of a layer once the pruning at this step is done, from step 4 to step 24. */
  const cubic = (layer: TwinLayer, planned: number, done: number): number =>
    Math.round(planned + (possible(layer) - planned) * (1 - (done - 4) / 20) ** 3);
  const span = { beginEpoch: 1, endEpoch: 6, interval: 3 };
  const isPruning = (done: number): boolean =>
    done > 4 && done <= 24 && ((done - 4) % 3 === 0 || done === 24);
  /** 40 % of 138 places, in proportion to 17, 14 and 9. */
  const planned = [24, 19, 12];

  it('gradual magnitude pruning', async () => {
    const snapshots = await snapshotsOf({ kind: 'gmp', ...span });
    const changes = follow(snapshots, (twin, done) => {
      if (isPruning(done)) {
        twin.layers.forEach((layer, k) => {
          removeLinks(smallestLinks(layer, linksIn(layer) - cubic(layer, planned[k], done)));
        });
      }
      return 'step';
    });
    expect(changes).toBeGreaterThan(10);
    const counts = (at: number) => snapshots[at].topology.layers.map(({ indices }) => indices.length);
    expect(counts(0)).toEqual([72, 48, 18]);
    expect(counts(epochs * stepsPerEpoch)).toEqual(planned);
  });

  it('GraNet', async () => {
    const snapshots = await snapshotsOf({ kind: 'granet', regrowFraction: 0.5, ...span });
    const changes = follow(snapshots, (twin, done) => {
      if (!isPruning(done)) return 'step';
      twin.layers.forEach((layer, k) => {
        const left = cubic(layer, planned[k], done);
        const regrown = Math.floor(cosine(0.5, done, 24) * left);
        exchangeLinks(layer, linksIn(layer) - left + regrown, regrown);
      });
      return 'no step';
    });
    expect(changes).toBeGreaterThan(10);
  });

  it.each([momentum, adam])('iterative magnitude pruning, rewound to an early step: %j', async (step) => {
    const snapshots = await snapshotsOf(
      { kind: 'imp', rounds: 3, roundEpochs: 2, rewindStep: 3 },
      { distribution: 'uniform', density: 0.2 ** 3 * 8 },
      step,
    );
    let early: { w: Map<object, number>; bias: number[][] } | null = null;
    const rewind = (twin: DenseTwin, done: number): 'step' | 'restarted' => {
      const all = twin.layers.flatMap(({ cells }) => cells);
      if (done === 3) {
        early = {
          w: new Map(all.map((cell) => [cell, cell.w])),
          bias: twin.layers.map(({ bias }) => [...bias]),
        };
      }
      const round = done / 8;
      if (![1, 2, 3].includes(round)) return 'step';
      twin.layers.forEach((layer, k) => {
        const left = Math.round(
          possible(layer) * (Math.round(0.064 * possible(layer)) / possible(layer)) ** (round / 3),
        );
        removeLinks(smallestLinks(layer, linksIn(layer) - left));
        for (const cell of layer.cells) {
          if (cell.isLink) Object.assign(cell, { w: early!.w.get(cell), velocity: 0, square: 0 });
        }
        layer.bias = [...early!.bias[k]];
        layer.biasVelocity = layer.bias.map(() => 0);
        layer.biasSquare = layer.bias.map(() => 0);
      });
      return 'restarted';
    };
    expect(follow(snapshots, rewind, step)).toBe(9);
  });
});

describe('largest gradients', () => {
  it('are those that sorting finds, kept links left out, the first of equal ones', () => {
    fc.assert(
      fc.property(toys, fc.nat(), fc.integer({ min: 1, max: 6 }), (toy, n, batch) => {
        const layer = build(toy);
        const { inputs, outputs, indices } = layer;
        const random = randomStream(toy.seed, 'signals');
        // Few distinct signals, so that there are ties.
        const signal = (length: number) => Float32Array.from({ length }, () => random.below(3) - 1);
        const made = { input: signal(inputs * batch), outputGradient: signal(outputs * batch), batch };
        const signals = plainSignals(made, inputs);
        const dropped = Uint32Array.from(indices.keys()).filter(() => random.below(2) === 0);
        const all = new Float32Array(inputs * outputs);
        plainKernels.denseGradient(signals.input, signals.outputGradient, inputs, 0, outputs, batch, all);
        const kept = new Set<number>();
        for (let neuron = 0; neuron < outputs; neuron++) {
          for (let k = layer.indptr[neuron]; k < layer.indptr[neuron + 1]; k++) {
            if (!dropped.includes(k)) kept.add(neuron * inputs + indices[k]);
          }
        }
        const free = Array.from(all.keys()).filter((place) => !kept.has(place));
        const count = n % (free.length + 1);
        const expected = free
          .sort((a, b) => Math.abs(all[b]) - Math.abs(all[a]) || a - b)
          .slice(0, count)
          .sort((a, b) => a - b);
        expect([...largestGradientPlaces(layer, dropped, count, signals)]).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('pruning by a schedule', () => {
  it('says the links of any step as its changes lead to them, to the planned number', () => {
    const spans = fc.record({
      beginEpoch: fc.double({ min: 0, max: 3, noNaN: true }),
      length: fc.double({ min: 0, max: 4, noNaN: true }),
      interval: fc.integer({ min: 1, max: 9 }),
      kind: fc.constantFrom('gmp' as const, 'granet' as const),
    });
    fc.assert(
      fc.property(spans, fc.nat(100), ({ beginEpoch, length, interval, kind }, links) => {
        const config = methodSchema.parse({ kind, beginEpoch, endEpoch: beginEpoch + length, interval });
        const plan = [{ inputs: 10, outputs: 10, links }];
        const method = createMethod(config, { stepsPerEpoch: 5, plan, state: {} });
        let before = method.links(0, 0);
        expect(before).toBe(100);
        for (let done = 0; done < 60; done++) {
          const isChange = method.nextChange(done) === done;
          const after = method.links(0, done + 1);
          expect(after).toBeLessThanOrEqual(before);
          if (!isChange) expect(after).toBe(before);
          before = after;
        }
        expect(before).toBe(links);
        expect(method.nextChange(60)).toBe(Infinity);
      }),
    );
  });
});

describe('configurations of methods', () => {
  const problem = (method: object) => {
    try {
      resolveConfig({ method, epochs: 10 }, path.resolve('/test/config.json'));
    } catch (error) {
      if (error instanceof ConfigError) return error.problems[0];
    }
    return null;
  };

  it('fill in what depends on the epochs, so that more of them later change nothing', () => {
    const first = resolveConfig({ method: { kind: 'rigl' }, epochs: 100 }, path.resolve('/test/config.json'));
    expect(first.method).toEqual({ kind: 'rigl', dropFraction: 0.3, interval: 100, endEpoch: 75 });
    const longer = resolveConfig({ ...first, epochs: 200 }, path.resolve('/test/config.json'));
    expect(longer.method).toEqual(first.method);
    expect(resolveConfig({ method: { kind: 'imp' }, epochs: 20 }, '/c.json').method).toMatchObject({
      roundEpochs: 3,
    });
  });

  it.each([
    [{ kind: 'gmp', endEpoch: 10 }, 'method.endEpoch'],
    [{ kind: 'gmp', beginEpoch: 5, endEpoch: 4 }, 'method.endEpoch'],
    [{ kind: 'granet', beginEpoch: 10 }, 'method.endEpoch'],
    [{ kind: 'imp', rounds: 10 }, 'method.rounds'],
    [{ kind: 'imp', rounds: 4, roundEpochs: 3 }, 'method.rounds'],
  ])('refuse %j', (method, key) => {
    expect(problem(method)?.key).toBe(key);
  });

  it('refuse to rewind to a step after the first pruning', async () => {
    await expect(snapshotsOf({ kind: 'imp', rounds: 2, roundEpochs: 1, rewindStep: 4 })).rejects.toThrow(
      /method.rewindStep: expected below 4, the steps of a round/,
    );
  });
});
