import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, RunFolderError, runFolderProblem } from '../../checkpoints/runFolder/runFolderErrors';

/** What is asked of the file system; tests have one that refuses. */
export interface FolderSystem {
  stat(file: string): Promise<{ isDirectory(): boolean }>;
  access(file: string, mode: number): Promise<void>;
  statfs(file: string): Promise<{ readonly bavail: number; readonly bsize: number }>;
}

export interface WantedFolder {
  readonly folder: string;
  /** Whether it was there before: then it is not made anew, since what it stood on may be gone. */
  readonly wasThere: boolean;
  /** Room that the run needs at its start. */
  readonly bytes: number;
}

/** Why no run can be written into a folder that is there or can be made, or null. Sentences for whoever chooses it. */
export async function runsFolderProblem(
  { folder, wasThere, bytes }: WantedFolder,
  system: FolderSystem = { stat, access, statfs },
): Promise<string | null> {
  try {
    const existing = await nearestFolder(folder, system);
    if (existing !== folder && wasThere) {
      return `${folder}: it was there when this form was opened, and is gone. Bring it back, or choose another folder.`;
    }
    await system.access(existing, constants.W_OK | constants.X_OK);
    const free = await freeBytes(existing, system);
    if (free !== null && free < bytes) {
      throw new RunFolderError(
        folder,
        `the disk is full: ${mebibytes(free)} are free, the run takes ${mebibytes(bytes)} at least`,
      );
    }
    return null;
  } catch (error) {
    return `${runFolderProblem(folder, error).message}. Choose another folder, or mend this one.`;
  }
}

/** The folder itself, or what it would be made in. */
async function nearestFolder(folder: string, system: FolderSystem): Promise<string> {
  try {
    if ((await system.stat(folder)).isDirectory()) return folder;
  } catch (error) {
    const parent = path.dirname(folder);
    if (errorCode(error) !== 'ENOENT' || parent === folder) throw error;
    return nearestFolder(parent, system);
  }
  throw new RunFolderError(folder, 'it is no folder');
}

/** Null where the file system does not tell. */
function freeBytes(folder: string, system: FolderSystem): Promise<number | null> {
  return system.statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
