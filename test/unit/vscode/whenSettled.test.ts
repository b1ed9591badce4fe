import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RemoteError } from '../../../src/protocol/rpc';
import { fingerprint, whenSettled } from '../../../src/vscode/whenSettled';

const broken = (): Promise<never> => Promise.reject(new RemoteError('CheckpointError', 'too short'));
const quick = { quietMs: 60, pollMs: 5 };

describe('whenSettled', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'settled-'));
    file = path.join(folder, 'epoch-0001.safetensors');
    await writeFile(file, 'half');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('tries again each time the file changes, and tells once that it is unfinished', async () => {
    let attempts = 0;
    let told = 0;
    const result = await whenSettled(
      file,
      async () => {
        attempts++;
        if (attempts === 3) return 'whole';
        // The writer goes on after the failure was seen.
        setTimeout(() => void writeFile(file, 'x'.repeat(10 + attempts)), 10);
        return broken();
      },
      { signal: new AbortController().signal, onUnfinished: () => told++, pollMs: 5, quietMs: 60_000 },
    );
    expect({ result, attempts, told }).toEqual({ result: 'whole', attempts: 3, told: 1 });
  });

  it('fails with the reason once the file is left alone', async () => {
    let attempts = 0;
    const settled = whenSettled(
      file,
      () => {
        attempts++;
        return broken();
      },
      { signal: new AbortController().signal, ...quick },
    );
    await expect(settled).rejects.toThrow('too short');
    expect(attempts).toBe(1);
  });

  it('does not wait for what no writer explains, nor for what is gone', async () => {
    const { signal } = new AbortController();
    const forever = { signal, quietMs: 60_000, pollMs: 5 };
    const crash = new RemoteError('Disconnected', 'gone');
    await expect(whenSettled(file, () => Promise.reject(crash), forever)).rejects.toBe(crash);
    await rm(file);
    await expect(whenSettled(file, broken, forever)).rejects.toThrow('too short');
  });

  it('ends when it is aborted', async () => {
    const abort = new AbortController();
    const settled = whenSettled(file, broken, { signal: abort.signal, quietMs: 60_000, pollMs: 5 });
    abort.abort();
    await expect(settled).rejects.toThrow(/abort/i);
  });
});

describe('fingerprint', () => {
  it('changes with any file of a checkpoint folder', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'fingerprint-'));
    try {
      const epoch = path.join(folder, 'epoch_001');
      const seen = [await fingerprint(epoch)];
      await mkdir(epoch);
      for (const layer of [0, 1]) {
        await writeFile(path.join(epoch, `weight_l${layer}.npz`), 'half');
        seen.push(await fingerprint(epoch));
        await writeFile(path.join(epoch, `weight_l${layer}.npz`), 'the whole');
        seen.push(await fingerprint(epoch));
      }
      expect(new Set(seen).size).toBe(5);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
