import { CheckpointError } from '../checkpoints/checkpoint';
import { RunFolderError } from '../checkpoints/runFolder/runFolderErrors';
import { ConfigError } from '../training/configError';
import { exitCodes } from './exitCodes';

/** Ends the command with a message for the user and an exit code. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof CliError) return error.exitCode;
  if (error instanceof ConfigError) return exitCodes.usage;
  if (error instanceof RunFolderError || error instanceof CheckpointError) return exitCodes.folder;
  return exitCodes.failed;
}

export function describeError(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error);
  return debug ? (error.stack ?? error.message) : error.message;
}
