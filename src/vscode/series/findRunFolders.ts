import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Deeper than anyone keeps runs, and shallow enough for a large workspace. */
const maxDepth = 6;
const maxFolders = 20_000;
const skipped = new Set(['node_modules', '__pycache__', 'site-packages', 'venv']);

export interface FoundRuns {
  readonly folders: readonly string[];
  /** The search was cut short: the workspace holds more folders than it looks into. */
  readonly truncated: boolean;
}

/** Run folders below `root`, told by their `run.json`; hidden folders and those of packages are left out. */
export async function findRunFolders(root: string): Promise<FoundRuns> {
  const folders: string[] = [];
  let level = [root];
  let visited = 0;
  for (let depth = 0; depth <= maxDepth && level.length > 0; depth++) {
    const next: string[] = [];
    for (let start = 0; start < level.length; start += 32) {
      const batch = level.slice(start, start + 32);
      visited += batch.length;
      if (visited > maxFolders) return { folders, truncated: true };
      const listed = await Promise.all(batch.map(lookInto));
      for (const { folder, isRun, below } of listed) {
        if (isRun) folders.push(folder);
        else next.push(...below);
      }
    }
    level = next;
  }
  return { folders, truncated: false };
}

async function lookInto(
  folder: string,
): Promise<{ readonly folder: string; readonly isRun: boolean; readonly below: readonly string[] }> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    if (entries.some((entry) => entry.name === 'run.json' && entry.isFile())) {
      return { folder, isRun: true, below: [] };
    }
    const below = entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !skipped.has(entry.name))
      .map(({ name }) => path.join(folder, name));
    return { folder, isRun: false, below };
  } catch {
    // Not ours to read, or gone meanwhile.
    return { folder, isRun: false, below: [] };
  }
}
