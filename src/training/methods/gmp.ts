import * as z from 'zod';
import { section } from '../configSchema';
import { spanKeys } from './changeKeys';
import { completeSpan, PruningSchedule } from './pruningSchedule';
import { defineMethod, nothingGrown } from './method';
import { smallestMagnitudes } from './selection';

/**
 * Gradual magnitude pruning (Zhu and Gupta 2017): the network starts with every link; every so many steps the links of
 * smallest |w| go, until at the end each layer has the links that the topology plans for it.
 */
export const gmpMethod = defineMethod({
  schema: section({
    kind: z
      .literal('gmp')
      .describe('Gradual magnitude pruning, step by step from a dense network (Zhu and Gupta 2017).'),
    ...spanKeys,
  }),
  start: 'pruned',
  complete: completeSpan,
  summary: ({ beginEpoch, endEpoch }) => `GMP, epochs ${beginEpoch} to ${endEpoch}`,
  create(config, setup) {
    const schedule = new PruningSchedule({ ...config, endEpoch: config.endEpoch! }, setup);
    return {
      links: (k, step) => schedule.links(k, step),
      nextChange: (step) => schedule.nextChange(step),
      usesGradients: false,
      exchange(layer, { k, step }) {
        const surplus = layer.values.length - schedule.links(k, step + 1);
        return surplus === 0
          ? null
          : { dropped: smallestMagnitudes(layer.values, surplus), grown: nothingGrown };
      },
      state: () => ({}),
    };
  },
});
