/** The panels with the NNSTD authors' own topologies. */
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { describe, it } from 'vitest';
import { waitFor } from '../../scripts/support/wait.mjs';
import { projectRoot } from '../host/projectRoot';
import { webviewFrame } from '../host/webview';
import { openViewContainer, runCommand } from '../host/workbench';
import { explorerRow, rightClick, showExplorer } from '../ui/support/explorer';
import { useSession } from '../ui/support/session';
import { sidebarRow, unfold } from '../ui/support/sidebar';
import { documentation, gallery } from './gallery';

const reference = path.resolve(projectRoot, '../shared/reference/topologies');
const networks = Array.from({ length: 10 }, (_, k) => `e5_s0_w${String(k)}`);

describe.skipIf(!existsSync(reference))(
  "the authors' topologies (skipped without ../shared/reference)",
  () => {
    const session = useSession((workspace) => {
      for (const name of networks) {
        cpSync(path.join(reference, name), path.join(workspace, 'topo', name), { recursive: true });
      }
    });

    async function open(
      names: readonly string[][],
      entries: readonly string[],
      selector: string,
    ): Promise<Frame> {
      const { page } = session();
      await showExplorer(page);
      await runCommand(page, 'Explorer: Collapse Folders in Explorer').catch(() => undefined);
      const rows = [];
      for (const name of names) rows.push(await explorerRow(page, 'topo', ...name));
      await rightClick(page, rows, ...entries);
      return webviewFrame(page, selector);
    }

    it('evolution of one network', async () => {
      const { page, host } = session();
      const panel = await open([[networks[0]]], ['Sparse Topology', 'Open Topology Evolution'], '.timeline');
      await computed(panel);
      await panel.getByRole('button', { name: 'Chance' }).waitFor({ timeout: 300_000 });
      await documentation(host, page, 'evolution-authors');
      await alone(page);
      await gallery(host, page, 'evolution-authors');
      for (const part of ['connections', 'input-map', 'degrees']) {
        await panel.locator(`[data-part=${part}]`).scrollIntoViewIfNeeded();
        await panel
          .locator(`[data-part=${part}] [data-part=fit]`, { hasText: 'being fitted' })
          .first()
          .waitFor({ state: 'detached', timeout: 300_000 });
        await documentation(host, page, part, { width: 1280, height: 1000 });
      }
    });

    it('evolution of several', async () => {
      const { page, host } = session();
      const panel = await open(
        networks.slice(0, 4).map((name) => [name]),
        ['Sparse Topology', 'Open Topology Evolution'],
        `.runs-name:has-text("${networks[3]}")`,
      );
      // What is told is told of the run in focus; the first one stays.
      for (const name of networks.slice(0, 4).reverse()) {
        await panel.locator('.runs-name', { hasText: name }).click();
        await computed(panel);
      }
      await alone(page);
      await documentation(host, page, 'overlay');
      await gallery(host, page, 'evolution-several');
    });

    it('comparison of two', async () => {
      const { page, host } = session();
      const panel = await open(
        [
          [networks[0], 'epoch_000'],
          [networks[0], 'epoch_190'],
        ],
        ['Compare Checkpoints (NNSTD)'],
        '.big-number',
      );
      await panel
        .locator('[data-part=yardsticks]')
        .getByText('10 pairs')
        .nth(1)
        .waitFor({ timeout: 300_000 });
      await panel.getByRole('button', { name: /^Search/ }).click();
      await panel.getByText('5 searches').waitFor({ timeout: 300_000 });
      await panel.evaluate('window.scrollTo(0, 0)');
      await documentation(host, page, 'comparison');
      await alone(page);
      await panel.getByRole('grid', { name: 'Matched neurons' }).getByRole('row').nth(1).click();
      for (const view of ['matching', 'overlay', 'flow']) {
        await panel.locator(`[data-view=${view}]`).click();
        await panel.evaluate('window.scrollTo(0, 0)');
        await documentation(host, page, `pair-${view}`, { width: 1280, height: 1000 });
        await gallery(host, page, `pair-${view}`);
      }
    });

    it('comparison of many', async () => {
      const { page, host } = session();
      const panel = await open(
        networks.map((name) => [name]),
        ['Sparse Topology', 'Compare Checkpoints (NNSTD)'],
        '.heat',
      );
      await waitFor(
        'all pairs',
        async () => {
          const text = await panel.locator('.progress-text').innerText();
          const [, done, all] = /^([\d,]+) of ([\d,]+) pairs$/.exec(text) ?? [];
          return done !== undefined && done === all;
        },
        { timeoutMs: 900_000 },
      );
      await documentation(host, page, 'matrix');
      await alone(page);
      await gallery(host, page, 'many');
    });

    it('editor of a checkpoint', async () => {
      const { page, host } = session();
      await showExplorer(page);
      await rightClick(page, [await explorerRow(page, 'topo')], 'Sparse Topology', 'Watch Folder…');
      await openViewContainer(page, 'Sparse Topology');
      await unfold(page, 'topo', networks[0]);
      const row = sidebarRow(page, /190.*0\.965.%/);
      await row.waitFor();
      await documentation(host, page, 'checkpoints');
      await row.click();
      const panel = await webviewFrame(page, '[data-part=summary]');
      await panel.locator('[data-part=connections] canvas').first().waitFor();
      await documentation(host, page, 'editor');
      await alone(page);
      await gallery(host, page, 'editor');
    });
  },
);

async function computed(panel: Frame): Promise<void> {
  await waitFor(
    'all checkpoints',
    async () => /^\d+ checkpoints$/.test(await panel.locator('[data-part="checkpoints"]').innerText()),
    { timeoutMs: 300_000 },
  );
}

/** The panel without the side bar. */
async function alone(page: Page): Promise<void> {
  if (await page.locator('.part.sidebar').isVisible())
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
}
