import { TopologyError } from '../../topology/validate';
import { CheckpointError } from '../checkpoint';

/** Makes the error for one file: what was expected in it and what was found. */
export type Fail = (expected: string, found: string, maybeIncomplete?: boolean) => CheckpointError;

export function failIn(file: string): Fail {
  return (expected, found, maybeIncomplete) => new CheckpointError(file, expected, found, maybeIncomplete);
}

/** The same for a part of the file: "… in indices.npy". */
export function failInside(fail: Fail, part: string): Fail {
  return (expected, found, maybeIncomplete) => fail(`${expected} in ${part}`, found, maybeIncomplete);
}

/** Runs a reader of `file`; whatever it throws leaves as `CheckpointError`. */
export async function readingFile<T>(file: string, read: (fail: Fail) => Promise<T>): Promise<T> {
  try {
    return await read(failIn(file));
  } catch (error) {
    throw toCheckpointError(file, error);
  }
}

function toCheckpointError(file: string, error: unknown): CheckpointError {
  const fail = failIn(file);
  if (error instanceof CheckpointError) return error;
  if (error instanceof TopologyError) {
    const where = error.layer === null ? '' : ` in layer ${error.layer}`;
    return fail(`${error.expected}${where}`, error.found);
  }
  if (error instanceof Error && 'code' in error && 'syscall' in error) {
    return fail('a readable file or folder', ioProblem(String(error.code)));
  }
  if (error instanceof RangeError) return fail('contents that fit into memory', error.message);
  return fail('a checkpoint', `something its reader was not made for (${String(error)})`);
}

function ioProblem(code: string): string {
  switch (code) {
    case 'ENOENT':
      return 'nothing of this name (ENOENT)';
    case 'EACCES':
    case 'EPERM':
      return `one that may not be read (${code})`;
    case 'EISDIR':
      return 'a folder where a file should be (EISDIR)';
    case 'ENOTDIR':
      return 'a file where a folder should be (ENOTDIR)';
    default:
      return `error ${code}`;
  }
}
