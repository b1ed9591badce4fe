import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Checkpoint } from '../checkpoints/checkpoint';
import { identifyPath } from '../checkpoints/discovery';
import { readCheckpoint } from '../checkpoints/readCheckpoint';
import { scanSeries } from '../checkpoints/scanSeries';
import type { CheckpointEntry } from '../checkpoints/series';
import { CliError } from './cliError';
import { exitCodes } from './exitCodes';
import { runFolderArgument } from './runArgument';

/** A checkpoint that an argument names, unread. */
export interface NamedCheckpoint {
  /** Absolute. */
  readonly path: string;
  /** From the name; the file itself may know better. */
  readonly epoch: number | null;
}

export const checkpointArgumentHelp =
  'A checkpoint is a file, a folder of layers (one weight_l0.npz is enough), or a run folder or folder of\n' +
  'checkpoints with an epoch: runs/a@190, runs/a@last, runs/a@all.';

/**
 * The checkpoints that an argument names, by time: one, or with `@all` every one of a run. A file or folder whose own
 * name has an @ is taken for what it is. Throws `CliError`.
 */
export async function checkpointsOfArgument(argument: string): Promise<readonly NamedCheckpoint[]> {
  const whole = path.resolve(argument);
  if (await exists(whole)) return [await single(whole, argument)];
  const at = argument.lastIndexOf('@');
  const folder = at > 0 ? runFolderArgument(argument.slice(0, at)) : null;
  // What is not there is told of by its reader, as for a name without @.
  if (folder === null || !(await exists(folder))) return [{ path: whole, epoch: null }];
  return selected(folder, argument.slice(at + 1));
}

/** Reads a named checkpoint. Throws `CheckpointError`. */
export async function readNamed({ path: file, epoch }: NamedCheckpoint): Promise<Checkpoint> {
  const checkpoint = await readCheckpoint(file);
  return { ...checkpoint, epoch: checkpoint.epoch ?? epoch };
}

async function single(file: string, argument: string): Promise<NamedCheckpoint> {
  const identity = await identifyPath(runFolderArgument(file));
  if (identity.kind === 'checkpoint') return identity.checkpoint;
  if (identity.kind === 'nothing') return { path: file, epoch: null };
  throw new CliError(
    `${file} holds the checkpoints of ${identity.kind === 'run' ? 'a run' : 'a network'}: ` +
      `say which, as ${argument}@last, ${argument}@all or ${argument}@ and an epoch.`,
    exitCodes.usage,
  );
}

async function selected(folder: string, selector: string): Promise<readonly NamedCheckpoint[]> {
  const identity = await identifyPath(folder);
  if (identity.kind !== 'run' && identity.kind !== 'series') {
    throw new CliError(
      `${folder} is no run folder and no folder of checkpoints: '@${selector}' says nothing there.`,
      exitCodes.folder,
    );
  }
  const checkpoints = (await scanSeries(identity.path))?.checkpoints ?? [];
  if (checkpoints.length === 0) throw new CliError(`${folder} has no checkpoint yet.`, exitCodes.folder);
  if (selector === 'all') return checkpoints;
  if (selector === 'last') return [lastOf(checkpoints)];
  if (!/^\d{1,15}$/.test(selector)) {
    throw new CliError(
      `After ${folder}@ comes an epoch, 'last' or 'all', not '${selector}'.`,
      exitCodes.usage,
    );
  }
  return [atEpoch(folder, checkpoints, Number(selector))];
}

function lastOf(checkpoints: readonly CheckpointEntry[]): CheckpointEntry {
  return checkpoints.findLast(({ epoch }) => epoch !== null) ?? checkpoints[checkpoints.length - 1];
}

function atEpoch(folder: string, checkpoints: readonly CheckpointEntry[], epoch: number): CheckpointEntry {
  const found = checkpoints.filter((checkpoint) => checkpoint.epoch === epoch && checkpoint.step === 0);
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    throw new CliError(
      `${folder} has ${found.length} checkpoints of epoch ${epoch}: ${found.map(({ name }) => name).join(', ')}.`,
      exitCodes.usage,
    );
  }
  const epochs = checkpoints.filter(({ step }) => step === 0).map((checkpoint) => checkpoint.epoch);
  const known = epochs.filter((other) => other !== null);
  const nearest = known.toSorted((a, b) => Math.abs(a - epoch) - Math.abs(b - epoch)).slice(0, 3);
  throw new CliError(
    `${folder} has no checkpoint of epoch ${epoch}` +
      (nearest.length === 0
        ? '.'
        : `; the nearest: ${nearest.toSorted((a, b) => a - b).join(', ')} (of ${known.length}).`),
    exitCodes.folder,
  );
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
