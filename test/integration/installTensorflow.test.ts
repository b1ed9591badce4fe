import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SparseTopologyApi } from '../../src/extension';
import { FakeNpm } from '../support/fakeNpm';
import { activated, extensionUnderTest, workspaceFolder } from './support/extension';
import { answering, type Asked } from './support/stubWindow';
import { waitUntil } from './support/waitUntil';

const command = 'sparseTopology.installTensorflow';

describe('Install TensorFlow Engine…', function () {
  let npm: FakeNpm;
  let api: SparseTopologyApi;

  before(async function () {
    if (process.platform === 'win32') this.skip();
    api = await activated();
  });

  beforeEach(() => {
    npm = new FakeNpm();
  });

  afterEach(() => {
    npm.remove();
  });

  /** Chooses the library for processors; returns what else was shown. */
  async function installed(): Promise<{ readonly isDone: unknown; readonly shown: readonly Asked[] }> {
    let isDone: unknown;
    const asked = await answering(
      {
        showQuickPick: (picks) => (picks as readonly unknown[])[0],
        showErrorMessage: () => undefined,
        showInformationMessage: () => undefined,
      },
      async () => {
        isDone = await vscode.commands.executeCommand(command);
      },
    );
    return { isDone, shown: asked.filter(({ what }) => what !== 'showQuickPick') };
  }

  const storage = (): Promise<readonly string[]> =>
    readdir(api.storage).then(
      (names) => names.filter((name) => name.startsWith('tensorflow')),
      () => [],
    );

  it('says what is missing where there is no npm', async () => {
    const { isDone, shown } = await installed();
    assert.equal(isDone, false);
    assert.equal(shown.length, 1);
    assert.match(String(shown[0].args[0]), /npm was not found on the PATH\. Install Node\.js/);
    assert.deepEqual(await storage(), []);
  });

  it('tells what npm said and what to do, and leaves nothing', async () => {
    npm.behave('fails');
    const { isDone, shown } = await installed();
    assert.equal(isDone, false);
    assert.match(String(shown[0].args[0]), /ECONNREFUSED.*check the network/);
    assert.equal(shown[0].args[1], 'Show Log');
    assert.deepEqual(await storage(), []);
  });

  it('installs what training then uses', async () => {
    const plain = path.join(extensionUnderTest().extensionPath, 'node_modules/@tensorflow/tfjs');
    npm.behave('installs', `module.exports = require(${JSON.stringify(plain)});`);
    const { isDone, shown } = await installed();
    assert.equal(isDone, true, JSON.stringify(shown));
    assert.match(String(shown[0].args[0]), /^@tensorflow\/tfjs-node 4\.\d.* is installed/);
    assert.deepEqual(await storage(), ['tensorflow']);

    const config = path.join(workspaceFolder(), 'withTensorflow.json');
    await writeFile(
      config,
      JSON.stringify({
        epochs: 1,
        network: { hidden: [4] },
        topology: { density: 0.1 },
        engine: 'tensorflow',
      }),
    );
    const run = await vscode.commands.executeCommand<string>(
      'sparseTopology.startTraining',
      vscode.Uri.file(config),
    );
    await waitUntil('the run to end', () => api.store.get(run)?.run?.state === 'finished', {
      details: () => JSON.stringify(api.store.get(run)?.run),
    });
    assert.match(await readFile(path.join(run, 'train.log'), 'utf8'), /the TensorFlow engine.*tfjs-node/);
  });
});
