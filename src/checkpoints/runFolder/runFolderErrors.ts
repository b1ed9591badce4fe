import type { ProcessIdentity } from './liveness';

/** A run folder that cannot be used as asked: which one, and why. */
export class RunFolderError extends Error {
  override readonly name: string = 'RunFolderError';

  constructor(
    readonly folder: string,
    readonly problem: string,
  ) {
    super(`${folder}: ${problem}`);
  }
}

/** Another process holds the folder and is alive, as far as can be told. */
export class RunLockedError extends RunFolderError {
  override readonly name = 'RunLockedError';

  constructor(
    folder: string,
    /** Null where its record cannot be read. */
    readonly owner: ProcessIdentity | null,
  ) {
    super(
      folder,
      owner === null
        ? 'another process is writing it'
        : `it is being written by process ${owner.pid} on ${owner.host}`,
    );
  }
}

/** The lock was taken over, or is gone with its folder: this process may write nothing more. */
export class LockLostError extends RunFolderError {
  override readonly name = 'LockLostError';
}

/** The code of a system error ('ENOENT'), or null. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Whether a write failed for what somebody can mend while a run waits: a full disk, a folder that is read-only. */
export function isMendable(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '');
}

/** The error of a failed write in a run folder, in words where it is one of the usual ones. */
export function runFolderProblem(folder: string, error: unknown): Error {
  if (error instanceof RunFolderError) return error;
  const code = errorCode(error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new RunFolderError(folder, `it cannot be written (${code}): check its permissions`);
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') return new RunFolderError(folder, `the disk is full (${code})`);
  if (code === 'ENOTDIR') return new RunFolderError(folder, 'it is no folder');
  return error instanceof Error ? error : new Error(String(error));
}
