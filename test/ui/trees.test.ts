/** The Runs view by mouse: what stands at a row, its buttons, its menu, and what is said of a run that is pointed at. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../scripts/support/wait.mjs';
import { webviewFrame } from '../host/webview';
import { openViewContainer, runCommand } from '../host/workbench';
import { checkpointBytes, checkpointName } from '../integration/support/checkpoints';
import { makeRun } from '../integration/support/runFolders';
import { rightClick } from './support/explorer';
import { useSession } from './support/session';
import { sidebarRow, unfold } from './support/sidebar';

/** As much of the page as is looked at: the tests are compiled without the DOM's types. */
interface Picture {
  readonly naturalWidth: number;
}

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

  it('leads through the tour of four steps, each with its picture', async () => {
    const { page } = session();
    await page.locator('.welcome-view a', { hasText: 'Take the tour' }).click();
    const steps = page.locator('.getting-started-step');
    await expect.poll(() => steps.count()).toBe(4);
    for (const [place, button] of [
      'Open Sample',
      'Open Topology Evolution',
      'Compare',
      'Watch Folder…',
    ].entries()) {
      await steps.nth(place).click();
      await steps.nth(place).getByRole('button', { name: button }).waitFor();
      const picture = page.locator('.getting-started-media img');
      await expect
        .poll(() => picture.evaluate((image) => (image as Picture).naturalWidth))
        // One that cannot be loaded has none.
        .toBeGreaterThan(0);
    }
    await runCommand(page, 'View: Close All Editors');
  });

  it('counts live runs at its icon, and marks them', async () => {
    const { page, workspace } = session();
    const run = { checkpoints: path.join(workspace, 'shared') };
    await makeRun(path.join(workspace, 'runs'), { ...run, name: 'alpha', method: 'rigl' });
    await makeRun(path.join(workspace, 'runs'), { ...run, name: 'beta', testAccuracy: 0.5 });
    await makeRun(path.join(workspace, 'runs'), {
      ...run,
      name: 'gamma',
      state: 'running',
      testAccuracy: 0.9,
    });
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

  it('adds a run to the panel that is open by its menu', async () => {
    const { page } = session();
    await rightClick(page, [row('beta')], 'Add to Open Topology Evolution');
    await page.locator('.tab', { hasText: 'alpha and 1 more' }).click();
    const panel = await webviewFrame(page, '.runs-row');
    await expect
      .poll(() => panel.locator('.runs-row').allInnerTexts())
      .toEqual([expect.stringContaining('alpha'), expect.stringContaining('beta')]);
  });

  it('is dragged with Shift into a panel that is open', async () => {
    const { page } = session();
    const panel = await webviewFrame(page, '.runs-row');
    const [from, to] = [(await row('gamma').boundingBox())!, { x: 800, y: 400 }];
    await page.mouse.move(from.x + 60, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(from.x + 80, from.y + from.height / 2, { steps: 3 });
    // Held from the beginning it would select a range. The panel lets the drag in once VS Code knows of the key.
    await page.keyboard.down('Shift');
    await page.mouse.move(to.x, to.y, { steps: 10 });
    await waitFor('the panel to take it', async () => {
      await page.mouse.move(to.x + Math.random(), to.y);
      return (await panel.locator('body.drop-over').count()) > 0;
    });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await expect
      .poll(() => panel.locator('.runs-row').allInnerTexts())
      .toEqual([
        expect.stringContaining('alpha'),
        expect.stringContaining('beta'),
        expect.stringContaining('gamma'),
      ]);
  });

  it('is filtered by its button; a filter that leaves nothing says so, and goes by a click', async () => {
    const { page } = session();
    await page.locator('.sidebar .pane-header', { hasText: 'Runs' }).hover();
    await page.getByRole('button', { name: 'Filter Runs…' }).first().click();
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Name…' }).click();
    const input = page.locator('.quick-input-widget input[type="text"]');
    await input.fill('nothing is called so');
    await input.press('Enter');
    const words = page.locator('.sidebar .welcome-view', { hasText: 'No run passes the filter.' });
    await words.getByRole('button', { name: 'Show All Runs' }).click();
    await row('beta').waitFor();
  });

  it('renames a run by F2 and deletes it by Delete, once that is confirmed', async () => {
    const { page, workspace } = session();
    await row('beta').click();
    await page.keyboard.press('F2');
    const input = page.locator('.quick-input-widget input[type="text"]');
    await input.fill('delta');
    await input.press('Enter');
    await row('delta').waitFor();
    const folder = path.join(workspace, 'runs', 'beta');
    expect(JSON.parse(readFileSync(path.join(folder, 'annotation.json'), 'utf8'))).toMatchObject({
      name: 'delta',
    });

    await row('delta').click();
    await page.keyboard.press('Delete');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(existsSync(folder)).toBe(true);
    await row('delta').click();
    await page.keyboard.press('Delete');
    // Where there is no trash it is asked a second time.
    await waitFor('the folder to go', async () => {
      await dialog
        .getByRole('button', { name: /Move to Trash|Delete Permanently/ })
        .click({ timeout: 500 })
        .catch(() => undefined);
      return !existsSync(folder);
    });
    await row('delta').waitFor({ state: 'detached' });
  });

  it('opens a checkpoint, and from it its run and a comparison', async () => {
    const { page } = session();
    await unfold(page, 'alpha');
    await row('epoch 1').click();
    const editor = await webviewFrame(page, '[data-part=reason]');
    await editor.getByRole('button', { name: 'Compare with…' }).click();
    await page.locator('.quick-input-widget', { hasText: 'Compare alpha · epoch 1 with…' }).waitFor();
    await page.keyboard.press('Escape');
    await editor.getByRole('button', { name: 'Open its run alpha' }).click();
    const panel = await webviewFrame(page, 'h1');
    await waitFor('its run', async () => (await panel.locator('h1').innerText()) === 'alpha');
  });

  it('is revealed in the explorer by its menu', async () => {
    const { page } = session();
    await rightClick(page, [row('gamma')], 'Reveal in Explorer View');
    const revealed = page.locator('.explorer-folders-view .monaco-list-row.selected');
    await expect.poll(() => revealed.allInnerTexts()).toEqual([expect.stringContaining('gamma')]);
    await openViewContainer(page, 'Sparse Topology');
  });

  it('is noted and put into an experiment by its menu, grouped and sorted by the buttons of the view', async () => {
    const { page, workspace } = session();
    const input = page.locator('.quick-input-widget input[type="text"]');
    for (const [rows, entry, words] of [
      [[row('gamma')], 'Edit Note…', 'looks odd'],
      [[row('alpha'), row('gamma')], 'Move to Experiment…', 'rewinding'],
    ] as const) {
      await rightClick(page, rows, entry);
      await input.fill(words);
      await input.press('Enter');
      await input.waitFor({ state: 'hidden' });
    }
    const annotation = path.join(workspace, 'runs', 'gamma', 'annotation.json');
    await expect
      .poll(() => JSON.parse(readFileSync(annotation, 'utf8')) as unknown)
      .toMatchObject({ note: 'looks odd', experiment: 'rewinding' });

    const runs = page.locator('.sidebar .pane', {
      has: page.locator('.pane-header', { hasText: 'Runs' }),
    });
    const inView = async (button: string | RegExp): Promise<void> => {
      await runs.first().hover();
      await runs.first().getByRole('button', { name: button }).first().click();
    };
    await inView('Group Runs by Experiment');
    await row('rewinding').waitFor();
    await inView('Do Not Group Runs');
    await row('rewinding').waitFor({ state: 'detached' });

    const names = async (): Promise<string[]> => {
      const labels = await runs.first().locator('.monaco-list-row .label-name').allInnerTexts();
      return labels.filter((label) => ['alpha', 'gamma'].includes(label));
    };
    for (const [order, expected] of [
      ['Name', ['alpha', 'gamma']],
      ['Accuracy', ['gamma', 'alpha']],
    ] as const) {
      await inView(/More Actions/);
      await page.locator('.monaco-menu .action-item', { hasText: 'Sort Runs…' }).click();
      await page.locator('.quick-input-widget .monaco-list-row', { hasText: order }).first().click();
      await expect.poll(names).toEqual(expected);
    }
  });

  it('leads from a run that failed to its log and to another try', async () => {
    const { page, workspace } = session();
    const nothing = path.join(workspace, 'nothing');
    mkdirSync(nothing);
    const folder = await makeRun(path.join(workspace, 'runs'), {
      name: 'epsilon',
      state: 'failed',
      checkpoints: nothing,
    });
    writeFileSync(path.join(folder, 'train.log'), 'it went wrong here');
    await row('epsilon').hover();
    await row('epsilon').getByRole('button', { name: 'Open Topology Evolution' }).click();
    const panel = await webviewFrame(page, '.notice-title');
    await panel.getByText('No checkpoint was written before.').waitFor();
    await panel.getByRole('button', { name: 'Show Training Log' }).click();
    await page.locator('.view-lines', { hasText: 'it went wrong here'.replaceAll(' ', '\u00a0') }).waitFor();
    await page.locator('.tab', { hasText: 'epsilon: Topology Evolution' }).click();
    const again = await webviewFrame(page, '.notice-title');
    await again.getByRole('button', { name: 'Train Again with…' }).click();
    const form = await webviewFrame(page, '.form-facts');
    await form.getByText('As epsilon was trained.').waitFor();
  });
});
