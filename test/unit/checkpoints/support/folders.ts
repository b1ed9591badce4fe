import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { CheckpointError } from '../../../../src/checkpoints/checkpoint';

/** A folder of its own for a test file, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sparse-topology-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes files by relative path, making their folders. */
export function lay(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** The `CheckpointError` a reading ends in; fails for any other end. */
export async function refused(reading: Promise<unknown>): Promise<CheckpointError> {
  const end = await reading.then(
    () => new Error('it was read'),
    (error: unknown) => error,
  );
  if (!(end instanceof CheckpointError)) throw new Error(`no CheckpointError: ${String(end)}`);
  // What a reader did not foresee is turned into a CheckpointError as well; no test may depend on that.
  if (end.found.includes('its reader was not made for')) throw new Error(end.message);
  return end;
}
