import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { checkpointBytes, checkpointName } from '../support/checkpoints';
import { activated, setSetting, workspaceFolder } from '../support/extension';
import { answering } from '../support/stubWindow';
import { waitUntil } from '../support/waitUntil';

describe('Restricted Mode', () => {
  const nets = (): string => path.join(workspaceFolder(), 'nets');

  before(async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await mkdir(nets());
    for (const epoch of [0, 1]) {
      await writeFile(path.join(nets(), checkpointName(epoch)), checkpointBytes(epoch));
    }
    await writeFile(path.join(workspaceFolder(), 'tiny.json'), JSON.stringify({ epochs: 1 }));
  });

  async function refused(command: string, ...args: unknown[]): Promise<string> {
    const asked = await answering({ showWarningMessage: () => undefined }, async () => {
      await vscode.commands.executeCommand(`sparseTopology.${command}`, ...args);
    });
    assert.equal(asked.length, 1, `${command} said nothing`);
    return String(asked[0].args[0]);
  }

  it('lists checkpoints', async () => {
    const { store } = await activated();
    await setSetting('watchFolders', ['nets']);
    await waitUntil('the checkpoints', () => store.get(nets())?.checkpoints.length === 2);
  });

  it('starts no training, and says why', async () => {
    const config = vscode.Uri.file(path.join(workspaceFolder(), 'tiny.json'));
    assert.match(await refused('startTraining', config), /Restricted Mode: training/);
    assert.ok(!(await readdir(workspaceFolder())).includes('runs'));
  });

  it('starts no analysis, and says why', async () => {
    const uris = [0, 1].map((epoch) => vscode.Uri.file(path.join(nets(), checkpointName(epoch))));
    assert.match(await refused('compare', uris[0], uris), /Restricted Mode: a comparison/);
    assert.match(await refused('openEvolution', vscode.Uri.file(nets())), /Restricted Mode: the evolution/);
    const { analysis, comparison, evolution, trees } = await activated();
    const [watched] = await trees.checkpoints.getChildren();
    for (const node of await trees.checkpoints.getChildren(watched)) trees.checkpoints.getTreeItem(node);
    assert.deepEqual([comparison.open.length, evolution.open.length, analysis.pid], [0, 0, null]);
  });
});
