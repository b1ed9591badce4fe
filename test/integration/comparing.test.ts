import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SparseTopologyApi } from '../../src/extension';
import type { ComparisonPanel } from '../../src/vscode/panels/comparisonPanels';
import { checkpointBytes, checkpointName } from './support/checkpoints';
import { activated, workspaceFolder } from './support/extension';
import { waitUntil } from './support/waitUntil';

describe('comparing from the explorer', () => {
  let api: SparseTopologyApi;
  let nets: string;
  const uri = (...parts: string[]): vscode.Uri => vscode.Uri.file(path.join(nets, ...parts));

  before(async () => {
    api = await activated();
    nets = path.join(workspaceFolder(), 'nets');
    for (const [net, seed] of [
      ['a', 100],
      ['b', 200],
    ] as const) {
      await mkdir(path.join(nets, net), { recursive: true });
      for (let epoch = 0; epoch < 3; epoch++) {
        await writeFile(path.join(nets, net, checkpointName(epoch)), checkpointBytes(epoch, seed + epoch));
      }
    }
    await mkdir(path.join(nets, 'other'));
    await writeFile(path.join(nets, 'other', checkpointName(0)), checkpointBytes(0, 1, [20, 30, 4]));
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await waitUntil('the panels to close', () => api.comparison.open.length === 0);
  });

  async function compare(...uris: vscode.Uri[]): Promise<ComparisonPanel> {
    await vscode.commands.executeCommand('sparseTopology.compare', uris[0], uris);
    const [panel] = api.comparison.open;
    assert.ok(panel, 'no panel opened');
    await waitUntil('the comparison', () => panel.model.snapshot().status.phase !== 'running');
    return panel;
  }

  it('opens a pair for two files, in the order of their epochs', async () => {
    const panel = await compare(uri('a', checkpointName(2)), uri('a', checkpointName(0)));
    const { status, items, layers, mean } = panel.model.snapshot();
    assert.equal(status.phase, 'done', status.reason ?? '');
    assert.deepEqual(
      items.map(({ label }) => label),
      ['a · epoch 0', 'a · epoch 2'],
    );
    assert.equal(layers.length, 2);
    const expected = layers.reduce((sum, { distance }) => sum + distance, 0) / 2;
    assert.ok(Math.abs(mean! - expected) < 1e-12);
    assert.ok(mean! > 0 && mean! <= 1);
  });

  it('opens a matrix for files and folders together, each folder by its last checkpoint', async () => {
    const panel = await compare(uri('a'), uri('b'), uri('a', checkpointName(0)));
    const { status, items, cells } = panel.model.snapshot();
    assert.equal(status.phase, 'done', status.reason ?? '');
    assert.deepEqual(
      items.map(({ label }) => label),
      ['a · epoch 0', 'a · epoch 2', 'b · epoch 2'],
    );
    assert.equal(cells.filter((cell) => cell.status === 'done').length, 3);
  });

  it('opens all checkpoints of one folder', async () => {
    const panel = await compare(uri('b'));
    assert.equal(panel.model.snapshot().items.length, 3);
  });

  it('says which networks cannot be compared and why', async () => {
    const panel = await compare(uri('a', checkpointName(0)), uri('other', checkpointName(0)));
    const { status } = panel.model.snapshot();
    assert.equal(status.phase, 'failed');
    assert.match(status.reason ?? '', /20·12·4/);
    assert.match(status.reason ?? '', /20·30·4/);
  });

  it('shows the same comparison once', async () => {
    const uris = [uri('a', checkpointName(0)), uri('b', checkpointName(0))];
    await compare(...uris);
    await compare(...uris.reverse());
    assert.equal(api.comparison.open.length, 1);
  });

  it('opens the evolution of a folder that nobody watches, and follows it', async () => {
    await vscode.commands.executeCommand('sparseTopology.openEvolution', uri('a'), [uri('a')]);
    const panel = await waitUntil('the panel', () =>
      api.evolution.open.find(({ seriesPath }) => seriesPath === uri('a').fsPath),
    );
    const done = (): number => panel.model.snapshot().points.filter(({ status }) => status === 'done').length;
    await waitUntil('three points', () => done() === 3);
    await writeFile(uri('a', checkpointName(3)).fsPath, checkpointBytes(3, 103));
    await waitUntil('a fourth point', () => done() === 4);
    const last = panel.model.snapshot().points[3];
    assert.ok(last.step!.meanToInitial! > 0 && last.step!.meanToPrevious! > 0);
  });
});
