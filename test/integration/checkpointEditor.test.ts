import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SparseTopologyApi } from '../../src/extension';
import type { CheckpointSnapshot } from '../../src/protocol/checkpoint';
import { checkpointBytes, checkpointName } from './support/checkpoints';
import { activated, workspaceFolder } from './support/extension';
import { waitUntil } from './support/waitUntil';

describe('the editor of a checkpoint', () => {
  let api: SparseTopologyApi;
  let folder: string;

  before(async () => {
    api = await activated();
    folder = path.join(workspaceFolder(), 'edited');
    await mkdir(path.join(folder, 'epoch_003'), { recursive: true });
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await waitUntil('the editors to close', () => api.checkpoints.open.length === 0);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  async function opened(file: string): Promise<() => CheckpointSnapshot> {
    await vscode.commands.executeCommand('sparseTopology.openCheckpoint', vscode.Uri.file(file));
    const editor = await waitUntil('the editor', () => api.checkpoints.open[0]);
    return () => editor.model.snapshot();
  }
  const until = (phase: CheckpointSnapshot['phase'], snapshot: () => CheckpointSnapshot): Promise<unknown> =>
    waitUntil(`it to be ${phase}`, () => snapshot().phase === phase, {
      details: () => JSON.stringify(snapshot()),
    });

  it('shows the file as it is, also when it is written again, and when it goes', async () => {
    const file = path.join(folder, checkpointName(7));
    await writeFile(file, checkpointBytes(7));
    const snapshot = await opened(file);
    await until('read', snapshot);
    const widths = (): number[] => snapshot().step!.facts.layers.map(({ inputs }) => inputs);
    assert.equal(snapshot().label, 'edited · epoch 7');
    assert.deepEqual(widths(), [20, 12]);
    await writeFile(file, checkpointBytes(7, 7, [30, 10, 5]));
    await waitUntil('the other network', () => widths()[0] === 30);
    await rm(file);
    await until('gone', snapshot);
  });

  it('opens a folder of layers, and says why it cannot be read', async () => {
    const layer = path.join(folder, 'epoch_003', 'weight_l0.npz');
    await writeFile(layer, 'this is no archive');
    const snapshot = await opened(path.dirname(layer));
    await until('failed', snapshot);
    assert.match(snapshot().reason ?? '', /weight_l0\.npz/);
    assert.equal(snapshot().step, null);
  });
});
