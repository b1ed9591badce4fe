import * as z from 'zod';

/** `run.json`: the state of a run as its one writer last said it. */
export const runStateSchema = z.enum(['running', 'paused', 'finished', 'failed', 'stopped']);

export const runRecordSchema = z.object({
  version: z.literal(1),
  state: runStateSchema,
  /** Process that trains or last trained, and when it started, in a form that tells a reused id apart. */
  pid: z.number().int().positive(),
  processStart: z.string(),
  host: z.string(),
  /** ISO 8601 times. */
  created: z.string(),
  heartbeat: z.string(),
  /** Epochs done, and how many there will be. */
  epoch: z.number().int().nonnegative(),
  epochs: z.number().int().nonnegative(),
  /** Accuracy on the test set after the last epoch, 0 to 1; null before the first. */
  testAccuracy: z.number().nullable(),
  versions: z.object({ sparseTopology: z.string(), node: z.string() }),
  /** Of the folder it was started in, where that is a git work tree. */
  gitCommit: z.string().nullable(),
  /** Why it failed. */
  error: z.string().nullable(),
  /** Why it finished before its last epoch. */
  endedEarly: z.string().nullable().default(null),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** What a reader shows: a run that says it is running or paused and has no process is interrupted. */
export type RunState = z.infer<typeof runStateSchema> | 'interrupted';

/** One line of `metrics.jsonl`. Losses are means over the samples of what `network.loss` says, accuracies 0 to 1. */
export const epochMetricsSchema = z.object({
  epoch: z.number().int().nonnegative(),
  /** Optimiser steps since the start of the run. */
  step: z.number().int().nonnegative(),
  /** Time of training this epoch, without evaluation and checkpoint. */
  elapsedMs: z.number(),
  time: z.string(),
  trainLoss: z.number().nullable(),
  trainAccuracy: z.number().nullable(),
  /** Where samples are set aside for it. */
  validationLoss: z.number().optional(),
  validationAccuracy: z.number().optional(),
  testLoss: z.number(),
  testAccuracy: z.number(),
  /** Links of each layer, and those grown and dropped in this epoch, the change that begins it included. */
  layers: z.array(
    z.object({
      links: z.number().int(),
      grown: z.number().int(),
      dropped: z.number().int(),
    }),
  ),
});
export type EpochMetrics = z.infer<typeof epochMetricsSchema>;

/** Requests a reader may drop into `control/`. */
export const controlRequestSchema = z.enum(['pause', 'resume', 'stop', 'checkpoint']);
export type ControlRequest = z.infer<typeof controlRequestSchema>;
