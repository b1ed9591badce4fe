import * as z from 'zod';
import { isFull } from '../../topology/topology';
import { properFraction, section } from '../configSchema';
import { endEpoch, interval } from './changeKeys';
import { exchangeByGradient } from './gradientGrowth';
import { defineMethod, keepsPlan, nextMultiple } from './method';

/**
 * RigL (Evci et al., ICML 2020): every ΔT steps until T_end, the links of smallest |w|, a fraction
 * f(t) = α/2 · (1 + cos(πt/T_end)) of a layer, are exchanged for as many where the gradient of the batch is largest.
 */
export const riglMethod = defineMethod({
  schema: section({
    kind: z
      .literal('rigl')
      .describe(
        'RigL: every few steps the weakest links go, as many grow where the gradient is largest (Evci et al. 2020).',
      ),
    dropFraction: properFraction()
      .default(0.3)
      .describe(
        'α: share of the links that is exchanged at first; it falls along half a cosine (RigL paper: 0.3).',
      ),
    interval,
    endEpoch,
  }),
  start: 'planned',
  complete: (config, epochs) => ({ ...config, endEpoch: config.endEpoch ?? 0.75 * epochs }),
  summary: ({ dropFraction, interval }) => `RigL α ${dropFraction}, ΔT ${interval}`,
  create({ dropFraction, interval, endEpoch }, setup) {
    const end = endEpoch! * setup.stepsPerEpoch;
    return {
      ...keepsPlan(setup),
      usesGradients: true,
      nextChange: (step) => nextMultiple(step, interval, end),
      exchange(layer, { step, signals }) {
        if (isFull(layer)) return null;
        const count = Math.floor(cosineDecay(dropFraction, step, end) * layer.values.length);
        return count === 0 ? null : exchangeByGradient(layer, count, count, signals!);
      },
    };
  },
});

/** From `start` at step 0 to 0 at step `end` along half a cosine. */
export function cosineDecay(start: number, step: number, end: number): number {
  return (start / 2) * (1 + Math.cos((Math.PI * step) / end));
}
