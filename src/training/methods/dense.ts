import * as z from 'zod';
import { section } from '../configSchema';
import { changesNothing, defineMethod } from './method';

/** Every link from the first step to the last: the baseline of sparse training. */
export const denseMethod = defineMethod({
  schema: section({ kind: z.literal('dense').describe('Every link, from the first step to the last.') }),
  start: 'all',
  summary: () => 'dense',
  create: (_config, setup) => changesNothing(setup),
});
