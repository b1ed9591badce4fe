import * as z from 'zod';

/** How far a distance could be another: by chance, by the order of neurons, by the luck of a search. */

export const spreadSchema = z.object({ mean: z.number(), standardDeviation: z.number() });
export type Spread = z.infer<typeof spreadSchema>;

export const intervalSchema = z.object({ least: z.number(), greatest: z.number() });
export type Interval = z.infer<typeof intervalSchema>;

/** Parts of a request that are done, and how many there are. */
export const countSchema = z.object({ done: z.number().int(), total: z.number().int() });
export type Count = z.infer<typeof countSchema>;

/** What random networks have in common with the two that are compared: widths and numbers of links, or all degrees. */
export const chanceKindSchema = z.enum(['links', 'degrees']);

/** Distances of pairs of independent random networks. `mean` is null where no layer counts. */
export const chanceSchema = z.object({
  kind: chanceKindSchema,
  samples: z.number().int(),
  mean: spreadSchema.nullable(),
  layers: z.array(spreadSchema),
});
export type Chance = z.infer<typeof chanceSchema>;

/** Least and greatest distance over shuffles of the hidden neurons of the second network. */
export const tiesSchema = z.object({
  shuffles: z.number().int(),
  mean: intervalSchema.nullable(),
  layers: z.array(intervalSchema),
});
export type Ties = z.infer<typeof tiesSchema>;

const noiseOfSchema = intervalSchema.extend({ standardDeviation: z.number() });
export type NoiseOf = z.infer<typeof noiseOfSchema>;

/** Results of searches of the same pair that begin with other seeds. */
export const noiseSchema = z.object({
  runs: z.number().int(),
  mean: noiseOfSchema.nullable(),
  layers: z.array(noiseOfSchema),
});
export type Noise = z.infer<typeof noiseSchema>;
