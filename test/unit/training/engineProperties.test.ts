import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/kernels.mjs';
import { compiledKernel } from '../../../src/kernels/compiledKernel';
import { plainKernels } from '../../../src/kernels/plain';
import { randomStream } from '../../../src/topology/random';
import type { TrainingEngine } from '../../../src/training/engines/engine';
import { PlainEngine } from '../../../src/training/engines/plain';
import { WasmEngine } from '../../../src/training/engines/wasm';
import { randomBatch, randomParameters } from '../../support/randomNetwork';
import { bitsOf } from './support/recordingHost';

await buildKernels();
const module = compiledKernel('training.wasm')!;

const batchSize = 129;
const rows = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 15, 16, 17, 127, 128, 129),
  fc.integer({ min: 1, max: batchSize }),
);
const fill = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const networks = fc.record({
  widths: fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 70 })), {
    minLength: 2,
    maxLength: 5,
  }),
  /** Of each layer at the start, and after the links were replaced. */
  fills: fc.array(fc.tuple(fill, fill), { minLength: 4, maxLength: 4 }),
  /** Of each batch, in the one engine. */
  sizes: fc.array(rows, { minLength: 1, maxLength: 6 }),
  threads: fc.constantFrom(1, 2, 3, 4),
  seed: fc.nat(),
});
type Network = typeof networks extends fc.Arbitrary<infer T> ? T : never;

const step = { learningRate: 0.02, momentum: 0.9, weightDecay: 1e-4 };

function layersOf({ widths, fills, seed }: Network, when: 0 | 1) {
  const random = randomStream(seed, 'layers', when);
  return widths.slice(1).map((outputs, k) => {
    const links = Math.round(fills[k][when] * widths[k] * outputs);
    return randomParameters(widths[k], outputs, links, random);
  });
}

/** All that an engine does, with every batch in turn, before and after its links are replaced. */
function worked(engine: TrainingEngine, network: Network): string {
  const { widths, sizes, seed } = network;
  const random = randomStream(seed, 'batches');
  const batches = sizes.map((size) => randomBatch(size, widths[0], widths.at(-1)!, random));
  const seen: unknown[] = [];
  const train = (): void => {
    seen.push(engine.trainSteps(batches.length, (k) => ({ batch: batches[k], step })));
    seen.push(engine.evaluate(batches.length, (k) => batches[k]));
    const dense: Float32Array[] = [];
    const sums = engine.backward(batches[0], (k, { input, outputGradient, batch }) => {
      const [inputs, outputs] = [widths[k], widths[k + 1]];
      dense[k] = new Float32Array(inputs * outputs);
      plainKernels.denseGradient(input, outputGradient, inputs, 0, outputs, batch, dense[k]);
    });
    seen.push(sums, dense, engine.layers(), engine.firstNonFiniteLayer());
  };
  train();
  const before = bitsOf(seen.splice(0));
  layersOf(network, 1).forEach((layer, k) => {
    engine.replaceLayer(k, layer);
  });
  train();
  return before + bitsOf(seen);
}

it('the WebAssembly engine gives the bits of the plain one, whatever the network, the rows and the threads', async () => {
  await fc.assert(
    fc.asyncProperty(networks, async (network) => {
      const layers = layersOf(network, 0);
      const { threads } = network;
      const engine = await WasmEngine.start({ module, layers, batchSize, threads });
      try {
        const expected = worked(new PlainEngine(layers, batchSize, plainKernels), network);
        expect(worked(engine, network)).toBe(expected);
      } finally {
        await engine.close();
      }
    }),
    { numRuns: 60 },
  );
});
