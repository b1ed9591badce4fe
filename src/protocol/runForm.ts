import * as z from 'zod';
import { savingMethods } from './saving';

/** Between the form for a new run and the extension host. */

/** A configuration as it is written: what is left out has its default. */
const configSchema = z.record(z.string(), z.unknown());
export type WrittenConfig = z.infer<typeof configSchema>;

export const configProblemSchema = z.object({
  /** Key path from the top, "optimizer.momentum". */
  key: z.string(),
  /** What is possible there, in words. */
  possible: z.string(),
  found: z.string(),
});
export type FormProblem = z.infer<typeof configProblemSchema>;

const rangeSchema = z.object({ low: z.number(), high: z.number() });

export const forecastSchema = z.object({
  /** "784·256·256·10 · SET ζ 0.3 · ER ε 20". */
  summary: z.string(),
  layers: z.array(
    z.object({
      inputs: z.number().int(),
      outputs: z.number().int(),
      /** Exact. */
      linksAtStart: z.number().int(),
      linksAtEnd: z.number().int(),
    }),
  ),
  samples: z.object({
    train: z.number().int(),
    validation: z.number().int(),
    test: z.number().int(),
  }),
  stepsPerEpoch: z.number().int(),
  engine: z.string(),
  /** Why that engine, a clause. */
  why: z.string(),
  threads: z.number().int(),
  /** Estimates. */
  secondsPerEpoch: rangeSchema,
  memoryBytes: rangeSchema,
});
export type RunForecast = z.infer<typeof forecastSchema>;

export const plannedSchema = z.object({
  problems: z.array(configProblemSchema),
  /** What would be trained; null where something is wrong. */
  forecast: forecastSchema.nullable(),
  /** Why it could not be found out though the configuration is right: data that cannot be read. */
  failure: z.string().nullable(),
});
export type Planned = z.infer<typeof plannedSchema>;

export const checkedSchema = plannedSchema.extend({
  /** Why no run can be written to the folder of new runs; null where one can. */
  folderProblem: z.string().nullable(),
  /** What the run would be called: the name, made one of a folder and free. */
  runName: z.string(),
});
export type Checked = z.infer<typeof checkedSchema>;

export const runFormSnapshotSchema = z.object({
  /** JSON Schema of the configuration (`configJsonSchema`). */
  schema: z.record(z.string(), z.unknown()),
  config: configSchema,
  name: z.string(),
  /** What the form starts from, in a sentence; null for a run from the beginning. */
  origin: z.string().nullable(),
  /** Folder of new runs. */
  runsFolder: z.string(),
});
export type RunFormSnapshot = z.infer<typeof runFormSnapshotSchema>;

const filled = z.object({
  name: z.string(),
  config: configSchema,
  /** Folder that the folder of the run is made in. */
  runsFolder: z.string(),
});

export const runFormMethods = {
  ...savingMethods,
  subscribe: { params: z.null(), progress: z.null(), result: runFormSnapshotSchema },
  /** Of a configuration as it stands; the last one asked for is answered, earlier ones may be cancelled. */
  check: { params: filled, progress: z.null(), result: checkedSchema },
  /** Starts the run and closes the form; what went wrong otherwise. */
  start: { params: filled, progress: z.null(), result: z.object({ problem: z.string().nullable() }) },
  /** Writes the configuration into a file and opens that in the editor. */
  openJson: { params: filled, progress: z.null(), result: z.null() },
  /** Asks for a file or folder; null where none was chosen. */
  pickPath: {
    params: z.object({ folder: z.boolean() }),
    progress: z.null(),
    result: z.string().nullable(),
  },
} as const;
export type RunFormMethods = typeof runFormMethods;

/** Kept by the page for a reload. */
export const runFormStateSchema = z.object({
  version: z.literal(1),
  ...filled.shape,
  origin: z.string().nullable(),
  /** What is unfolded. */
  open: z.array(z.string()).default([]),
});
export type RunFormState = z.infer<typeof runFormStateSchema>;
