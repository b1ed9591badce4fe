import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, test, vi } from 'vitest';
import { isTemporaryName, writeFileAtomic } from '../../../src/checkpoints/atomicWrite';
import { runFolderProblem } from '../../../src/checkpoints/runFolder/runFolderErrors';
import { temporaryFolder } from './support/folders';

const root = temporaryFolder();

function emptyFolder(name: string): string {
  const folder = path.join(root, name);
  mkdirSync(folder);
  return folder;
}

describe('writing files whole', () => {
  test('text, bytes and chunks, over an older file, leave that file alone in the folder', async () => {
    const folder = emptyFolder('plain');
    const file = path.join(folder, 'a.json');
    await writeFileAtomic(file, 'ε');
    expect(readFileSync(file, 'utf8')).toBe('ε');
    await writeFileAtomic(file, Uint8Array.of(1, 2));
    expect([...readFileSync(file)]).toEqual([1, 2]);
    await writeFileAtomic(file, [
      Uint8Array.of(3),
      new Uint8Array(0),
      new Uint8Array(Float32Array.of(1).buffer),
    ]);
    expect([...readFileSync(file)]).toEqual([3, 0, 0, 128, 63]);
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('a failed write leaves nothing behind, and the old content', async () => {
    const folder = emptyFolder('failed');
    await expect(writeFileAtomic(path.join(folder, 'gone', 'a'), 'x')).rejects.toThrow(/ENOENT/);
    mkdirSync(path.join(folder, 'taken'));
    writeFileSync(path.join(folder, 'taken', 'inside'), '');
    await expect(writeFileAtomic(path.join(folder, 'taken'), 'x')).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
  }, 20_000);

  test('on a full disk, or where the disk fills on the way, nothing is left, and it is said in words', async () => {
    const folder = emptyFolder('full');
    const file = path.join(folder, 'loss.svg');
    await writeFileAtomic(file, 'old');
    const probe = await open(file);
    const handles = Object.getPrototypeOf(probe) as FileHandle;
    await probe.close();
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    for (const refused of ['write', 'sync'] as const) {
      const refusing = vi.spyOn(handles, refused).mockRejectedValue(full);
      const failure: unknown = await writeFileAtomic(file, 'new').catch((error: unknown) => error);
      refusing.mockRestore();
      expect(runFolderProblem(folder, failure).message).toBe(`${folder}: the disk is full (ENOSPC)`);
      expect(readFileSync(file, 'utf8')).toBe('old');
      expect(readdirSync(folder)).toEqual(['loss.svg']);
    }
  });

  test('killed at any moment, the file is the old or the new one, and leftovers are known by name', async () => {
    const folder = emptyFolder('killed');
    const file = path.join(folder, 'state');
    const script = path.join(root, 'writer.cjs');
    buildSync({
      stdin: {
        contents: `
          import { writeFileAtomic } from './src/checkpoints/atomicWrite';
          (async () => {
            for (let k = 0; ; k = (k + 1) % 200) {
              await writeFileAtomic(process.argv[2], [1, 2, 3, 4].map(() => new Uint8Array(50_000).fill(k)));
              process.stdout.write('.');
            }
          })();`,
        loader: 'ts',
        resolveDir: path.resolve(import.meta.dirname, '../../..'),
      },
      bundle: true,
      platform: 'node',
      outfile: script,
      logLevel: 'error',
    });
    for (let kill = 0; kill < 6; kill++) {
      const writer = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
      let written = 0;
      for await (const dots of writer.stdout) {
        written += (dots as Buffer).length;
        if (written > 3 + kill) break;
      }
      const exited = once(writer, 'exit');
      writer.kill('SIGKILL');
      await exited;
      const content = readFileSync(file);
      expect(content.length).toBe(200_000);
      expect(content.every((byte) => byte === content[0])).toBe(true);
    }
    for (const name of readdirSync(folder)) expect(name === 'state' || isTemporaryName(name)).toBe(true);
  });

  test('names that are temporary, and names that are not', () => {
    expect(isTemporaryName('.epoch-0003.safetensors.0123456789ab.tmp')).toBe(true);
    for (const name of [
      'epoch-0003.safetensors',
      'a.tmp',
      '.a.tmp',
      '.0123456789ab.tmp',
      'x.0123456789ab.tmp',
    ]) {
      expect(isTemporaryName(name), name).toBe(false);
    }
  });
});
