/** The very file that users get, in a real VS Code without the development folder: it trains and it compares. */
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { waitFor } from '../../scripts/support/wait.mjs';
import { launchBrowser } from '../host/browser';
import { saveEvidence } from '../host/screenshot';
import { startHost, type Host } from '../host/startHost';
import { webviewFrame } from '../host/webview';
import { runCommand } from '../host/workbench';

const epochs = 2;

let folder: string;
let workspace: string;
let host: Host;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'sparse-topology-installed-')));
  workspace = mkdtempSync(path.join(folder, 'workspace-'));
  host = await startHost({ workspace, vsix: inject('vsix') });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await host.open(page);
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await saveEvidence(task.name, page, host);
});

afterAll(async () => {
  await browser?.close();
  await host?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('the installed package', () => {
  it('trains', async () => {
    await runCommand(page, 'Sparse Topology: Start Training…');
    await pick('SET, by sign').click();
    const input = page.locator('.quick-input-widget input[type="text"]');
    await waitFor('the question for the epochs', async () => (await input.inputValue()) === '50');
    await input.fill(String(epochs));
    await input.press('Enter');
    await waitFor('the run to finish', () => runState() === 'finished', {
      timeoutMs: 120_000,
      details: () => host.readLog(),
    });
    expect(checkpoints()).toEqual(
      ['epoch-0000', 'epoch-0001', 'epoch-0002'].map((name) => `${name}.safetensors`),
    );
    const panel = await webviewFrame(page, 'h1');
    await panel.getByText('finished').first().waitFor();
  });

  it('compares two of its checkpoints', async () => {
    await runCommand(page, 'Sparse Topology: Compare Checkpoints (NNSTD)');
    for (const name of ['epoch-0000', 'epoch-0002']) await pick(name).click();
    await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    const panel = await webviewFrame(page, '.big-number');
    const distance = await waitFor('a distance', async () => {
      const text = await panel.locator('.big-number').innerText();
      return /^0\.\d+$/.test(text) ? Number(text) : undefined;
    });
    expect(distance).toBeGreaterThan(0);
    expect(distance).toBeLessThan(1);
    // Three hidden layers and the output.
    expect(await panel.locator('[data-part="layers"] tbody tr').count()).toBe(4);
  });
});

function pick(text: string) {
  return page.locator('.quick-input-widget .monaco-list-row', { hasText: text }).first();
}

function runFolder(): string | undefined {
  const runs = path.join(workspace, 'runs');
  const names = readdirSync(runs).filter((name) => name !== 'configurations' && !name.startsWith('.'));
  return names[0] && path.join(runs, names[0]);
}

function runState(): string | undefined {
  try {
    const record = readFileSync(path.join(runFolder()!, 'run.json'), 'utf8');
    return (JSON.parse(record) as { state: string }).state;
  } catch {
    // Not there yet.
    return undefined;
  }
}

function checkpoints(): readonly string[] {
  return readdirSync(path.join(runFolder()!, 'checkpoints')).sort();
}
