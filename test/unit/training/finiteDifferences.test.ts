import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/kernels.mjs';
import { compiledKernel } from '../../../src/kernels/compiledKernel';
import type { LabelledBatch, LayerParameters } from '../../../src/kernels/kernels';
import { plainKernels } from '../../../src/kernels/plain';
import { randomStream } from '../../../src/topology/random';
import type { TrainingEngine } from '../../../src/training/engines/engine';
import { PlainEngine } from '../../../src/training/engines/plain';
import { WasmEngine } from '../../../src/training/engines/wasm';
import { randomBatch, randomParameters } from '../../support/randomNetwork';

await buildKernels();
const module = compiledKernel('training.wasm')!;

/** A dense layer in float64: weights by neuron, then input, 0 where there is no link. */
interface TwinLayer {
  readonly inputs: number;
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

const shapes = fc.record({
  widths: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 2, maxLength: 4 }),
  /** Of each layer, empty and full ones among them. */
  fills: fc.array(fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: 3,
    maxLength: 3,
  }),
  size: fc.constantFrom(1, 2, 3, 4, 5, 15, 16, 17, 127, 128, 129),
  threads: fc.constantFrom(1, 2),
  seed: fc.nat(),
});
type Shape = typeof shapes extends fc.Arbitrary<infer T> ? T : never;

function build({ widths, fills, size, seed }: Shape) {
  const random = randomStream(seed, 'finite differences');
  const layers = widths.slice(1).map((outputs, k): LayerParameters => {
    const links = Math.round(fills[k] * widths[k] * outputs);
    const layer = randomParameters(widths[k], outputs, links, random);
    layer.velocities.fill(0);
    layer.biasVelocities.fill(0);
    return layer;
  });
  return { layers, batch: randomBatch(size, widths[0], widths.at(-1)!, random) };
}

function twinOf({ inputs, outputs, indptr, indices, values, bias }: LayerParameters): TwinLayer {
  const weights = new Float64Array(inputs * outputs);
  for (let j = 0; j < outputs; j++) {
    for (let k = indptr[j]; k < indptr[j + 1]; k++) weights[j * inputs + indices[k]] = values[k];
  }
  return { inputs, weights, bias: Float64Array.from(bias) };
}

/** Mean loss over dense matrices, and which neurons ReLU lets through for which sample: nothing of the product's code. */
function lossOf(layers: readonly TwinLayer[], { size, inputs, labels }: LabelledBatch) {
  let total = 0;
  let passed = '';
  for (let b = 0; b < size; b++) {
    let signal = Array.from({ length: layers[0].inputs }, (_, i) => inputs[i * size + b]);
    layers.forEach(({ weights, bias, inputs: width }, depth) => {
      signal = Array.from(bias, (start, j) => {
        let sum = start;
        for (let i = 0; i < width; i++) sum += weights[j * width + i] * signal[i];
        if (depth === layers.length - 1) return sum;
        passed += sum > 0 ? '1' : '0';
        return Math.max(0, sum);
      });
    });
    total += Math.log(signal.reduce((sum, z) => sum + Math.exp(z), 0)) - signal[labels[b]];
  }
  return { loss: total / size, passed };
}

/** Slope of the loss along a parameter; null where ReLU has a corner there. */
function slopeAlong(
  parameters: Float64Array,
  at: number,
  twin: readonly TwinLayer[],
  batch: LabelledBatch,
): number | null {
  const before = parameters[at];
  const h = 1e-6;
  parameters[at] = before + h;
  const above = lossOf(twin, batch);
  parameters[at] = before - h;
  const below = lossOf(twin, batch);
  parameters[at] = before;
  return above.passed === below.passed ? (above.loss - below.loss) / (2 * h) : null;
}

async function eachEngine(
  { layers, batch }: ReturnType<typeof build>,
  threads: number,
  check: (engine: TrainingEngine) => void,
): Promise<void> {
  check(new PlainEngine(structuredClone(layers), batch.size, plainKernels));
  const engine = await WasmEngine.start({ module, layers, batchSize: batch.size, threads });
  try {
    check(engine);
  } finally {
    await engine.close();
  }
}

it('gradients of all weights, links or not, and of biases are the slopes of the loss', async () => {
  let compared = 0;
  let corners = 0;
  const expectSlopes = (
    what: string,
    gradients: ArrayLike<number>,
    slopes: readonly (number | null)[],
  ): void => {
    const largest = Math.max(1, ...slopes.map((slope) => Math.abs(slope ?? 0)));
    slopes.forEach((slope, at) => {
      if (slope === null) return;
      expect(Math.abs(gradients[at] - slope), `${what} ${at}`).toBeLessThan(2e-6 * largest);
    });
  };
  await fc.assert(
    fc.asyncProperty(shapes, async (shape) => {
      const built = build(shape);
      const { layers, batch } = built;
      const twin = layers.map(twinOf);
      const slopes = twin.map(({ weights, bias }) =>
        [weights, bias].map((parameters) =>
          Array.from(parameters, (_, at) => slopeAlong(parameters, at, twin, batch)),
        ),
      );
      compared += slopes.flat(2).length;
      corners += slopes.flat(2).filter((slope) => slope === null).length;
      await eachEngine(built, shape.threads, (engine) => {
        const seen = engine.evaluate(1, () => batch)[0].loss / batch.size;
        expect(Math.abs(seen - lossOf(twin, batch).loss)).toBeLessThan(1e-5);
        engine.backward(batch, (k, { input, outputGradient, batch: size }) => {
          const { inputs, outputs } = layers[k];
          const dense = new Float32Array(inputs * outputs);
          plainKernels.denseGradient(input, outputGradient, inputs, 0, outputs, size, dense);
          expectSlopes(`layer ${k}, weight`, dense, slopes[k][0]);
        });
        engine.trainSteps(1, () => ({
          batch,
          step: { learningRate: 1e-3, momentum: 0, weightDecay: 0 },
        }));
        // Without momentum the velocity after one step is the gradient.
        engine.layers().forEach(({ inputs, indptr, indices, velocities, biasVelocities }, k) => {
          const ofLinks = [...indptr.subarray(1)].flatMap((end, j) =>
            [...indices.subarray(indptr[j], end)].map((i) => slopes[k][0][j * inputs + i]),
          );
          expectSlopes(`layer ${k}, link`, velocities, ofLinks);
          expectSlopes(`layer ${k}, bias`, biasVelocities, slopes[k][1]);
        });
      });
    }),
    { numRuns: 60 },
  );
  expect(corners).toBeLessThan(0.01 * compared);
});
