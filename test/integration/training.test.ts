import assert from 'node:assert/strict';
import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SparseTopologyApi } from '../../src/extension';
import type { RunState } from '../../src/checkpoints/runFolder/runRecord';
import { activated, setSetting, workspaceFolder } from './support/extension';
import { answering } from './support/stubWindow';
import { waitUntil } from './support/waitUntil';

describe('a training run', () => {
  let api: SparseTopologyApi;
  let run: string;

  const known = () => api.store.get(run);
  const state = (): RunState | null => known()?.run?.state ?? null;
  const until = (wanted: RunState): Promise<unknown> =>
    waitUntil(`the run to be ${wanted}`, () => state() === wanted, {
      details: () => `It is ${state()}: ${JSON.stringify(known()?.run)}`,
    });
  const command = (name: string): Thenable<unknown> =>
    vscode.commands.executeCommand(`sparseTopology.${name}`, run);
  const pid = (): number => known()!.run!.record!.pid;

  before(async () => {
    api = await activated();
  });

  after(async () => {
    if (state() === 'running' || state() === 'paused') process.kill(pid(), 'SIGKILL');
    await setSetting('autoOpenEvolution', undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is refused with the reason where its configuration is wrong', async () => {
    const config = path.join(workspaceFolder(), 'wrong.json');
    await writeFile(config, JSON.stringify({ epochs: 3, drop: 0.3 }));
    const asked = await answering({ showErrorMessage: () => undefined }, async () => {
      await vscode.commands.executeCommand('sparseTopology.startTraining', vscode.Uri.file(config));
    });
    assert.equal(asked.length, 1);
    assert.match(String(asked[0].args[0]), /wrong\.json[^]*drop/);
  });

  it('starts in the background, and its panel opens', async () => {
    const config = path.join(workspaceFolder(), 'tiny.json');
    await writeFile(
      config,
      JSON.stringify({ epochs: 100_000, network: { hidden: [12] }, topology: { density: 0.1 } }),
    );
    const folder = await vscode.commands.executeCommand(
      'sparseTopology.startTraining',
      vscode.Uri.file(config),
    );
    run = path.join(workspaceFolder(), 'runs', 'tiny');
    assert.equal(folder, run);
    await until('running');
    assert.equal(api.evolution.open.filter(({ seriesPath }) => seriesPath === run).length, 1);
  });

  it('does not belong to the editor', async function () {
    if (process.platform !== 'linux') this.skip();
    const stat = await readFile(`/proc/${pid()}/stat`, 'utf8');
    const [, , group, session] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    assert.deepEqual([group, session], [pid(), pid()]);
    const environment = await readFile(`/proc/${pid()}/environ`, 'utf8');
    assert.doesNotMatch(environment, /(^|\0)(VSCODE_|ELECTRON_|NODE_OPTIONS)/);
  });

  it('shows its checkpoints as they come', async () => {
    await waitUntil('three checkpoints', () => (known()?.checkpoints.length ?? 0) >= 3);
    assert.deepEqual(
      known()!
        .checkpoints.slice(0, 3)
        .map(({ epoch }) => epoch),
      [0, 1, 2],
    );
    await waitUntil('its accuracy', () => known()?.run?.testAccuracy !== null);
  });

  it('has its evolution computed by the analysis process', async () => {
    const [panel] = api.evolution.open;
    const done = await waitUntil('two points', () => {
      const { points } = panel.model.snapshot();
      const some = points.filter(({ status }) => status === 'done');
      assert.deepEqual(
        points.filter(({ status }) => status === 'failed').map(({ reason }) => reason),
        [],
      );
      return some.length >= 2 && some;
    });
    assert.ok(done[0].step);
    assert.ok(api.analysis.pid !== null);
    await waitUntil('the curve', () => panel.model.snapshot().curve.length >= 2);
  });

  it('pauses and goes on', async () => {
    await command('pause');
    await until('paused');
    const before = pid();
    await command('resume');
    await until('running');
    assert.equal(pid(), before);
  });

  it('takes a checkpoint when told, in mid-epoch', async () => {
    // An epoch of the sample is long enough that the request falls into one, if not the first time.
    await waitUntil(
      'a checkpoint in mid-epoch',
      async () => {
        await command('checkpointNow');
        return known()!.checkpoints.some(({ step }) => step > 0);
      },
      { timeoutMs: 60_000 },
    );
  });

  it('stops, and goes on in a new process', async () => {
    await command('stop');
    await until('stopped');
    const before = pid();
    await command('resume');
    await until('running');
    assert.notEqual(pid(), before);
  });

  it('is shown as interrupted when its process is killed', async () => {
    process.kill(pid(), 'SIGKILL');
    await until('interrupted');
    await command('resume');
    await until('running');
    await command('stop');
    await until('stopped');
  });

  it('shows its log', async () => {
    await command('showTrainingLog');
    assert.equal(vscode.window.activeTextEditor?.document.fileName, path.join(run, 'train.log'));
  });

  it('is deleted after a confirmation, and not before', async () => {
    const refused = await answering({ showWarningMessage: () => undefined }, async () => {
      await command('deleteRun');
    });
    assert.equal(refused.length, 1);
    await access(run);
    await answering({ showWarningMessage: (_message, _options, ...answers) => answers[0] }, async () => {
      await command('deleteRun');
    });
    await waitUntil('the run to vanish', () => known() === null);
    await assert.rejects(access(run));
  });
});
