import * as z from 'zod';
import { stepSchema } from './analysis';
import { layerDataMethods } from './layerData';
import { linksShownSchema } from './linksShown';
import { savingMethods } from './saving';
import { firstStructureChoices, structureChoicesSchema } from './structureChoices';

/** Between the editor of a checkpoint and the extension host. */

export const checkpointSnapshotSchema = z.object({
  path: z.string(),
  /** "e5_s0_w0 · epoch 190" */
  label: z.string(),
  /** The run or folder it belongs to. */
  series: z.object({ name: z.string(), kind: z.enum(['run', 'folder']) }),
  phase: z.enum(['reading', 'unfinished', 'read', 'failed', 'gone']),
  /** Why it cannot be shown. */
  reason: z.string().nullable(),
  /** What is known of it, without an earlier checkpoint: of the last reading while it is read again. */
  step: stepSchema.nullable(),
  bytes: z.number().nullable(),
  /** ISO 8601. */
  modified: z.string().nullable(),
});
export type CheckpointSnapshot = z.infer<typeof checkpointSnapshotSchema>;

/** Asked by the webview. */
export const checkpointMethods = {
  ...layerDataMethods,
  ...savingMethods,
  subscribe: { params: z.null(), progress: z.null(), result: checkpointSnapshotSchema },
  /** Asks with which other one, and opens the comparison. */
  compareWith: { params: z.null(), progress: z.null(), result: z.null() },
  /** Opens the evolution of the run or folder it belongs to. */
  openSeries: { params: z.null(), progress: z.null(), result: z.null() },
} as const;

/** Sent to the webview while it is visible. */
export const checkpointEvents = { snapshot: checkpointSnapshotSchema } as const;
export type CheckpointEvents = typeof checkpointEvents;

/** Kept by the webview (`setState`) so that a reload shows the same. */
export const checkpointStateSchema = z.object({
  version: z.literal(1),
  layer: z.number().int().nonnegative(),
  connections: linksShownSchema.nullable().default(null).catch(null),
  structure: structureChoicesSchema.default(firstStructureChoices).catch(firstStructureChoices),
});
