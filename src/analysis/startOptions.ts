import * as z from 'zod';
import { DEFAULT_CACHE_BYTES } from './cache/distanceCache';

/** What the analysis process is told at its start, as JSON in its only argument. */
export const startOptionsSchema = z.object({
  /** Of the distances that are kept from one process to the next; null keeps none. */
  cacheFolder: z.string().nullable().default(null),
  cacheBytes: z.number().positive().default(DEFAULT_CACHE_BYTES),
});
export type StartOptions = z.input<typeof startOptionsSchema>;
