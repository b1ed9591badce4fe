/** What a stranger does first: from the empty window to a network that trains, whatever becomes of the window. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../scripts/support/wait.mjs';
import { runRecordSchema, type RunRecord } from '../../src/checkpoints/runFolder/runRecord';
import { projectRoot } from '../host/projectRoot';
import { extensionHostPid, killExtensionHost } from '../host/extensionHost';
import { webviewFrame } from '../host/webview';
import { openViewContainer, reloadWindow, runCommand } from '../host/workbench';
import { useSession } from './support/session';
import { numbersBehind } from './support/tables';

// Checkpoints come faster than a busy machine computes distances by a longer search.
const session = useSession(() => undefined, { 'sparseTopology.budget': 'quick' });

// More than it reaches: the tests stop it.
const epochs = 5000;

afterAll(() => {
  // A test that failed halfway leaves no training behind.
  try {
    const { pid, state } = record();
    if (state === 'running' || state === 'paused') process.kill(pid, 'SIGKILL');
  } catch {
    // No run, or it ended.
  }
});

describe('a network that trains', () => {
  it('begins with what one can do first', async () => {
    const { page } = session();
    await openViewContainer(page, 'Sparse Topology');
    for (const words of ['Start Training…', 'Watch Folder…', 'Compare Checkpoints (NNSTD)']) {
      await page.locator('.welcome-view').getByRole('button', { name: words }).first().waitFor();
    }
  });

  it('starts by a click, and stands in the Runs view', async () => {
    const { page } = session();
    await page.locator('.welcome-view').getByRole('button', { name: 'Start Training…' }).click();
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'SET, by sign' }).first().click();
    const input = page.locator('.quick-input-widget input[type="text"]');
    await waitFor('the question for the epochs', async () => (await input.inputValue()) === '50');
    await input.fill(String(epochs));
    await input.press('Enter');
    await runRow(page, 'epoch').waitFor({ timeout: 60_000 });
  });

  it('grows in its panel, which opens by itself', async () => {
    const { page } = session();
    const panel = await webviewFrame(page, 'h1');
    await panel.getByText('running').first().waitFor();
    await growsBy(panel, 3);
    // What is drawn is what the run says of itself.
    const table = await numbersBehind(panel, 'Accuracy');
    expect(table.length).toBeGreaterThan(2);
    const recorded = metrics();
    for (const [epoch, test] of table) {
      const line = recorded.find((each) => each.epoch === Number(epoch));
      expect(test).toBe(`${(line!.testAccuracy * 100).toFixed(1)} %`);
    }
    await waitFor('eight checkpoints', async () => (await checkpointCount(panel)) >= 8, {
      timeoutMs: 120_000,
    });
  });

  it('pauses and resumes; meanwhile the distances catch up', async () => {
    const { page } = session();
    const panel = await webviewFrame(page, 'h1');
    await runCommand(page, 'Sparse Topology: Pause');
    await panel.getByText('paused').first().waitFor();
    await runRow(page, 'paused').waitFor();
    await panel.getByText('being computed').waitFor({ state: 'detached', timeout: 280_000 });
    const distances = (await numbersBehind(panel, 'Distance to previous')).slice(1);
    expect(distances.length).toBeGreaterThan(2);
    for (const [, ...ofLayers] of distances) expect(ofLayers).not.toContain('–');
    await panel.locator('h1').scrollIntoViewIfNeeded();
    await runCommand(page, 'Sparse Topology: Resume');
    await panel.getByText('running').first().waitFor();
  });

  it('goes on while the window is reloaded, and the panel is there again', async () => {
    const { page } = session();
    const before = record();
    await waitUntilPanelIsKept();
    await reloadWindow(page);
    const panel = await webviewFrame(page, 'h1', 60_000);
    await panel.getByText('running').first().waitFor();
    expect(record().pid).toBe(before.pid);
    await growsBy(panel, 1);
    await openViewContainer(page, 'Sparse Topology');
    await runRow(page, 'epoch').waitFor();
  });

  it('goes on while the extension host is killed, and the next window finds it', async () => {
    const { page, host } = session();
    const before = record();
    const killed = await killExtensionHost(host);
    await waitFor('the run to go on without an editor', () => record().epoch > before.epoch, {
      timeoutMs: 60_000,
    });
    // A served VS Code does not start it again within the window.
    await reloadWindow(page);
    await extensionHostPid(host, [killed]);
    expect(record().pid).toBe(before.pid);
    const panel = await webviewFrame(page, 'h1', 60_000);
    await panel.getByText('running').first().waitFor({ timeout: 60_000 });
    await growsBy(panel, 1);
    await openViewContainer(page, 'Sparse Topology');
    await runRow(page, 'epoch').waitFor();
  });

  it('stops', async () => {
    const { page } = session();
    const panel = await webviewFrame(page, 'h1');
    await runCommand(page, 'Sparse Topology: Stop');
    await panel.getByText('stopped').first().waitFor({ timeout: 60_000 });
    await runRow(page, 'stopped').waitFor();
    expect(record().state).toBe('stopped');
  });

  it('ends where the command line says it ends', () => {
    const status = execFileSync(
      process.execPath,
      [path.join(projectRoot, 'dist', 'cli.js'), 'status', runFolder(), '--json'],
      { encoding: 'utf8' },
    );
    expect(JSON.parse(status)).toMatchObject({ state: 'stopped', epoch: record().epoch });
  });
});

function runFolder(): string {
  const runs = path.join(session().workspace, 'runs');
  const [name] = readdirSync(runs).filter((each) => each !== 'configurations' && !each.startsWith('.'));
  return path.join(runs, name);
}

function record(): RunRecord {
  return runRecordSchema.parse(JSON.parse(readFileSync(path.join(runFolder(), 'run.json'), 'utf8')));
}

function metrics(): readonly { readonly epoch: number; readonly testAccuracy: number }[] {
  const text = readFileSync(path.join(runFolder(), 'metrics.jsonl'), 'utf8');
  // The last line may be under way.
  return text
    .slice(0, text.lastIndexOf('\n'))
    .split('\n')
    .map((line) => JSON.parse(line) as { epoch: number; testAccuracy: number });
}

function runRow(page: Page, words: string) {
  return page.locator('.sidebar .monaco-list-row[aria-level="1"]', { hasText: words }).first();
}

async function checkpointCount(panel: Frame): Promise<number> {
  const text = await panel.locator('[data-part="checkpoints"]').innerText();
  return Number(/^[\d,]+/.exec(text)?.[0].replaceAll(',', '') ?? 0);
}

async function growsBy(panel: Frame, more: number): Promise<void> {
  const before = await checkpointCount(panel);
  await waitFor(
    `${more} more checkpoints than ${before} in the panel`,
    async () => (await checkpointCount(panel)) >= before + more,
    { timeoutMs: 120_000 },
  );
}

/** In a browser VS Code writes down open editors and their state every few seconds: a reload before loses them. */
async function waitUntilPanelIsKept(): Promise<void> {
  const { page } = session();
  await waitFor(
    'VS Code to write down the open panel',
    async () => {
      const kept = await page.evaluate<string>(storedText);
      return kept.includes('sparseTopology.evolution') && kept.includes(path.basename(runFolder()));
    },
    { timeoutMs: 120_000, intervalMs: 500 },
  );
}

/** All that the page keeps in IndexedDB, as text. A string, since it runs in the page. */
const storedText = `(async () => {
  const request = (made) => new Promise((resolve, reject) => {
    made.onsuccess = () => resolve(made.result);
    made.onerror = () => reject(made.error);
  });
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await request(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const values = await request(database.transaction(store).objectStore(store).getAll());
      found.push(...values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))));
    }
    database.close();
  }
  return found.join('\\n');
})()`;
