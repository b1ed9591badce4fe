import type { LayerParameters, LabelledBatch } from '../../src/kernels/kernels';
import { fullLayer, randomLayer } from '../../src/topology/initial';
import type { RandomSource } from '../../src/topology/random';

export function normals(length: number, random: RandomSource): Float32Array {
  return Float32Array.from({ length }, () => random.normal());
}

/** Layer with `links` random links, and random weights, biases and momentum. */
export function randomParameters(
  inputs: number,
  outputs: number,
  links: number,
  random: RandomSource,
): LayerParameters {
  const layer =
    links === inputs * outputs ? fullLayer(inputs, outputs) : randomLayer(inputs, outputs, links, random);
  return {
    ...layer,
    values: normals(links, random),
    velocities: normals(links, random),
    bias: normals(outputs, random),
    biasVelocities: normals(outputs, random),
  };
}

export function randomBatch(
  size: number,
  inputs: number,
  classes: number,
  random: RandomSource,
): LabelledBatch {
  return {
    size,
    inputs: normals(inputs * size, random),
    labels: Uint8Array.from({ length: size }, () => random.below(classes)),
  };
}
