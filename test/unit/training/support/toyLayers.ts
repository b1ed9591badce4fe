import fc from 'fast-check';
import type { LayerParameters } from '../../../../src/kernels/kernels';
import { randomLayer } from '../../../../src/topology/initial';
import { randomStream, type RandomSource } from '../../../../src/topology/random';
import type { Exchange } from '../../../../src/training/methods/method';
import { createMethod, type MethodConfig } from '../../../../src/training/methods/registry';

/** What a small layer is made of. */
export const toys = fc.record({
  inputs: fc.integer({ min: 1, max: 8 }),
  outputs: fc.integer({ min: 1, max: 8 }),
  fill: fc.double({ min: 0, max: 1, noNaN: true }),
  seed: fc.nat(),
  /** Few distinct weights, so that there are ties. */
  coarse: fc.boolean(),
});
export type Toy = typeof toys extends fc.Arbitrary<infer T> ? T : never;

export function build({ inputs, outputs, fill, seed, coarse }: Toy): LayerParameters {
  const random = randomStream(seed, 'toy');
  const layer = randomLayer(inputs, outputs, Math.round(fill * inputs * outputs), random);
  const weight = (): number => (coarse ? random.below(5) - 2 : random.normal());
  return {
    ...layer,
    values: Float32Array.from(layer.indices, weight),
    velocities: Float32Array.from(layer.indices, () => random.normal()),
    bias: new Float32Array(outputs),
    biasVelocities: new Float32Array(outputs),
  };
}

export interface Link {
  readonly neuron: number;
  readonly input: number;
  readonly value: number;
  readonly velocity: number;
}

export function linksOf(layer: LayerParameters): Link[] {
  return Array.from({ length: layer.outputs }, (_, neuron) =>
    Array.from({ length: layer.indptr[neuron + 1] - layer.indptr[neuron] }, (_, n) => {
      const k = layer.indptr[neuron] + n;
      return {
        neuron,
        input: layer.indices[k],
        value: layer.values[k],
        velocity: layer.velocities[k],
      };
    }),
  ).flat();
}

/** The exchange of a layer by a method that needs no gradients. */
export function exchangeOf(
  config: MethodConfig,
  layer: LayerParameters,
  random: RandomSource,
): Exchange | null {
  const { inputs, outputs } = layer;
  const plan = [{ inputs, outputs, links: layer.indices.length }];
  const method = createMethod(config, { stepsPerEpoch: 1, plan, state: {} });
  return method.exchange(layer, { k: 0, step: 1, random, signals: null });
}
