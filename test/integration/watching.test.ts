import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { SparseTopologyApi } from '../../src/extension';
import { checkpointBytes, checkpointName } from './support/checkpoints';
import { activated, setSetting, workspaceFolder } from './support/extension';
import { waitUntil } from './support/waitUntil';

for (const where of ['inside', 'outside'] as const) {
  describe(`a watched folder ${where} the workspace`, () => {
    let api: SparseTopologyApi;
    let folder: string;
    const names = (): string[] => api.store.get(folder)?.checkpoints.map(({ name }) => name) ?? [];

    before(async () => {
      api = await activated();
      const base =
        where === 'inside'
          ? path.join(workspaceFolder(), 'watched')
          : await realpath(await mkdtemp(path.join(os.tmpdir(), 'sparse-topology-watched-')));
      folder = path.join(base, 'net');
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, checkpointName(0)), checkpointBytes(0));
      await vscode.commands.executeCommand('sparseTopology.watchFolder', vscode.Uri.file(base));
    });

    after(async () => {
      await vscode.commands.executeCommand(
        'sparseTopology.unwatchFolder',
        vscode.Uri.file(path.dirname(folder)),
      );
      await waitUntil('the folder to be unwatched', () => api.store.get(folder) === null);
      await rm(path.dirname(folder), { recursive: true, force: true });
    });

    it('shows what is there', async () => {
      await waitUntil('the first checkpoint', () => names().length === 1);
      assert.equal(api.store.watched().length, 1);
    });

    it('shows a new checkpoint soon after it is complete', async () => {
      const file = path.join(folder, checkpointName(1));
      await writeFile(`${file}.tmp`, checkpointBytes(1));
      const startedAt = performance.now();
      await rename(`${file}.tmp`, file);
      await waitUntil('the new checkpoint', () => names().length === 2);
      console.log(
        `  a new checkpoint ${where} the workspace was seen after ${(performance.now() - startedAt).toFixed(0)} ms`,
      );
      assert.deepEqual(names(), [checkpointName(0), checkpointName(1)]);
    });

    it('never shows a half-written checkpoint as broken', async () => {
      const file = path.join(folder, checkpointName(2));
      const bytes = checkpointBytes(2);
      const seen = new Set<string>();
      const look = (): string => {
        const { status } = api.facts.get(file);
        seen.add(status);
        return status;
      };
      await writeFile(file, bytes.subarray(0, bytes.length / 2));
      await waitUntil('the half', () => names().includes(checkpointName(2)));
      await waitUntil('the half to be found unfinished', () => look() === 'unfinished');
      await writeFile(file, bytes.subarray(0, bytes.length - 1));
      await waitUntil('nothing to change', () => look() === 'unfinished');
      await writeFile(file, bytes);
      await waitUntil('the whole', () => look() === 'known');
      assert.deepEqual(
        [...seen].filter((status) => status === 'failed'),
        [],
      );
    });

    it('shows a checkpoint that stays broken as unreadable, with the reason, and forgives it', async () => {
      const file = path.join(folder, checkpointName(3));
      await writeFile(file, 'this is no checkpoint');
      await waitUntil('the broken one', () => names().includes(checkpointName(3)));
      const failed = await waitUntil('a clear state', () => {
        const state = api.facts.get(file);
        return state.status === 'failed' ? state : null;
      });
      assert.match(failed.reason, /epoch-0003\.safetensors/);
      await writeFile(file, checkpointBytes(3));
      await waitUntil('the repaired one', () => api.facts.get(file).status === 'known');
    });

    it('drops deleted checkpoints, and the series with its folder', async () => {
      await rm(path.join(folder, checkpointName(0)));
      await waitUntil('the deleted one to vanish', () => !names().includes(checkpointName(0)));
      await rm(folder, { recursive: true });
      await waitUntil('the series to vanish', () => api.store.get(folder) === null);
    });
  });
}

describe('a folder that is polled', () => {
  it('is followed without file events, and says so', async () => {
    const api = await activated();
    const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'sparse-topology-polled-')));
    await setSetting('watcher', 'polling');
    try {
      await writeFile(path.join(folder, checkpointName(0)), checkpointBytes(0));
      await vscode.commands.executeCommand('sparseTopology.watchFolder', vscode.Uri.file(folder));
      const count = (): number | undefined => api.store.get(folder)?.checkpoints.length;
      await waitUntil('the first checkpoint', () => count() === 1);
      assert.equal(api.store.watched()[0].watchMode, 'polling');
      await writeFile(path.join(folder, checkpointName(1)), checkpointBytes(1));
      await waitUntil('the new checkpoint', () => count() === 2);
    } finally {
      await vscode.commands.executeCommand('sparseTopology.unwatchFolder', vscode.Uri.file(folder));
      await setSetting('watcher', undefined);
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('ten thousand checkpoints in a folder', () => {
  it('do not freeze the window', async function () {
    this.timeout(180_000);
    const api = await activated();
    const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'sparse-topology-many-')));
    const bytes = checkpointBytes(0);
    const write = (epoch: number): Promise<void> =>
      writeFile(path.join(folder, checkpointName(epoch)), bytes);
    for (let epoch = 0; epoch < 10_000; epoch += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, k) => write(epoch + k)));
    }
    const delay = monitorEventLoopDelay({ resolution: 5 });
    try {
      delay.enable();
      const startedAt = performance.now();
      await vscode.commands.executeCommand('sparseTopology.watchFolder', vscode.Uri.file(folder));
      const count = (): number | undefined => api.store.get(folder)?.checkpoints.length;
      await waitUntil('all of them', () => count() === 10_000);
      console.log(`  10,000 checkpoints were listed after ${(performance.now() - startedAt).toFixed(0)} ms`);
      const [root] = await waitUntil('the tree', () => api.trees.checkpoints.getChildren());
      const ranges = await api.trees.checkpoints.getChildren(root);
      assert.equal(ranges.length, 100);
      assert.equal((await api.trees.checkpoints.getChildren(ranges[0])).length, 100);
      for (let epoch = 10_000; epoch < 10_020; epoch++) await write(epoch);
      await waitUntil('the new ones', () => count() === 10_020);
      delay.disable();
      const worstMs = delay.max / 1e6;
      console.log(`  the extension host was never busy for longer than ${worstMs.toFixed(0)} ms`);
      assert.ok(worstMs < 3000, `the extension host was busy for ${worstMs} ms`);
    } finally {
      delay.disable();
      await vscode.commands.executeCommand('sparseTopology.unwatchFolder', vscode.Uri.file(folder));
      await rm(folder, { recursive: true, force: true });
    }
  });
});
