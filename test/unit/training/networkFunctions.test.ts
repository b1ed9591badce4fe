import { describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/kernels.mjs';
import { compiledKernel } from '../../../src/kernels/compiledKernel';
import type { LabelledBatch, LayerParameters } from '../../../src/kernels/kernels';
import {
  activations,
  losses,
  type Activation,
  type NetworkFunctions,
} from '../../../src/kernels/networkFunctions';
import { plainKernels } from '../../../src/kernels/plain';
import { activate } from '../../../src/kernels/training/activation';
import { isDropped, layerKey, neuronKey } from '../../../src/kernels/training/dropout';
import { randomLayer } from '../../../src/topology/initial';
import { randomStream } from '../../../src/topology/random';
import type { TrainingEngine } from '../../../src/training/engines/engine';
import { PlainEngine } from '../../../src/training/engines/plain';
import { WasmEngine } from '../../../src/training/engines/wasm';
import { withInitialWeights } from '../../../src/training/network';
import { normals, randomBatch, randomParameters } from '../../support/randomNetwork';
import { bitsOf } from './support/recordingHost';

await buildKernels();
const module = compiledKernel('training.wasm')!;

const names = Object.keys(activations) as Activation[];

function functionsOf(changes: Partial<NetworkFunctions>): NetworkFunctions {
  return { activation: 'relu', negativeSlope: 0.2, dropout: 0, loss: 'cross-entropy', ...changes };
}

function network(widths: readonly number[], fill: number, functions: NetworkFunctions): LayerParameters[] {
  const random = randomStream(5, 'network functions');
  return widths.slice(1).map((outputs, k) => {
    const links = Math.round(fill * widths[k] * outputs);
    const layer = randomParameters(widths[k], outputs, links, random);
    const isSrelu = functions.activation === 'srelu' && k < widths.length - 2;
    const srelu = { values: normals(4 * outputs, random), velocities: normals(4 * outputs, random) };
    return isSrelu ? { ...layer, srelu } : layer;
  });
}

/** Parameters of a layer in float64. */
interface Twin {
  readonly layer: LayerParameters;
  readonly values: Float64Array;
  readonly bias: Float64Array;
  readonly srelu: Float64Array;
}

/** As the papers define them; and which side of its corners each sum is on. */
function outputOf(
  name: Activation,
  z: number,
  slope: number,
  srelu: Float64Array,
  j: number,
): [number, string] {
  const [left, leftSlope, distance, rightSlope] = [0, 1, 2, 3].map((p) => srelu[(p * srelu.length) / 4 + j]);
  const right = left + Math.abs(distance);
  switch (name) {
    case 'relu':
      return [Math.max(0, z), String(z > 0)];
    case 'leaky-relu':
      return [Math.max(slope * z, z), String(z > 0)];
    case 'sigmoid':
      return [1 / (1 + Math.exp(-z)), ''];
    case 'tanh':
      return [Math.tanh(z), ''];
    case 'srelu':
      if (z >= right) return [right + rightSlope * (z - right), 'right'];
      return z <= left ? [left + leftSlope * (z - left), 'left'] : [z, 'middle'];
  }
}

function lossOf(
  twin: readonly Twin[],
  batch: LabelledBatch,
  functions: NetworkFunctions,
  isTraining: boolean,
) {
  const { size, inputs, labels, dropoutKey } = batch;
  const { dropout } = functions;
  let total = 0;
  let sides = '';
  for (let b = 0; b < size; b++) {
    let signal = Array.from({ length: twin[0].layer.inputs }, (_, i) => inputs[i * size + b]);
    twin.forEach(({ layer, values, bias, srelu }, depth) => {
      signal = Array.from({ length: layer.outputs }, (_, j) => {
        let sum = bias[j];
        for (let k = layer.indptr[j]; k < layer.indptr[j + 1]; k++)
          sum += values[k] * signal[layer.indices[k]];
        if (depth === twin.length - 1) return sum;
        const [y, side] = outputOf(functions.activation, sum, functions.negativeSlope, srelu, j);
        sides += side;
        if (!isTraining || dropoutKey === undefined) return y;
        const key = neuronKey(layerKey(dropoutKey | 0, depth), j);
        return isDropped(key, b, dropout * 2 ** 32) ? 0 : y / (1 - dropout);
      });
    });
    if (functions.loss === 'cross-entropy') {
      total += Math.log(signal.reduce((sum, z) => sum + Math.exp(z), 0)) - signal[labels[b]];
    } else {
      total += signal.reduce((sum, z, c) => sum + (z - (c === labels[b] ? 1 : 0)) ** 2, 0) / signal.length;
    }
  }
  return { loss: total / size, sides };
}

async function eachEngine(
  layers: readonly LayerParameters[],
  batchSize: number,
  functions: NetworkFunctions,
  check: (engine: TrainingEngine) => void,
): Promise<void> {
  check(new PlainEngine(structuredClone([...layers]), batchSize, plainKernels, functions));
  for (const threads of [1, 2]) {
    const engine = await WasmEngine.start({ module, layers, batchSize, functions, threads });
    try {
      check(engine);
    } finally {
      await engine.close();
    }
  }
}

function squaresOf(values: Float32Array): Float32Array {
  return values.map((value) => value * value);
}

const cases = names.flatMap((activation) =>
  Object.keys(losses).flatMap((loss) =>
    [0, 0.3].map((dropout) => ({ activation, loss, dropout }) as Partial<NetworkFunctions>),
  ),
);

describe('gradients against finite differences', () => {
  it.each(cases)('%j', async (changes) => {
    const functions = functionsOf(changes);
    const layers = network([6, 7, 5, 3], 0.7, functions);
    const batch = { ...randomBatch(9, 6, 3, randomStream(3, 'batch')), dropoutKey: 0xfedcba98 };
    const twin = layers.map((layer): Twin => ({
      layer,
      values: Float64Array.from(layer.values),
      bias: Float64Array.from(layer.bias),
      srelu: Float64Array.from(layer.srelu?.values ?? []),
    }));
    const slopesOf = (parameters: Float64Array): (number | null)[] =>
      Array.from(parameters, (before, at) => {
        const [below, above] = [-1e-6, 1e-6].map((h) => {
          parameters[at] = before + h;
          return lossOf(twin, batch, functions, true);
        });
        parameters[at] = before;
        return above.sides === below.sides ? (above.loss - below.loss) / 2e-6 : null;
      });
    const slopes = twin.map(({ values, bias, srelu }) => [values, bias, srelu].map(slopesOf));
    const all = slopes.flat(2);
    expect(all.filter((slope) => slope === null).length).toBeLessThan(0.02 * all.length);
    expect(Math.max(...all.map((slope) => Math.abs(slope ?? 0)))).toBeGreaterThan(0.01);

    const largest = Math.max(1, ...all.map((slope) => Math.abs(slope ?? 0)));
    const step = { learningRate: 1e-3, momentum: 0, weightDecay: 0 };
    await eachEngine(layers, batch.size, functions, (engine) => {
      const seen = engine.evaluate(1, () => batch)[0].loss / batch.size;
      expect(Math.abs(seen - lossOf(twin, batch, functions, false).loss)).toBeLessThan(1e-5);
      const [trained] = engine.trainSteps(1, () => ({ batch, step }));
      const loss = lossOf(twin, batch, functions, true).loss;
      expect(Math.abs(trained.loss / batch.size - loss)).toBeLessThan(1e-5);
      // Without momentum the velocity after one step is the gradient.
      engine.layers().forEach(({ velocities, biasVelocities, srelu }, k) => {
        [velocities, biasVelocities, srelu?.velocities ?? []].forEach((gradients, part) => {
          expect(gradients).toHaveLength(slopes[k][part].length);
          slopes[k][part].forEach((slope, at) => {
            if (slope === null) return;
            expect(Math.abs(gradients[at] - slope), `layer ${k}, part ${part}, ${at}`).toBeLessThan(
              2e-6 * largest,
            );
          });
        });
      });
    });
  });
});

describe('the WebAssembly engine gives the bits of the plain one', () => {
  const steps = [
    { learningRate: 0.02, momentum: 0.9, weightDecay: 1e-4 },
    {
      learningRate: 0.01,
      weightDecay: 1e-4,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      count: 3,
      clipping: { by: 'global-norm', threshold: 0.1 },
    },
  ] as const;
  const bits = (engine: TrainingEngine, size: number): string => {
    const random = randomStream(size, 'batches');
    const batches = [size, size, Math.max(1, size - 3)].map((length, k) => ({
      ...randomBatch(length, 33, 3, random),
      dropoutKey: 77 + k,
    }));
    const sums = steps.map((step) => engine.trainSteps(batches.length, (k) => ({ batch: batches[k], step })));
    const signals: unknown[] = [];
    engine.backward(batches[0], (k, { input, outputGradient, batch }) => {
      const [inputs, outputs] = [[33, 40][k] ?? 17, [40, 17][k] ?? 3];
      signals.push(input.slice(0, inputs * batch), outputGradient.slice(0, outputs * batch));
    });
    return bitsOf({ sums, signals, seen: engine.evaluate(3, (k) => batches[k]), layers: engine.layers() });
  };
  it.each(cases)('%j', async (changes) => {
    const functions = functionsOf(changes);
    const layers = network([33, 40, 17, 3], 0.2, functions).map(({ srelu, ...layer }) => ({
      ...layer,
      secondMoments: { links: squaresOf(layer.velocities), bias: squaresOf(layer.biasVelocities) },
      ...(srelu && { srelu: { ...srelu, secondMoments: squaresOf(srelu.velocities) } }),
    }));
    for (const size of [1, 2, 5, 16, 31, 64, 129]) {
      const expected = bits(new PlainEngine(structuredClone(layers), size, plainKernels, functions), size);
      // Starting threads takes most of the time: each activation meets both numbers of them, not at every size.
      for (const threads of [1, size % 2 === 0 ? 2 : 4]) {
        const options = { module, layers, batchSize: size, functions, threads, keepsGradients: true };
        const engine = await WasmEngine.start(options);
        try {
          expect(bits(engine, size)).toBe(expected);
        } finally {
          await engine.close();
        }
      }
    }
  });
});

describe('activations', () => {
  it('sigmoid and tanh are those of the mathematical library, to float32, and stay finite', () => {
    const inputs = [-3e38, -800, -100, -20, -1, -1e-3, -1e-5, -1e-30, 0, 1e-30, 1e-5, 1e-3, 0.5, 20, 800];
    /** Below float32's normal numbers this is its step. */
    const smallest = 2 ** -149;
    for (const [name, exact] of [
      ['sigmoid', (z: number) => 1 / (1 + Math.exp(-z))],
      ['tanh', Math.tanh],
    ] as const) {
      const values = Float32Array.from(inputs);
      const factors = new Float32Array(values.length);
      const rounded = [...values];
      activate(activations[name], 0, values, factors, 0, values.length, true, 0, 0, 0, 1);
      rounded.forEach((z, k) => {
        expect(Math.abs(values[k] - exact(z))).toBeLessThanOrEqual(1e-7 * Math.abs(exact(z)) + smallest);
        const slope = name === 'tanh' ? 1 - exact(z) ** 2 : exact(z) * (1 - exact(z));
        expect(Math.abs(factors[k] - slope)).toBeLessThanOrEqual(1e-7);
      });
    }
  });

  it.each(names)('a sum that is no number stays one: %s', async (activation) => {
    const functions = functionsOf({ activation });
    const layers = network([6, 5, 3], 1, functions);
    const batch = randomBatch(4, 6, 3, randomStream(1, 'batch'));
    batch.inputs[0] = NaN;
    await eachEngine(layers, 4, functions, (engine) => {
      expect(engine.evaluate(1, () => batch)[0].loss).toBeNaN();
      expect(engine.firstNonFiniteLayer()).toBe(0);
    });
  });

  it.each(['relu', 'leaky-relu', 'srelu'] as const)(
    'the first weights keep the mean square of the outputs from layer to layer: %s',
    (activation) => {
      const functions = functionsOf({ activation });
      const widths = [400, 400, 400, 400, 400];
      const random = randomStream(9, 'topology');
      const topology = widths.slice(1).map((outputs, k) => randomLayer(widths[k], outputs, 20_000, random));
      const layers = withInitialWeights(topology, 1, functions).slice(0, 3);
      let signal = Array.from({ length: 400 }, () => random.normal());
      for (const layer of layers) {
        const srelu = Float64Array.from(layer.srelu?.values ?? []);
        signal = Array.from({ length: layer.outputs }, (_, j) => {
          let sum = 0;
          for (let k = layer.indptr[j]; k < layer.indptr[j + 1]; k++) {
            sum += layer.values[k] * signal[layer.indices[k]];
          }
          return outputOf(activation, sum, functions.negativeSlope, srelu, j)[0];
        });
      }
      const meanSquare = signal.reduce((sum, y) => sum + y * y, 0) / signal.length;
      expect(meanSquare).toBeGreaterThan(0.6);
      expect(meanSquare).toBeLessThan(1.6);
    },
  );

  it('SReLU begins as the SET authors have it', () => {
    const topology = [
      randomLayer(5, 300, 600, randomStream(1, 't')),
      randomLayer(300, 2, 90, randomStream(2, 't')),
    ];
    const [hidden, last] = withInitialWeights(topology, 1, functionsOf({ activation: 'srelu' }));
    expect(last.srelu).toBeUndefined();
    const parameters = [0, 1, 2, 3].map((p) => [...hidden.srelu!.values.subarray(300 * p, 300 * (p + 1))]);
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
    expect(new Set(parameters[0])).toEqual(new Set([0]));
    expect(new Set(parameters[3])).toEqual(new Set([1]));
    for (const [values, largest] of [
      [parameters[1], 1],
      [parameters[2], 5],
    ] as const) {
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...values)).toBeLessThan(largest);
      expect(Math.abs(mean(values) - largest / 2)).toBeLessThan(0.08 * largest);
    }
  });
});

describe('dropout', () => {
  const samples = 128;
  const neurons = 500;
  const masks = (key: number, k: number, share: number): boolean[] =>
    Array.from({ length: neurons * samples }, (_, at) =>
      isDropped(neuronKey(layerKey(key | 0, k), Math.floor(at / samples)), at % samples, share * 2 ** 32),
    );
  const shareOf = (flags: readonly boolean[]): number => flags.filter(Boolean).length / flags.length;

  it.each([0.01, 0.3, 0.5, 0.9])('drops the share %d, of neurons and of samples alike', (share) => {
    const mask = masks(123, 1, share);
    // Five standard deviations.
    const within = (count: number): number => 5 * Math.sqrt((share * (1 - share)) / count);
    expect(Math.abs(shareOf(mask) - share)).toBeLessThan(within(mask.length));
    for (let b = 0; b < samples; b++) {
      const column = mask.filter((_, at) => at % samples === b);
      expect(Math.abs(shareOf(column) - share)).toBeLessThan(within(neurons));
    }
    for (let j = 0; j < neurons; j++) {
      const row = mask.slice(j * samples, (j + 1) * samples);
      expect(Math.abs(shareOf(row) - share)).toBeLessThan(within(samples));
    }
  });

  it('is another for another batch, layer, neuron and sample', () => {
    const mask = masks(123, 1, 0.5);
    const shifted = (by: number): boolean[] => mask.map((_, at) => mask[(at + by) % mask.length]);
    for (const other of [masks(124, 1, 0.5), masks(123, 2, 0.5), shifted(1), shifted(samples)]) {
      const agreement = shareOf(mask.map((flag, at) => flag === other[at]));
      expect(Math.abs(agreement - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / mask.length));
    }
  });
});
