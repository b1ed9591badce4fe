import * as z from 'zod';
import { pairCount } from '../measure/pairIndex';

/** What a page asks about distances that it shows: in which order they stand best, and where on a map. */

/** More items are on no panel. */
const mostArranged = 2000;

const float64Schema = z.custom<Float64Array>((value) => value instanceof Float64Array);

const distancesSchema = z
  .object({
    /** Items, two or more. */
    size: z.number().int().min(2).max(mostArranged),
    /** Of all pairs, none missing; ordered by `pairIndex`. */
    values: float64Schema,
  })
  .refine(({ size, values }) => values.length === pairCount(size) && values.every(Number.isFinite), {
    message: 'expected the distances of all pairs',
  });

export const clusteringSchema = z.object({
  /** By height; clusters below `size` are items, `size + k` is what merge k made. */
  merges: z.array(
    z.object({
      first: z.number().int(),
      second: z.number().int(),
      /** Mean distance of the items of one to those of the other. */
      height: z.number(),
    }),
  ),
  /** Items as leaves from left to right. */
  order: z.array(z.number().int()),
});
export type Clustering = z.infer<typeof clusteringSchema>;

/** Axes of a classical map that are told. */
export const mapAxes = 3;

export const classicalMapSchema = z.object({
  /** [size × mapAxes] row by row, by classical scaling. The signs of axes mean nothing. */
  points: float64Schema,
  /** Of all axes, the greatest first. Negative ones are of what no map can show. */
  eigenvalues: float64Schema,
});
export type ClassicalMap = z.infer<typeof classicalMapSchema>;

export const stressMapSchema = z.object({
  /** [size × 2]. */
  points: float64Schema,
  /** Root of the squared errors of all distances over the squared distances. */
  stress: z.number(),
});
export type StressMap = z.infer<typeof stressMapSchema>;

/** Answered by a reader of the analysis process, in well under a second for 500 items. */
export const arrangementMethods = {
  cluster: { params: distancesSchema, progress: z.null(), result: clusteringSchema },
  classicalMap: { params: distancesSchema, progress: z.null(), result: classicalMapSchema },
  /** In two dimensions, with the least stress that was found. */
  stressMap: { params: distancesSchema, progress: z.null(), result: stressMapSchema },
} as const;
export type ArrangementMethods = typeof arrangementMethods;
