import assert from 'node:assert/strict';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SparseTopologyApi } from '../../src/extension';
import type { ComparisonPanel } from '../../src/vscode/panels/comparisonPanels';
import type { ComparisonSnapshot } from '../../src/protocol/comparison';
import { type Measure, measureOf } from '../../src/measure/measure';
import type { Yardstick } from '../../src/protocol/yardsticks';
import { checkpointBytes, checkpointName } from './support/checkpoints';
import { panelTypes } from '../../src/vscode/names';
import { activated, setSetting, workspaceFolder } from './support/extension';
import { waitUntil } from './support/waitUntil';

describe('comparing from the explorer', () => {
  const reference = measureOf('reference');
  const greedy = measureOf('greedy');
  let api: SparseTopologyApi;
  let nets: string;
  const uri = (...parts: string[]): vscode.Uri => vscode.Uri.file(path.join(nets, ...parts));

  before(async () => {
    api = await activated();
    await setSetting('method', 'reference');
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

  after(() => setSetting('method', undefined));

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

  const meanOf = ({ layers }: ComparisonSnapshot): number =>
    layers.reduce((sum, { distance }) => sum + distance, 0) / layers.length;

  it('opens a pair for two files, in the order of their epochs', async () => {
    const panel = await compare(uri('a', checkpointName(2)), uri('a', checkpointName(0)));
    const { status, items, layers } = panel.model.snapshot();
    assert.equal(status.phase, 'done', status.reason ?? '');
    assert.deepEqual(
      items.map(({ label }) => label),
      ['a · epoch 0', 'a · epoch 2'],
    );
    assert.equal(layers.length, 2);
    assert.ok(layers.every(({ distance }) => distance > 0 && distance <= 1));
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

    panel.model.setMeasure(greedy);
    await finished(panel);
    const [hidden] = panel.model.snapshot().layers;
    assert.equal(panel.model.snapshot().status.phase, 'done');
    assert.equal(hidden.neurons, 12);
    assert.ok(hidden.cost >= 18 && hidden.distance === hidden.cost / 30);
  });

  it('is switched to another method, has its value, and opens pairs by it', async () => {
    const panel = await compare(uri('a', checkpointName(0)), uri('b', checkpointName(0)));
    const byReference = panel.model.snapshot();
    assert.deepEqual(byReference.measure, reference);
    panel.model.setMeasure(greedy);
    await finished(panel);
    const byGreedy = panel.model.snapshot();
    assert.equal(byGreedy.status.phase, 'done', byGreedy.status.reason ?? '');
    assert.deepEqual(byGreedy.measure, greedy);
    assert.ok(Math.abs(byGreedy.layers[0].cost - byReference.layers[0].cost) < 1e-9);
    assert.notEqual(meanOf(byGreedy), meanOf(byReference));
    const checkpoints = panel.model.paths;
    assert.equal(api.comparison.show(checkpoints), panel);
    assert.deepEqual(panel.model.measure, greedy);
    api.comparison.show(checkpoints, { measure: reference });
    await finished(panel);
    assert.equal(meanOf(panel.model.snapshot()), meanOf(byReference));
  });

  it('is switched to another budget: a name, or a number of seconds', async () => {
    const panel = await compare(uri('a', checkpointName(0)), uri('b', checkpointName(0)));
    panel.model.setMeasure(measureOf('refined', { budget: 'quick' }));
    await finished(panel);
    const quick = panel.model.snapshot();
    assert.equal(quick.status.phase, 'done', quick.status.reason ?? '');
    panel.model.setMeasure(measureOf('refined', { budget: { seconds: 0.5 } }));
    await finished(panel);
    const longer = panel.model.snapshot();
    assert.deepEqual(longer.measure.budget, { seconds: 0.5 });
    assert.ok(meanOf(longer) <= meanOf(quick) + 1e-9);
  });

  it('is switched to fixed outputs, which are then matched with themselves', async () => {
    const panel = await compare(uri('a', checkpointName(0)), uri('b', checkpointName(0)));
    for (const method of ['reference', 'greedy', 'refined'] as const) {
      panel.model.setMeasure({ ...measureOf(method), outputs: 'fixed' });
      await finished(panel);
      const { status, layers } = panel.model.snapshot();
      assert.equal(status.phase, 'done', status.reason ?? '');
      assert.equal(layers[1].matchedWithSelf, layers[1].neurons, method);
    }
  });

  it('has its chance levels, ties and noise beside it', async () => {
    const panel = await compare(uri('a', checkpointName(0)), uri('b', checkpointName(0)));
    const { model } = panel;
    const yardstick = async (name: Yardstick): Promise<void> => {
      await waitUntil(name, () => ['done', 'failed'].includes(model.snapshot().yardsticks[name].phase));
      const state = model.snapshot().yardsticks[name];
      assert.equal(state.phase, 'done', state.phase === 'failed' ? state.reason : '');
    };
    await yardstick('links');
    await yardstick('degrees');
    const { links } = model.snapshot().yardsticks;
    // Two random networks, as these are, are about as far apart as two random networks.
    assert.ok(
      links.phase === 'done' && Math.abs(meanOf(model.snapshot()) / links.result.mean!.mean - 1) < 0.2,
    );
    model.measureYardstick('ties');
    await yardstick('ties');
    model.setMeasure(measureOf('refined', { budget: 'quick' }));
    await finished(panel);
    model.measureYardstick('noise');
    await yardstick('noise');
  });

  it('keeps its measure over a reload; a new panel takes that of the settings', async () => {
    const paths = ['a', 'b'].map((net) => uri(net, checkpointName(1)).fsPath);
    const restore = async (state: object): Promise<Measure> => {
      const webview = vscode.window.createWebviewPanel(panelTypes.comparison, '', vscode.ViewColumn.Active);
      await api.comparison.deserializeWebviewPanel(webview, { version: 1, paths, layer: null, ...state });
      const [{ model }] = api.comparison.open;
      webview.dispose();
      await waitUntil('the panel to close', () => api.comparison.open.length === 0);
      return model.measure;
    };
    const thorough = measureOf('refined', { budget: 'thorough' });
    assert.deepEqual(await restore({ measure: thorough }), thorough);
    // Kept before there were budgets.
    assert.deepEqual(await restore({ method: 'greedy' }), greedy);
    await setSetting('method', undefined);
    try {
      assert.deepEqual(await restore({}), measureOf('refined', { budget: 'standard' }));
      await setSetting('budget', 'quick');
      assert.deepEqual(await restore({}), measureOf('refined', { budget: 'quick' }));
      await setSetting('method', 'greedy');
      assert.deepEqual(await restore({}), greedy);
      assert.deepEqual(await restore({ measure: reference }), reference);
      assert.deepEqual(await restore({ measure: { method: 'not yet known' } }), greedy);
    } finally {
      await setSetting('budget', undefined);
      await setSetting('method', 'reference');
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

    panel.model.setMeasure(greedy);
    assert.equal(panel.model.snapshot().points[3].step!.meanToInitial, null);
    await waitUntil('all points anew', () => done() === 4);
    const again = panel.model.snapshot().points[3];
    assert.ok(again.step!.meanToInitial! > 0);
    assert.notEqual(again.step!.meanToInitial, last.step!.meanToInitial);

    // What is hidden behind another panel waits, and catches up when it is seen again.
    const points = (): number => panel.model.snapshot().points.length;
    const come = async (epoch: number): Promise<void> => {
      await writeFile(uri('a', checkpointName(epoch)).fsPath, checkpointBytes(epoch, 100 + epoch));
    };
    const some = [0, 1, 2].map((epoch) => uri('a', checkpointName(epoch)).fsPath);
    const many = api.comparison.show(some, { follow: { every: 1 } });
    await waitUntil('the evolution to be hidden', () => !panel.visible);
    await come(4);
    await waitUntil('two rows more', () => many.model.paths.length === 5);
    await finished(many);
    assert.equal(points(), 4);

    panel.reveal(false);
    await waitUntil('the comparison to be hidden', () => !many.visible);
    await come(5);
    await waitUntil('two points more', () => done() === 6);
    assert.equal(many.model.paths.length, 5);
    many.reveal();
    await waitUntil('a row more', () => many.model.paths.length === 6);

    // A folder that goes is said to be gone, what was read of it stays, and it goes on once it is back.
    panel.reveal(false);
    await waitUntil('the last point', () => points() === 6);
    const isMissing = (): boolean => panel.model.snapshot().header.missing;
    assert.equal(isMissing(), false);
    await rename(uri('a').fsPath, uri('away').fsPath);
    await waitUntil('the folder to be missed', isMissing);
    assert.equal(done(), 6);
    await rename(uri('away').fsPath, uri('a').fsPath);
    await waitUntil('the folder to be back', () => !isMissing());
    await come(6);
    await waitUntil('another point', () => done() === 7);
  });
});
