import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SparseTopologyApi } from '../../src/extension';
import { activated, workspaceFolder } from './support/extension';
import { waitUntil } from './support/waitUntil';

describe('the sample', () => {
  let api: SparseTopologyApi;
  let run: string;
  const known = () => api.store.get(run)?.run ?? null;

  before(async () => {
    api = await activated();
    run = path.join(workspaceFolder(), 'runs', 'sample-set');
  });

  after(async () => {
    if (known()?.state === 'running') process.kill(known()!.record!.pid, 'SIGKILL');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('trains by one command, asks nothing, and opens its evolution', async () => {
    await vscode.commands.executeCommand('sparseTopology.openSample');
    await waitUntil('the first epoch', () => (known()?.epoch ?? 0) > 0);
    assert.equal(known()?.epochs, 40);
    assert.ok(api.evolution.open.some(({ seriesPath }) => seriesPath === run));
  });

  it('is only opened where it is there', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await waitUntil('its panel to close', () => api.evolution.open.length === 0);
    await vscode.commands.executeCommand('sparseTopology.openSample');
    assert.deepEqual(
      api.evolution.open.map(({ seriesPath }) => seriesPath),
      [run],
    );
    assert.equal(api.store.runs().filter(({ path: folder }) => folder.includes('sample-set')).length, 1);
  });
});
