import * as z from 'zod';
import { comparisonSchema, layerComparisonSchema } from './analysis';
import { arrangementMethods } from './arrangement';
import { publishedRule } from '../measure/meanRule';
import { checkpointFactsSchema, meanRuleSchema, measureSchema } from './facts';
import { keptMeasureShape } from './keptMeasure';
import { layerDataMethods } from './layerData';
import { savingMethods } from './saving';
import { matchingMethods } from './matching';
import { manyChoicesSchema, usualChoices } from './manyChoices';
import { spanSchema } from './matrix';
import { firstPairChoices, pairChoicesSchema } from './pairChoices';
import { followSchema, selectionMethods } from './selection';
import { chanceSchema, countSchema } from './uncertainty';
import { yardstickSchema, yardsticksSchema } from './yardsticks';

/** Between the NNSTD Comparison panel and the extension host. */

export const comparedItemSchema = z.object({
  path: z.string(),
  /** Short and distinct among the items: "e5_s0_w0 · epoch 190". */
  label: z.string(),
  /** The run or folder it belongs to; its name is short and distinct among the runs. */
  run: z.object({ path: z.string(), name: z.string() }),
  /** What tells it apart within its run: "epoch 190", or the name of its file. */
  moment: z.string(),
  facts: checkpointFactsSchema.nullable(),
  /** Why it cannot be read. */
  problem: z.string().nullable(),
});
export type ComparedItem = z.infer<typeof comparedItemSchema>;

export const comparisonStatusSchema = z.object({
  phase: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Why it failed: which networks cannot be compared and why. */
  reason: z.string().nullable(),
  /** Layers (pair) or cells (matrix) done, and how many there will be; total 0 while unknown. */
  done: z.number().int(),
  total: z.number().int(),
  /** Null while unknown. */
  secondsLeft: z.number().nullable(),
  /** Of a pair that is done, what computing took on one thread; absent where it was known from before. */
  seconds: z.number().nonnegative().optional(),
});
export type ComparisonStatus = z.infer<typeof comparisonStatusSchema>;

/** A pair of a matrix, row < column; links, and what counts, are known from the items. */
export const pairCellSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('done'),
    row: z.number().int(),
    column: z.number().int(),
    /** By layer. */
    distances: z.array(z.number()),
  }),
  z.object({
    status: z.literal('failed'),
    row: z.number().int(),
    column: z.number().int(),
    reason: z.string(),
  }),
]);
export type PairCell = z.infer<typeof pairCellSchema>;

/** So many cells are sent at once: no message keeps the page from drawing. */
export const cellsAtOnce = 2000;

export const comparisonSnapshotSchema = z.object({
  items: z.array(comparedItemSchema).min(2),
  measure: measureSchema,
  rule: meanRuleSchema,
  /** Null where checkpoints that come are not added. */
  follow: followSchema.nullable(),
  status: comparisonStatusSchema,
  /** For two items, the layers done so far; otherwise empty. */
  layers: z.array(layerComparisonSchema),
  /** For two items, what was measured beside the distance. */
  yardsticks: yardsticksSchema,
  /** For three or more, cells done so far, at most `cellsAtOnce`: the others follow as events. Otherwise empty. */
  cells: z.array(pairCellSchema),
});
export type ComparisonSnapshot = z.infer<typeof comparisonSnapshotSchema>;

const nothing = z.null();
const twoPaths = { a: z.string(), b: z.string() };

export const comparisonMethods = {
  ...layerDataMethods,
  ...savingMethods,
  ...matchingMethods,
  ...arrangementMethods,
  ...selectionMethods,
  /** Everything known now; events follow from here on. */
  subscribe: { params: nothing, progress: nothing, result: comparisonSnapshotSchema },
  /** What was subscribed to has been painted: what is computed for the page may begin. */
  painted: { params: nothing, progress: nothing, result: nothing },
  cancel: { params: nothing, progress: nothing, result: nothing },
  /** Starts again what was cancelled or failed. */
  restart: { params: nothing, progress: nothing, result: nothing },
  /** Starts anew with another method, budget or treatment of outputs. */
  setMeasure: { params: z.object({ measure: measureSchema }), progress: nothing, result: nothing },
  /** Another mean of the same distances: nothing is computed. */
  setRule: { params: z.object({ rule: meanRuleSchema }), progress: nothing, result: nothing },
  /** The two of a pair by another method, to stand beside. */
  compareBeside: {
    params: z.object({ measure: measureSchema }),
    progress: layerComparisonSchema,
    result: comparisonSchema,
  },
  /** Exchanges A and B of a pair and compares anew. */
  swap: { params: nothing, progress: nothing, result: nothing },
  /** Begins what is not under way; the event `yardsticks` tells how it goes. */
  measureYardstick: { params: z.object({ yardstick: yardstickSchema }), progress: nothing, result: nothing },
  stopYardstick: { params: z.object({ yardstick: yardstickSchema }), progress: nothing, result: nothing },
  /** The chance level of one cell, by widths and numbers of links. */
  cellChance: { params: z.object(twoPaths), progress: countSchema, result: chanceSchema },
  /** The part of the matrix that is on screen: its cells are computed first. */
  focus: { params: z.object({ rows: spanSchema, columns: spanSchema }), progress: nothing, result: nothing },
  /** Opens a comparison of two of the items (a click on a cell). */
  openPair: { params: z.object(twoPaths), progress: nothing, result: nothing },
} as const;
export type ComparisonMethods = typeof comparisonMethods;

export const comparisonEvents = {
  item: comparedItemSchema,
  /**
   * Others than before: those that stay keep their order and their cells, which count as their rows and columns from
   * now on; new ones stand at the end.
   */
  items: z.array(comparedItemSchema),
  follow: followSchema.nullable(),
  /** Checkpoints came to a run of the items, or went. */
  runsChanged: nothing,
  /** Another measure; a reset follows. */
  measure: measureSchema,
  rule: meanRuleSchema,
  status: comparisonStatusSchema,
  layer: layerComparisonSchema,
  yardsticks: yardsticksSchema,
  cells: z.array(pairCellSchema),
  /** The two of a pair were exchanged; a reset follows. */
  swapped: nothing,
  /** The computation began anew: forget layers and cells. */
  reset: nothing,
} as const;
export type ComparisonEvents = typeof comparisonEvents;

export const comparisonStateSchema = z.object({
  version: z.literal(1),
  paths: z.array(z.string()).min(2),
  /** Shown layer of the matrix; null is the mean. */
  layer: z.number().int().nullable(),
  /** Absent in what was kept before there was a choice. */
  follow: followSchema.nullable().default(null).catch(null),
  many: manyChoicesSchema.default(usualChoices).catch(usualChoices),
  ...keptMeasureShape,
  /** Absent in what was kept before there was a choice. */
  rule: meanRuleSchema.default(publishedRule).catch(publishedRule),
  /** Of two checkpoints, what is looked at. */
  pair: pairChoicesSchema.default(firstPairChoices).catch(firstPairChoices),
});
export type ComparisonState = z.infer<typeof comparisonStateSchema>;
