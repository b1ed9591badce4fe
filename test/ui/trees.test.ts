/** The Runs view by mouse: what stands at a row, its buttons, its menu, and what is said of a run that is pointed at. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../scripts/support/wait.mjs';
import { webviewFrame } from '../host/webview';
import { openViewContainer } from '../host/workbench';
import { checkpointBytes, checkpointName } from '../integration/support/checkpoints';
import { makeRun } from '../integration/support/runFolders';
import { rightClick } from './support/explorer';
import { useSession } from './support/session';
import { sidebarRow } from './support/sidebar';

const session = useSession((workspace) => {
  const shared = path.join(workspace, 'shared');
  mkdirSync(shared);
  for (const epoch of [0, 1]) writeFileSync(path.join(shared, checkpointName(epoch)), checkpointBytes(epoch));
});

function row(words: string): Locator {
  return sidebarRow(session().page, words);
}

describe('the Runs view', () => {
  it('offers what one can do first without scrolling', async () => {
    const { page } = session();
    await openViewContainer(page, 'Sparse Topology');
    const [runs, checkpoints] = ['Runs', 'Checkpoints'].map((name) =>
      page.locator('.sidebar .pane', { has: page.locator('.pane-header', { hasText: name }) }).first(),
    );
    const last = runs.locator('.welcome-view').getByRole('button', { name: 'Start Training…' });
    await last.waitFor();
    const [button, next] = [(await last.boundingBox())!, (await checkpoints.boundingBox())!];
    expect(button.y + button.height).toBeLessThan(next.y);
  });

  it('counts live runs at its icon, and marks them', async () => {
    const { page, workspace } = session();
    const run = { checkpoints: path.join(workspace, 'shared') };
    await makeRun(path.join(workspace, 'runs'), { ...run, name: 'alpha', method: 'rigl' });
    await makeRun(path.join(workspace, 'runs'), { ...run, name: 'beta', testAccuracy: 0.5 });
    await makeRun(path.join(workspace, 'runs'), { ...run, name: 'gamma', state: 'running' });
    for (const name of ['alpha', 'beta', 'gamma']) await row(name).waitFor();
    expect(await row('beta').getAttribute('aria-label')).toContain('finished · epoch 2 of 2 · 50 %');
    const icon = page.locator('.part.activitybar .action-item:has([aria-label^="Sparse Topology"])');
    await waitFor('the badge', async () => (await icon.locator('.badge-content').innerText()) === '1');
    expect(await row('gamma').getAttribute('aria-label')).toContain('running');
    const marks = (name: string): Locator => row(name).locator('[class*=itemBadge]');
    await marks('gamma').waitFor();
    expect(await marks('beta').count()).toBe(0);
  });

  it('tells the configuration of a run that is pointed at', async () => {
    const { page } = session();
    await page.mouse.move(600, 400);
    await row('alpha').hover();
    await page.locator('.monaco-hover', { hasText: 'method: kind rigl' }).waitFor();
    await page.mouse.move(600, 400);
  });

  it('opens the evolution of a run by the button at its row', async () => {
    const { page } = session();
    await row('alpha').hover();
    await row('alpha').getByRole('button', { name: 'Open Topology Evolution' }).click();
    const panel = await webviewFrame(page, 'h1');
    expect(await panel.locator('h1').innerText()).toContain('alpha');
  });

  it('compares in two steps by its menu', async () => {
    const { page } = session();
    await rightClick(page, [row('alpha')], 'Select for Compare (NNSTD)');
    await rightClick(page, [row('beta')], 'Compare with Selected (NNSTD)');
    const panel = await webviewFrame(page, '.big-number');
    // Both runs share their checkpoints.
    await waitFor('the distance', async () =>
      /^0(\.0+)?$/.test(await panel.locator('.big-number').innerText()),
    );
  });
});
