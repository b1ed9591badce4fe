import { execFile } from 'node:child_process';

/** Commit that is checked out in a folder's git work tree; null where there is none, or no git. */
export function gitCommit(folder: string): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(
      'git',
      ['rev-parse', 'HEAD'],
      { cwd: folder, timeout: 5_000, windowsHide: true },
      (error, stdout) => {
        const commit = stdout.trim();
        resolve(error === null && /^[0-9a-f]{40,64}$/.test(commit) ? commit : null);
      },
    );
  });
}
