import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { RemoteError } from '../protocol/rpc';

export interface SettleOptions {
  readonly signal: AbortSignal;
  /** Told once, when the first attempt failed and the writer may still be at work. */
  readonly onUnfinished?: () => void;
  /** A checkpoint that cannot be read and has not changed for so long is broken; told by its age if absent. */
  readonly quietMs?: number;
  readonly pollMs?: number;
}

/** Kinds of failure that a writer still at work explains: a short file, a folder that lacks its last layers. */
const explainable = new Set(['CheckpointError', 'IncomparableError']);

/**
 * Result of `attempt` on a checkpoint that another program may be writing: one that cannot be read is tried again
 * each time it changes, and fails only once it has been left alone. Quiet is measured here, by this machine's clock:
 * modification times of a network drive are another's.
 */
export async function whenSettled<T>(
  checkpoint: string,
  attempt: () => Promise<T>,
  { signal, onUnfinished, quietMs, pollMs = 200 }: SettleOptions,
): Promise<T> {
  let told = false;
  for (;;) {
    const before = await fingerprint(checkpoint);
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RemoteError && explainable.has(error.kind))) throw error;
      if (before === absent) throw error;
      if (!told) onUnfinished?.();
      told = true;
      const patienceMs = quietMs ?? (await patienceFor(checkpoint));
      if (!(await changes(checkpoint, before, { signal, quietMs: patienceMs, pollMs }))) throw error;
    }
  }
}

/** A file written in the last minute may have a slow writer; an old one has none, whatever its clock. */
async function patienceFor(checkpoint: string): Promise<number> {
  try {
    const ageMs = Date.now() - (await stat(checkpoint)).mtimeMs;
    return Math.abs(ageMs) < 60_000 ? 10_000 : 1500;
  } catch {
    return 0;
  }
}

async function changes(
  checkpoint: string,
  before: string,
  { signal, quietMs, pollMs }: { signal: AbortSignal; quietMs: number; pollMs: number },
): Promise<boolean> {
  const deadline = performance.now() + quietMs;
  while (performance.now() < deadline) {
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    if ((await fingerprint(checkpoint)) !== before) return true;
  }
  return false;
}

const absent = 'absent';

/** Sizes and times of a file, or of a folder's entries: what any further writing changes. */
export async function fingerprint(checkpoint: string): Promise<string> {
  try {
    const own = await stat(checkpoint);
    if (!own.isDirectory()) return `${own.size}:${own.mtimeMs}:${own.ino}`;
    const names = (await readdir(checkpoint)).sort();
    const parts = await Promise.all(
      names.map(async (name) => `${name}=${await fingerprintOfEntry(path.join(checkpoint, name))}`),
    );
    return parts.join(';');
  } catch {
    return absent;
  }
}

async function fingerprintOfEntry(file: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(file);
    return `${size}:${mtimeMs}`;
  } catch {
    return absent;
  }
}
