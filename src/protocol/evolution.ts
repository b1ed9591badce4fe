import * as z from 'zod';
import { stepSchema } from './analysis';
import { droppingMethods } from './dropping';
import { measureSchema } from './facts';
import { keptMeasureShape } from './keptMeasure';
import { layerDataMethods } from './layerData';
import { linksShownSchema } from './linksShown';
import { savingMethods } from './saving';
import { matchingMethods } from './matching';
import { firstStructureChoices, structureChoicesSchema } from './structureChoices';
import { chanceSchema } from './uncertainty';

/** Between the Topology Evolution panel and the extension host. */

export const curvePointSchema = z.object({
  epoch: z.number(),
  trainLoss: z.number().nullable(),
  trainAccuracy: z.number().nullable(),
  testLoss: z.number().nullable(),
  testAccuracy: z.number().nullable(),
  /** Optimiser steps since the start of training; absent where they were not recorded. */
  steps: z.number().optional(),
  /** When it was measured, in ms since 1970; absent as above. */
  timeMs: z.number().optional(),
});
export type CurvePoint = z.infer<typeof curvePointSchema>;

export const evolutionPointSchema = z.object({
  path: z.string(),
  name: z.string(),
  /** Position on the x axis: the epoch (with its fraction in mid-epoch), or the index where no epoch is known. */
  epoch: z.number(),
  status: z.enum(['pending', 'done', 'failed']),
  /** Why it failed. */
  reason: z.string().nullable(),
  step: stepSchema.nullable(),
  /** When the file was last changed, in ms since 1970; absent while unknown. */
  timeMs: z.number().optional(),
});
export type EvolutionPoint = z.infer<typeof evolutionPointSchema>;

export const evolutionHeaderSchema = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['run', 'folder']),
  /** 'running', 'paused' …; null for a watched folder. */
  state: z.string().nullable(),
  /** A sentence about it: the error of a failed run, "epoch 12 of 200". */
  stateDetail: z.string().nullable(),
  /** "784·784·784·784·10 · SET ζ 0.3 · ER ε 20", as far as it is known. */
  summary: z.string(),
  /** Sentences the reader of the numbers has to know: dropped bias rows, inferred masks, polling instead of file events. */
  notes: z.array(z.string()),
  /** The folder is gone. */
  missing: z.boolean(),
});
export type EvolutionHeader = z.infer<typeof evolutionHeaderSchema>;

/**
 * Links of each layer seen at a checkpoint or at one before, by its path, for a series that does not record which were
 * ever active; null for one that does, or while unknown.
 */
export const exploredSchema = z.record(z.string(), z.array(z.number().int())).nullable();
export type Explored = z.infer<typeof exploredSchema>;

export const evolutionSnapshotSchema = z.object({
  header: evolutionHeaderSchema,
  /** By which the distances are computed. */
  measure: measureSchema,
  curve: z.array(curvePointSchema),
  points: z.array(evolutionPointSchema),
  /** Of the initial and the newest checkpoint, by widths and numbers of links; null while unknown. */
  chance: chanceSchema.nullable(),
  explored: exploredSchema,
});
export type EvolutionSnapshot = z.infer<typeof evolutionSnapshotSchema>;

/** So many series may be shown at once. */
export const mostSeries = 50;

/** Of a series. */
const ofPath = z.object({ path: z.string() });

/** Asked by the webview. */
export const evolutionMethods = {
  ...layerDataMethods,
  ...savingMethods,
  ...matchingMethods,
  ...droppingMethods,
  /** Everything known now; events follow from here on. Asked at start and whenever the panel is shown again. */
  subscribe: {
    params: z.null(),
    progress: z.null(),
    result: z.object({ series: z.array(evolutionSnapshotSchema).min(1) }),
  },
  /** What was subscribed to has been painted: what is computed for the page may begin. */
  painted: { params: z.null(), progress: z.null(), result: z.null() },
  /** Asks the user which series to show too. */
  addSeries: { params: z.null(), progress: z.null(), result: z.null() },
  /** Looks for a series again, and reads what could not be read of it. */
  readAgain: { params: ofPath, progress: z.null(), result: z.null() },
  /** Opens what a run has logged. */
  showLog: { params: ofPath, progress: z.null(), result: z.null() },
  /** Opens the form of a new run, filled with what a run was trained by. */
  trainAgain: { params: ofPath, progress: z.null(), result: z.null() },
  /** Shows a series no more; the last one stays. */
  removeSeries: { params: ofPath, progress: z.null(), result: z.null() },
  /** Opens the NNSTD comparison of two of the points. */
  compare: {
    params: z.object({ paths: z.array(z.string()).min(2) }),
    progress: z.null(),
    result: z.null(),
  },
  /** Computes all distances anew with another method, budget or treatment of outputs. */
  setMeasure: { params: z.object({ measure: measureSchema }), progress: z.null(), result: z.null() },
} as const;
export type EvolutionMethods = typeof evolutionMethods;

/** What is told of one of the series. */
const ofSeries = <T extends z.ZodType>(value: T) => z.object({ series: z.string(), value });

/** Sent to the webview while it is visible. */
export const evolutionEvents = {
  /** A series more, or all of one anew. */
  joined: evolutionSnapshotSchema,
  /** Path of a series that is shown no more. */
  left: z.string(),
  header: ofSeries(evolutionHeaderSchema),
  /** Another measure; the points follow without their distances. */
  measure: ofSeries(measureSchema),
  /** Replaces points of the same epoch, appends the others. */
  curve: ofSeries(z.array(curvePointSchema)),
  /** Replaces points of the same path, inserts the others by epoch. */
  points: ofSeries(z.array(evolutionPointSchema)),
  chance: ofSeries(chanceSchema.nullable()),
  explored: ofSeries(exploredSchema),
  /** Paths of points that are gone. */
  removed: ofSeries(z.array(z.string())),
  /** Paths of checkpoints whose files are others now: what was read of them is void. */
  rewritten: ofSeries(z.array(z.string())),
} as const;
export type EvolutionEvents = typeof evolutionEvents;

/** What is told of one series, by the name of its event. */
export type SeriesEvents = {
  readonly [N in Exclude<keyof EvolutionEvents, 'joined' | 'left'>]: z.infer<EvolutionEvents[N]>['value'];
};

/** A checkpoint that was chosen; while it is not there, the one of the nearest epoch stands for it. */
const placeSchema = z.object({ path: z.string(), epoch: z.number() });
export type Place = z.infer<typeof placeSchema>;

/** Where the two handles of the time line stand. */
export const clockSchema = z.object({
  /** Null is the newest, followed as others come. */
  shown: placeSchema.nullable(),
  /** What it is compared with. */
  against: z.union([z.enum(['initial', 'previous']), placeSchema]),
});
export type Clock = z.infer<typeof clockSchema>;

export const firstClock: Clock = { shown: null, against: 'initial' };
/** Checkpoints a second. */
export const firstPace = 5;

/** How the charts are looked at. */
export const chartChoicesSchema = z.object({
  x: z.enum(['epoch', 'step', 'time']),
  log: z.boolean(),
  /** Weight of what came before, 0 (none) to below 1. */
  smoothing: z.number().min(0).max(0.99),
  /** What is seen of the x axis, in its unit; null is all. */
  zoom: z.object({ min: z.number(), max: z.number() }).nullable(),
});
export type ChartChoices = z.infer<typeof chartChoicesSchema>;

export const firstChoices: ChartChoices = { x: 'epoch', log: false, smoothing: 0, zoom: null };

/** What a user chose in the panel, beside what the series themselves tell. */
export const evolutionChoicesSchema = z.object({
  /** The series that time line and details belong to; null is the first. */
  focus: z.string().nullable().default(null).catch(null),
  /** Of several series the curves of this layer are shown; null is the mean. */
  curvesLayer: z.number().int().nonnegative().nullable().default(null).catch(null),
  /** Legend entries switched off. */
  hidden: z.array(z.string()).default([]),
  /** Names of the sections that are folded. */
  folded: z.array(z.string()).max(50).default([]).catch([]),
  /** Whose details are shown; absent in what was kept before there were any. */
  layer: z.number().int().nonnegative().default(0).catch(0),
  clock: clockSchema.default(firstClock).catch(firstClock),
  choices: chartChoicesSchema.default(firstChoices).catch(firstChoices),
  pace: z.number().positive().default(firstPace).catch(firstPace),
  connections: linksShownSchema.nullable().default(null).catch(null),
});
export type EvolutionChoices = z.infer<typeof evolutionChoicesSchema>;

/** Kept by the webview (`setState`) so that it opens again on the same series after a reload. */
export const evolutionStateSchema = z.object({
  ...evolutionChoicesSchema.shape,
  version: z.literal(1),
  path: z.string(),
  kind: z.enum(['run', 'folder']),
  /** Paths of the series that are shown beside the first. */
  others: z.array(z.string()).max(mostSeries).default([]).catch([]),
  /** How the runs are drawn, by path: the numbers of their codes. */
  codes: z.record(z.string(), z.number().int().nonnegative()).default({}).catch({}),
  structure: structureChoicesSchema.default(firstStructureChoices).catch(firstStructureChoices),
  ...keptMeasureShape,
});
export type EvolutionState = z.infer<typeof evolutionStateSchema>;
