import * as z from 'zod';
import type { RandomSource } from '../../topology/random';
import { isFull } from '../../topology/topology';
import { properFraction, section, word } from '../configSchema';
import { chooseAbsentLinks } from './growth';
import { defineMethod, keepsPlan, nextMultiple } from './method';
import { smallestMagnitudes, smallestOfEachSign } from './selection';

/** Standard deviation of the weights of grown links in the published code of SET. */
const grownDeviation = 0.1;

/**
 * Sparse evolutionary training: after each epoch but the last, a fraction ζ of a layer's links is exchanged for as many
 * at random places.
 *
 * - `sign` (Mocanu et al. 2018): the ⌊ζ·n₊⌋ smallest of the n₊ weights that are not negative and the ⌊ζ·n₋⌋ negative
 *   ones nearest to zero go; grown links weigh N(0, 0.1²).
 * - `magnitude` (as in ITOP, Liu et al. 2021): the ⌊ζ·n⌋ smallest |w| go; grown links weigh 0.
 *
 * A link may grow where one was just dropped, as a new link.
 */
export const setMethod = defineMethod({
  schema: section({
    kind: z
      .literal('set')
      .describe(
        'Sparse evolutionary training: after each epoch the weakest links go, as many grow at random (Mocanu et al. 2018).',
      ),
    variant: word(['sign', 'magnitude'])
      .default('sign')
      .describe(
        'Which links are the weakest: nearest to zero on either side with Gaussian regrowth, or of smallest |w| with zero regrowth (ITOP, Liu et al. 2021).',
      ),
    dropFraction: properFraction()
      .default(0.3)
      .describe('ζ: share of the links of a layer that is exchanged after an epoch (SET paper: 0.3).'),
  }),
  start: 'planned',
  summary: ({ variant, dropFraction }) =>
    `SET${variant === 'magnitude' ? ' by magnitude' : ''} ζ ${dropFraction}`,
  create: ({ variant, dropFraction }, setup) => ({
    ...keepsPlan(setup),
    nextChange: (step) => nextMultiple(step, setup.stepsPerEpoch, Infinity),
    exchange(layer, { random }) {
      if (isFull(layer)) return null;
      const dropped =
        variant === 'sign'
          ? smallestOfEachSign(layer.values, dropFraction)
          : smallestMagnitudes(layer.values, Math.floor(dropFraction * layer.values.length));
      if (dropped.length === 0) return null;
      const places = chooseAbsentLinks(layer, dropped, dropped.length, random);
      const values = new Float32Array(dropped.length);
      if (variant === 'sign') fillNormal(values, grownDeviation, random);
      return { dropped, grown: { ...places, values } };
    },
  }),
});

function fillNormal(values: Float32Array, deviation: number, random: RandomSource): void {
  for (let k = 0; k < values.length; k++) values[k] = deviation * random.normal();
}
