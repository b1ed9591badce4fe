import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { discoverSeries, identifyPath } from '../../../src/checkpoints/discovery';
import { scanSeries } from '../../../src/checkpoints/scanSeries';
import type { CheckpointSeries } from '../../../src/checkpoints/series';
import { lay, temporaryFolder } from './support/folders';

const base = temporaryFolder();
let roots = 0;

/** A new folder with these files, all empty: nothing but their names may matter. */
function folderOf(...names: readonly string[]): string {
  const root = path.join(base, `root${roots++}`);
  mkdirSync(root);
  lay(root, Object.fromEntries(names.map((name) => [name, ''])));
  return root;
}

/** Path relative to `root`, kind, and names of the checkpoints. */
function outline(root: string, series: CheckpointSeries): readonly [string, string, ...string[]] {
  const relative = path.relative(root, series.path).split(path.sep).join('/');
  return [relative, series.kind, ...series.checkpoints.map(({ name }) => name)];
}

async function found(root: string, options = {}) {
  return (await discoverSeries(root, options)).map((series) => outline(root, series));
}

describe('discovering series', () => {
  test('runs, folders of the NNSTD authors and folders of files', async () => {
    const root = folderOf(
      'runs/a/run.json',
      'runs/a/config.json',
      'runs/a/checkpoints/epoch-0010.safetensors',
      'runs/a/checkpoints/epoch-0002.safetensors',
      'runs/a/checkpoints/epoch-0002-step-000120.safetensors',
      'runs/a/checkpoints/.epoch-0003.safetensors.0123456789ab.tmp',
      'runs/a/checkpoints/notes.safetensors',
      'runs/waiting/run.json',
      'runs/waiting/config.json',
      'topo/w0/epoch_100/weight_l0.npz',
      'topo/w0/epoch_20/weight_l0.npz',
      'topo/w0/testacc.txt',
      'topo/final/weight_l0.npz',
      'topo/final/weight_l1.npz',
      'layers/w2.npz',
      'layers/w10.npz',
      'layers/net_epoch3.safetensors',
      'layers/readme.md',
      'src/main.py',
      'config.json',
    );
    expect(await found(root)).toEqual([
      ['layers', 'folder', 'net_epoch3.safetensors', 'w2.npz', 'w10.npz'],
      [
        'runs/a',
        'run',
        'epoch-0002.safetensors',
        'epoch-0002-step-000120.safetensors',
        'epoch-0010.safetensors',
      ],
      ['runs/waiting', 'run'],
      ['topo/final', 'folder', 'final'],
      ['topo/w0', 'folder', 'epoch_20', 'epoch_100'],
    ]);
    expect(await found(root, { runsOnly: true })).toEqual([
      ['runs/a', 'run', expect.anything(), expect.anything(), expect.anything()],
      ['runs/waiting', 'run'],
    ]);
  });

  test('entries say format, epoch and step', async () => {
    const root = folderOf(
      'r/config.json',
      'r/checkpoints/epoch-0002-step-000120.safetensors',
      'n/epoch_007/weight_l0.npz',
      'f/w.npz',
    );
    const entries = (await discoverSeries(root)).flatMap(({ checkpoints }) => checkpoints);
    expect(entries).toEqual([
      { path: path.join(root, 'f/w.npz'), format: 'npz-layer', epoch: null, step: 0, name: 'w.npz' },
      { path: path.join(root, 'n/epoch_007'), format: 'nnstd-folder', epoch: 7, step: 0, name: 'epoch_007' },
      {
        path: path.join(root, 'r/checkpoints/epoch-0002-step-000120.safetensors'),
        format: 'safetensors',
        epoch: 2,
        step: 120,
        name: 'epoch-0002-step-000120.safetensors',
      },
    ]);
  });

  test('what only looks like a run or a topology is none', async () => {
    const root = folderOf(
      'a/run.json',
      'b/config.json',
      'b/checkpoints/model.bin',
      'c/epoch_1/model.pt',
      'c/epoch_2/model.pt',
      'd/epoch_1.txt',
    );
    expect(await found(root)).toEqual([]);
  });

  test('epoch folders are known by a few: also where the newest is still empty', async () => {
    const root = folderOf('w/epoch_1/weight_l0.npz', 'w/epoch_2/weight_l0.npz');
    mkdirSync(path.join(root, 'w/epoch_3'));
    expect(await found(root)).toEqual([['w', 'folder', 'epoch_1', 'epoch_2', 'epoch_3']]);
  });

  test('a folder that is a checkpoint, given as the root', async () => {
    const root = folderOf('epoch_5/weight_l0.npz');
    expect(await found(path.join(root, 'epoch_5'))).toEqual([['', 'folder', 'epoch_5']]);
  });

  test('hidden and package folders are left out, and depth is bounded', async () => {
    const root = folderOf(
      '.git/w.npz',
      '.hidden.npz',
      'node_modules/p/w.npz',
      'a/b/c/w.npz',
      'a/b/c/d/w.npz',
    );
    expect(await found(root)).toEqual([
      ['a/b/c', 'folder', 'w.npz'],
      ['a/b/c/d', 'folder', 'w.npz'],
    ]);
    expect(await found(root, { maxDepth: 3 })).toEqual([['a/b/c', 'folder', 'w.npz']]);
  });

  test('links are followed, but not in circles', async () => {
    const root = folderOf('a/w.npz');
    const elsewhere = folderOf('far/w.npz');
    // A junction needs no privilege on Windows; elsewhere the kind is ignored.
    symlinkSync(root, path.join(root, 'a', 'circle'), 'junction');
    symlinkSync(elsewhere, path.join(root, 'link'), 'junction');
    symlinkSync(path.join(elsewhere, 'nothing'), path.join(root, 'broken'), 'junction');
    expect(await found(root)).toEqual([
      ['a', 'folder', 'w.npz'],
      ['link/far', 'folder', 'w.npz'],
    ]);
  });

  test('it stops when told to, and a root that is not there is an error', async () => {
    const root = folderOf('a/w.npz');
    await expect(discoverSeries(root, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    await expect(discoverSeries(path.join(root, 'gone'))).rejects.toThrow(/ENOENT/);
  });
});

describe('scanning one series', () => {
  test('it is the one that discovery finds, or null', async () => {
    const root = folderOf('w/epoch_1/weight_l0.npz', 'w/epoch_2/weight_l0.npz', 'empty/x.txt', 'file');
    expect(await scanSeries(path.join(root, 'w'))).toEqual((await discoverSeries(root))[0]);
    for (const name of ['empty', 'gone', 'file']) {
      expect(await scanSeries(path.join(root, name))).toBeNull();
    }
  });
});

describe('telling what a path is', () => {
  const root = folderOf(
    'runs/a/run.json',
    'runs/a/config.json',
    'runs/a/checkpoints/epoch-0002.safetensors',
    'topo/w0/epoch_1/weight_l0.npz',
    'topo/w0/last/weight_l0.npz',
    'layers/w1.npz',
    'layers/.w2.npz.0123456789ab.tmp',
    'layers/readme.md',
    'checkpoints/w.safetensors',
  );
  test.each([
    ['runs/a', { kind: 'run', path: 'runs/a' }],
    ['runs/a/checkpoints', { kind: 'run', path: 'runs/a' }],
    [
      'runs/a/checkpoints/epoch-0002.safetensors',
      { kind: 'checkpoint', format: 'safetensors', series: 'runs/a' },
    ],
    ['runs/a/run.json', { kind: 'nothing' }],
    ['topo/w0', { kind: 'series', path: 'topo/w0' }],
    ['topo/w0/epoch_1', { kind: 'checkpoint', format: 'nnstd-folder', series: 'topo/w0' }],
    ['topo/w0/last', { kind: 'checkpoint', format: 'nnstd-folder', series: 'topo/w0/last' }],
    ['topo/w0/epoch_1/weight_l0.npz', { kind: 'checkpoint', format: 'npz-layer', series: null }],
    ['topo', { kind: 'nothing' }],
    ['layers', { kind: 'series', path: 'layers' }],
    ['layers/w1.npz', { kind: 'checkpoint', format: 'npz-layer', series: 'layers' }],
    ['layers/.w2.npz.0123456789ab.tmp', { kind: 'nothing' }],
    ['layers/readme.md', { kind: 'nothing' }],
    ['checkpoints', { kind: 'series', path: 'checkpoints' }],
    ['checkpoints/w.safetensors', { kind: 'checkpoint', format: 'safetensors', series: 'checkpoints' }],
    ['gone', { kind: 'nothing' }],
  ])('%s', async (name, expected) => {
    const relative = (file: string | null) =>
      file === null ? null : path.relative(root, file).split(path.sep).join('/');
    const identity = await identifyPath(path.join(root, name));
    const plain =
      identity.kind === 'checkpoint'
        ? { kind: identity.kind, format: identity.checkpoint.format, series: relative(identity.series) }
        : identity.kind === 'nothing'
          ? identity
          : { kind: identity.kind, path: relative(identity.path) };
    expect(plain).toEqual(expected);
    if (identity.kind === 'checkpoint') expect(relative(identity.checkpoint.path)).toBe(name);
  });
});
