import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionUnderTest } from './support/extension';
import { waitUntil } from './support/waitUntil';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}

describe('activation', () => {
  it('waits until something of ours is needed', () => {
    assert.equal(extensionUnderTest().isActive, false);
  });

  it('is asked for by narrow events only', () => {
    const { activationEvents } = extensionUnderTest().packageJSON as Manifest;
    for (const event of activationEvents) {
      assert.match(event, /^(onWebviewPanel:sparseTopology\.\w+|workspaceContains:.*run\.json)$/);
    }
  });

  it('takes little time and starts no process', async function () {
    const startedAt = performance.now();
    const before = process.cpuUsage();
    const { analysis } = await extensionUnderTest().activate();
    const elapsedMs = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(before);
    const cpuMs = (user + system) / 1000;
    console.log(`  activation took ${elapsedMs.toFixed(1)} ms, ${cpuMs.toFixed(1)} ms of them computing`);
    // A busy machine makes anything slow, but not more to compute.
    assert.ok(cpuMs < 1500, `activation computed for ${cpuMs} ms`);
    assert.equal(analysis.pid, null);
  });
});

describe('the manifest', () => {
  it('declares every command that is registered, and the reverse', async () => {
    await extensionUnderTest().activate();
    const { contributes } = extensionUnderTest().packageJSON as Manifest;
    const declared = contributes.commands.map(({ command }) => command).sort();
    const registered = (await vscode.commands.getCommands(true))
      .filter((command) => command.startsWith('sparseTopology.'))
      // The editor makes these for every view.
      .filter((command) => !/^sparseTopology\.(runs|checkpoints)\./.test(command))
      .sort();
    assert.deepEqual(registered, declared);
  });

  it('has settings with their defaults', () => {
    const { contributes } = extensionUnderTest().packageJSON as Manifest;
    for (const [name, { default: value }] of Object.entries(contributes.configuration.properties)) {
      assert.deepEqual(vscode.workspace.getConfiguration().inspect(name)?.defaultValue, value, name);
    }
  });

  it('has its views', async () => {
    for (const view of ['runs', 'checkpoints']) {
      await vscode.commands.executeCommand(`sparseTopology.${view}.focus`);
    }
    const { store } = await extensionUnderTest().activate();
    await waitUntil('the first scan', () => store.ready.then(() => true));
  });
});
