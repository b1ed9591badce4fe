import type { SreluParameters } from '../kernels/kernels';
import type { RandomSource } from '../topology/random';

/**
 * Parameters of SReLU at the start: t_l = 0, a_l uniform between 0 and 1, t_r uniform between 0 and 5, a_r = 1, as in the
 * implementation that the SET authors used (Keras-contrib). Momentum 0.
 */
export function drawSrelu(neurons: number, random: RandomSource): SreluParameters {
  const values = new Float32Array(4 * neurons);
  for (let neuron = 0; neuron < neurons; neuron++) {
    values[neurons + neuron] = random.uniform();
    values[2 * neurons + neuron] = 5 * random.uniform();
  }
  values.fill(1, 3 * neurons);
  return { values, velocities: new Float32Array(4 * neurons) };
}

export function copyOfSrelu({ values, velocities, secondMoments }: SreluParameters): SreluParameters {
  return {
    values: values.slice(),
    velocities: velocities.slice(),
    ...(secondMoments && { secondMoments: secondMoments.slice() }),
  };
}
