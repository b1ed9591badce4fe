/** The NNSTD authors' own topologies, opened from the explorer: the published distances stand in the panels. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../scripts/support/wait.mjs';
import { projectRoot } from '../host/projectRoot';
import { webviewFrame } from '../host/webview';
import { openViewContainer, runCommand } from '../host/workbench';
import { choose } from '../webview/controls';
import { explorerRow, rightClick, showExplorer } from './support/explorer';
import { useSession } from './support/session';
import { sidebarRow, unfold } from './support/sidebar';
import { numbersBehind, tableCells } from './support/tables';

const reference = path.resolve(projectRoot, '../shared/reference');
const isThere = existsSync(path.join(reference, 'nnstd-expected.json'));

interface ExpectedPair {
  readonly a: string;
  readonly b: string;
  readonly layers: readonly number[];
}

const pairs = isThere
  ? (
      JSON.parse(readFileSync(path.join(reference, 'nnstd-expected.json'), 'utf8')) as {
        pairs: ExpectedPair[];
      }
    ).pairs
  : [];

const networks = Array.from({ length: 10 }, (_, k) => `e5_s0_w${k}`);

describe.skipIf(!isThere)("the authors' topologies (skipped without ../shared/reference)", () => {
  const session = useSession((workspace) => {
    const copy = (name: string): void => {
      cpSync(path.join(reference, 'topologies', name), path.join(workspace, 'topo', name), {
        recursive: true,
      });
    };
    copy(networks[0]);
    for (const name of networks.slice(1)) copy(path.join(name, 'epoch_190'));
  });

  it('show the evolution of a network: each distance to the initial topology as published', async () => {
    const { page } = session();
    await showExplorer(page);
    const row = await explorerRow(page, 'topo', networks[0]);
    await rightClick(page, [row], 'Sparse Topology', 'Open Topology Evolution');
    const panel = await webviewFrame(page, 'h1');
    await allNine(panel);
    await panel.getByRole('button', { name: 'Chance' }).waitFor({ timeout: 120_000 });
    await byReference(panel);
    const published = pairs.filter(
      ({ a, b }) => a === `${networks[0]}/epoch_000` && b.startsWith(networks[0]),
    );
    expect(published).toHaveLength(8);
    const layersOf = ({ layers }: ExpectedPair): string[] => layers.slice(0, 3).map(threeDecimals);
    await expect
      .poll(async () => (await distancesToInitial(panel)).get(190), { timeout: 120_000 })
      .toEqual(layersOf(published.at(-1)!));
    await allNine(panel);
    const shown = await distancesToInitial(panel);
    for (const each of published) expect(shown.get(Number(each.b.slice(-3)))).toEqual(layersOf(each));
  });

  it('compare as published, layer by layer, by a right-click on two checkpoints', async () => {
    const { page } = session();
    const published = pairs.find(({ a, b }) => a === 'e5_s0_w0/epoch_000' && b === 'e5_s0_w0/epoch_190')!;
    const rows = [
      await explorerRow(page, 'topo', networks[0], 'epoch_000'),
      await explorerRow(page, 'topo', networks[0], 'epoch_190'),
    ];
    await rightClick(page, rows, 'Compare Checkpoints (NNSTD)');
    const panel = await webviewFrame(page, '.big-number');
    await panel.locator('[data-part=yardsticks]').getByText('10 pairs').nth(1).waitFor({ timeout: 120_000 });
    await panel.getByRole('button', { name: /^Search/ }).click();
    await panel.getByText('5 searches').waitFor({ timeout: 120_000 });
    await panel.evaluate('window.scrollTo(0, 0)');
    await byReference(panel);
    const mean = published.layers.slice(0, 3).reduce((sum, each) => sum + each, 0) / 3;
    await panel.locator('.big-number', { hasText: threeDecimals(mean) }).waitFor({ timeout: 60_000 });
    const table = await tableCells(panel.locator('[data-part="layers"] tbody'));
    expect(table.map((cells) => cells.find((cell) => /^0\.\d{3}$/.test(cell)))).toEqual([
      ...published.layers.slice(0, 3).map(threeDecimals),
      // Full in both: it does not count.
      undefined,
    ]);
  });

  it('compare all ten networks as a matrix, and a cell opens its pair', async () => {
    const { page } = session();
    await runCommand(page, 'Explorer: Collapse Folders in Explorer').catch(() => undefined);
    const rows = [];
    for (const name of networks) rows.push(await explorerRow(page, 'topo', name));
    await rightClick(page, rows, 'Sparse Topology', 'Compare Checkpoints (NNSTD)');
    const panel = await webviewFrame(page, '.heat');
    await allPairs(panel);
    await byReference(panel);
    const published = pairs.find(({ a, b }) => a === 'e5_s0_w0/epoch_190' && b === 'e5_s0_w9/epoch_190')!;
    const grid = panel.getByRole('grid');
    const box = (await grid.boundingBox())!;
    await grid.click({ position: { x: 0.95 * box.width, y: 0.05 * box.height } });
    const pair = await webviewFrame(page, '.big-number');
    const mean = published.layers.slice(0, 3).reduce((sum, each) => sum + each, 0) / 3;
    await pair.locator('.big-number', { hasText: threeDecimals(mean) }).waitFor({ timeout: 60_000 });
  });

  it('stand in the Checkpoints view with epoch and density, once their folder is watched', async () => {
    const { page } = session();
    await showExplorer(page);
    await rightClick(page, [await explorerRow(page, 'topo')], 'Sparse Topology', 'Watch Folder…');
    await openViewContainer(page, 'Sparse Topology');
    await unfold(page, 'topo', networks[0]);
    // 17,866 of 1,851,808 possible links.
    await sidebarRow(page, /190.*0\.965.%/).waitFor();
  });
});

async function allNine(panel: Frame): Promise<void> {
  await waitFor(
    'all nine checkpoints',
    async () => (await panel.locator('[data-part="checkpoints"]').innerText()) === '9 checkpoints',
    { timeoutMs: 120_000 },
  );
}

async function allPairs(panel: Frame): Promise<void> {
  await panel.locator('.progress-text', { hasText: /^45 of 45 pairs$/ }).waitFor({ timeout: 240_000 });
}

/** New panels have another method than that of the published values. */
async function byReference(panel: Frame): Promise<void> {
  await choose(panel, 'Method', 'reference');
}

function threeDecimals(value: number): string {
  return value.toFixed(3);
}

/** The three sparse layers' values by epoch, from the table behind the chart. */
async function distancesToInitial(panel: Frame): Promise<Map<number, string[]>> {
  const rows = await numbersBehind(panel, 'Distance to initial');
  return new Map(rows.map(([epoch, ...values]) => [Number(epoch), values.slice(0, 3)]));
}
