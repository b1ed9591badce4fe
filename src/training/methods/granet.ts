import * as z from 'zod';
import { properFraction, section } from '../configSchema';
import { spanKeys } from './changeKeys';
import { exchangeByGradient } from './gradientGrowth';
import { defineMethod } from './method';
import { completeSpan, PruningSchedule } from './pruningSchedule';
import { cosineDecay } from './rigl';

/**
 * GraNet (Liu et al., NeurIPS 2021), gradual pruning with neuroregeneration: each time links are pruned, a further
 * fraction of those left, f(t) = r/2 · (1 + cos(πt/T_end)), is exchanged for as many where the gradient of the batch is
 * largest.
 */
export const granetMethod = defineMethod({
  schema: section({
    kind: z
      .literal('granet')
      .describe(
        'GraNet: pruned step by step from a dense network, with regrowth by gradient (Liu et al. 2021).',
      ),
    regrowFraction: properFraction()
      .default(0.5)
      .describe(
        'r: share of the links that is exchanged at first at each pruning; it falls along half a cosine (GraNet paper: 0.5).',
      ),
    ...spanKeys,
  }),
  start: 'pruned',
  complete: completeSpan,
  summary: ({ regrowFraction, beginEpoch, endEpoch }) =>
    `GraNet r ${regrowFraction}, epochs ${beginEpoch} to ${endEpoch}`,
  create({ regrowFraction, ...span }, setup) {
    const endEpoch = span.endEpoch!;
    const schedule = new PruningSchedule({ ...span, endEpoch }, setup);
    return {
      links: (k, step) => schedule.links(k, step),
      nextChange: (step) => schedule.nextChange(step),
      usesGradients: true,
      exchange(layer, { k, step, signals }) {
        const left = schedule.links(k, step + 1);
        // A layer that stays full has nowhere else to grow.
        if (left === layer.inputs * layer.outputs) return null;
        const fraction = cosineDecay(regrowFraction, step, endEpoch * setup.stepsPerEpoch);
        const regrown = Math.floor(fraction * left);
        return exchangeByGradient(layer, layer.values.length - left + regrown, regrown, signals!);
      },
      state: () => ({}),
    };
  },
});
