import * as z from 'zod';
import { section } from '../configSchema';
import { changesNothing, defineMethod } from './method';

/** Static sparse training: the initial topology stays (Fix-MLP in the SET paper). */
export const staticMethod = defineMethod({
  schema: section({
    kind: z.literal('static').describe('The initial topology stays (Fix-MLP in Mocanu et al. 2018).'),
  }),
  start: 'planned',
  summary: () => 'static sparse',
  create: (_config, setup) => changesNothing(setup),
});
