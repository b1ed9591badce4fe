import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { scanSeries } from '../../../src/checkpoints/scanSeries';

interface Listed {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

const disk = vi.hoisted(() => ({
  /** What `readdir` tells of each folder; there is nothing behind it. */
  folders: new Map<string, readonly Listed[]>(),
  asked: [] as string[],
}));

/** A file system that answers directory listings and nothing else, and remembers what it was asked. */
vi.mock('node:fs/promises', () => {
  const refuse =
    (name: string) =>
    (file: string): never => {
      throw new Error(`${name}(${file}): only directory listings may be asked for`);
    };
  return {
    readdir: (folder: string) => {
      disk.asked.push(folder);
      const entries = disk.folders.get(folder) ?? [];
      return Promise.resolve(
        entries.map(({ name, kind }) => ({
          name,
          isFile: () => kind === 'file',
          isDirectory: () => kind === 'folder',
          isSymbolicLink: () => false,
        })),
      );
    },
    ...Object.fromEntries(
      ['stat', 'lstat', 'open', 'realpath', 'readFile', 'rename', 'unlink'].map((name) => [
        name,
        refuse(name),
      ]),
    ),
  };
});

function shuffled<T>(items: readonly T[]): T[] {
  return items.map((_, k) => items[(k * 7919) % items.length]);
}

describe('many checkpoints', () => {
  test('10,000 files of a run are listed in order from two directory listings', async () => {
    const run = path.resolve('/runs/long');
    const names = Array.from({ length: 10_000 }, (_, k) => `epoch-${String(k).padStart(4, '0')}.safetensors`);
    disk.folders.set(run, [
      { name: 'run.json', kind: 'file' },
      { name: 'config.json', kind: 'file' },
      { name: 'checkpoints', kind: 'folder' },
    ]);
    disk.folders.set(
      path.join(run, 'checkpoints'),
      shuffled(names).map((name) => ({ name, kind: 'file' })),
    );
    disk.asked.length = 0;
    const series = await scanSeries(run);
    expect(series?.checkpoints.map(({ name }) => name)).toEqual(names);
    expect(disk.asked).toEqual([run, path.join(run, 'checkpoints')]);
  });

  test('of 10,000 epoch folders a few are looked into', async () => {
    const net = path.resolve('/topo/net');
    const names = Array.from({ length: 10_000 }, (_, k) => `epoch_${k}`);
    disk.folders.set(
      net,
      shuffled(names).map((name) => ({ name, kind: 'folder' })),
    );
    disk.folders.set(path.join(net, 'epoch_9999'), [{ name: 'weight_l0.npz', kind: 'file' }]);
    disk.asked.length = 0;
    const series = await scanSeries(net);
    expect(series?.checkpoints.map(({ name }) => name)).toEqual(names);
    expect(disk.asked.length).toBeLessThanOrEqual(4);
  });
});
