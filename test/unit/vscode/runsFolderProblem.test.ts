import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FolderSystem, runsFolderProblem } from '../../../src/vscode/training/runsFolderProblem';

const drive = path.resolve('/drive');
const folder = path.join(drive, 'runs');
const mebibyte = 2 ** 20;

function refusal(code: string): Error {
  return Object.assign(new Error(`${code}: refused`), { code });
}

interface Refusing {
  readonly there?: readonly string[];
  readonly files?: readonly string[];
  /** Of every access. */
  readonly refuses?: string;
  readonly freeBytes?: number;
}

function system({ there = [drive, folder], files = [], refuses, freeBytes = 1e12 }: Refusing): FolderSystem {
  return {
    stat: (file) =>
      [...there, ...files].includes(file)
        ? Promise.resolve({ isDirectory: () => !files.includes(file) })
        : Promise.reject(refusal('ENOENT')),
    access: () => (refuses === undefined ? Promise.resolve() : Promise.reject(refusal(refuses))),
    statfs: () => Promise.resolve({ bavail: freeBytes / 512, bsize: 512 }),
  };
}

const ask = (refusing: Refusing, wasThere = true): Promise<string | null> =>
  runsFolderProblem({ folder, wasThere, bytes: 3 * mebibyte }, system(refusing));

describe('the folder of new runs', () => {
  it('is right where it can be written, or made', async () => {
    expect(await ask({})).toBeNull();
    expect(await ask({ there: [drive] }, false)).toBeNull();
    expect(await ask({ freeBytes: 3 * mebibyte })).toBeNull();
  });

  it('is not made anew where it has gone', async () => {
    expect(await ask({ there: [drive] })).toBe(
      `${folder}: it was there when this form was opened, and is gone. Bring it back, or choose another folder.`,
    );
  });

  it.each([
    ['is read-only', { refuses: 'EROFS' }, 'it cannot be written (EROFS): check its permissions'],
    ['may not be written', { refuses: 'EACCES' }, 'it cannot be written (EACCES): check its permissions'],
    [
      'is on a full disk',
      { freeBytes: mebibyte / 2 },
      'the disk is full: 0.5 MiB are free, the run takes 3.0 MiB at least',
    ],
    ['is a file', { there: [drive], files: [folder] }, 'it is no folder'],
  ])('says that it %s', async (_what, refusing, why) => {
    expect(await ask(refusing)).toBe(`${folder}: ${why}. Choose another folder, or mend this one.`);
  });

  it('is not held full by a file system that does not tell', async () => {
    const silent = { ...system({}), statfs: () => Promise.reject(refusal('ENOSYS')) };
    expect(await runsFolderProblem({ folder, wasThere: true, bytes: mebibyte }, silent)).toBeNull();
  });
});
