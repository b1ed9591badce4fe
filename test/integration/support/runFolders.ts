import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface MadeRun {
  readonly name: string;
  readonly state?: 'running' | 'finished' | 'failed' | 'stopped';
  readonly method?: string;
  readonly created?: string;
  readonly testAccuracy?: number;
  /** A folder of checkpoints to be shared with other runs. */
  readonly checkpoints: string;
}

/** A run folder as a training process leaves it; returns its path. */
export async function makeRun(parent: string, run: MadeRun): Promise<string> {
  const { name, state = 'finished', method = 'set', testAccuracy = 0.8, checkpoints } = run;
  const created = run.created ?? '2026-01-01T00:00:00.000Z';
  const folder = path.join(parent, name);
  await mkdir(folder, { recursive: true });
  const record = {
    version: 1,
    state,
    pid: 1,
    processStart: 'none/0',
    host: 'elsewhere',
    created,
    // Of a process on another machine, which nobody can look at.
    heartbeat: state === 'running' ? new Date().toISOString() : created,
    epoch: 2,
    epochs: 2,
    testAccuracy,
    versions: { sparseTopology: '0.1.0', node: '20.0.0' },
    gitCommit: null,
    error: state === 'failed' ? 'the loss is no number' : null,
  };
  const config = { method: { kind: method, dropFraction: 0.3 }, epochs: 2 };
  await Promise.all([
    writeFile(path.join(folder, 'run.json'), JSON.stringify(record)),
    writeFile(path.join(folder, 'config.json'), JSON.stringify(config)),
    // Thousands of files would take longer to make than to list.
    symlink(checkpoints, path.join(folder, 'checkpoints'), 'junction'),
  ]);
  return folder;
}
