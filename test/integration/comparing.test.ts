import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SparseTopologyApi } from '../../src/extension';
import type { ComparisonPanel } from '../../src/vscode/panels/comparisonPanels';
import { checkpointBytes, checkpointName } from './support/checkpoints';
import { panelTypes } from '../../src/vscode/names';
import { activated, setSetting, workspaceFolder } from './support/extension';
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
    await finished(panel);
    return panel;
  }

  async function finished({ model }: ComparisonPanel): Promise<void> {
    await waitUntil('the comparison', () => model.snapshot().status.phase !== 'running');
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

    panel.model.setMethod('greedy');
    await finished(panel);
    const [hidden] = panel.model.snapshot().layers;
    assert.equal(panel.model.snapshot().status.phase, 'done');
    assert.equal(hidden.neurons, 12);
    assert.ok(hidden.cost >= 18 && hidden.distance === hidden.cost / 30);
  });

  it('is switched to another method, has its value, and opens pairs by it', async () => {
    const panel = await compare(uri('a', checkpointName(0)), uri('b', checkpointName(0)));
    const byReference = panel.model.snapshot();
    assert.equal(byReference.method, 'reference');
    panel.model.setMethod('greedy');
    await finished(panel);
    const byGreedy = panel.model.snapshot();
    assert.equal(byGreedy.status.phase, 'done', byGreedy.status.reason ?? '');
    assert.equal(byGreedy.method, 'greedy');
    assert.ok(Math.abs(byGreedy.layers[0].cost - byReference.layers[0].cost) < 1e-9);
    assert.notEqual(byGreedy.mean, byReference.mean);
    const checkpoints = panel.model.paths;
    assert.equal(api.comparison.show(checkpoints), panel);
    assert.equal(panel.model.method, 'greedy');
    api.comparison.show(checkpoints, 'reference');
    await finished(panel);
    assert.equal(panel.model.snapshot().mean, byReference.mean);
  });

  it('keeps its method over a reload; a new panel takes that of the setting', async () => {
    const paths = ['a', 'b'].map((net) => uri(net, checkpointName(1)).fsPath);
    const restore = async (state: object): Promise<string> => {
      const webview = vscode.window.createWebviewPanel(panelTypes.comparison, '', vscode.ViewColumn.Active);
      await api.comparison.deserializeWebviewPanel(webview, { version: 1, paths, layer: null, ...state });
      const [{ model }] = api.comparison.open;
      webview.dispose();
      await waitUntil('the panel to close', () => api.comparison.open.length === 0);
      return model.method;
    };
    assert.equal(await restore({ method: 'greedy' }), 'greedy');
    assert.equal(await restore({}), 'reference');
    await setSetting('method', 'greedy');
    try {
      assert.equal(await restore({}), 'greedy');
      assert.equal(await restore({ method: 'reference' }), 'reference');
      assert.equal(await restore({ method: 'not yet known' }), 'greedy');
    } finally {
      await setSetting('method', undefined);
    }
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

    panel.model.setMethod('greedy');
    assert.equal(panel.model.snapshot().points[3].step!.meanToInitial, null);
    await waitUntil('all points anew', () => done() === 4);
    const again = panel.model.snapshot().points[3];
    assert.ok(again.step!.meanToInitial! > 0);
    assert.notEqual(again.step!.meanToInitial, last.step!.meanToInitial);
  });
});
