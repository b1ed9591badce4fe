/** The NNSTD authors' own topologies, opened from the explorer: the published distances stand in the panels. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../scripts/support/wait.mjs';
import { readCheckpoint } from '../../src/checkpoints/readCheckpoint';
import { measureOf } from '../../src/measure/measure';
import { matchedWithSelf } from '../../src/metrics/matching';
import { networkDistance } from '../../src/nnstd/networkDistance';
import type { SparseLayer } from '../../src/topology/topology';
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

/** Of two networks after their training. */
const lastOfTwo = pairs.filter(({ a, b }) => [a, b].every((each) => each.endsWith('/epoch_190')));

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
    const mean = threeDecimals(meanOfSparse(published.layers));
    await panel.locator('.big-number', { hasText: mean }).waitFor({ timeout: 60_000 });
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
    await allPairs(panel);
    const grid = panel.getByRole('grid');
    for (const { a, b, layers } of lastOfTwo) {
      await grid.hover({ position: await cellOf(grid, a, b) });
      await panel
        .locator('[data-part=readout]', { hasText: `Mean ${threeDecimals(meanOfSparse(layers))}` })
        .waitFor();
    }
    const published = lastOfTwo.find(({ a, b }) => a.startsWith(networks[0]) && b.startsWith(networks[9]))!;
    await grid.click({ position: await cellOf(grid, published.a, published.b) });
    const pair = await webviewFrame(page, '.big-number');
    const mean = threeDecimals(meanOfSparse(published.layers));
    await pair.locator('.big-number', { hasText: mean }).waitFor({ timeout: 60_000 });
  });

  it('still have the skeleton of their ancestor: lineage, and both networks over each other', async () => {
    const { page } = session();
    const pair = await webviewFrame(page, '.big-number');
    await choose(pair, 'Method', 'refined');
    const expected = await lastByRefined(networks[0], networks[9]);
    const inPlace = expected.map(({ matching }) => matchedWithSelf(matching));
    await expect
      .poll(
        async () => (await tableCells(pair.locator('[data-part=lineage] tbody'))).map(([, , cell]) => cell),
        { timeout: 120_000 },
      )
      .toEqual([...inPlace.map((neurons) => `${String(neurons)} of 784`), '10 of 10']);
    // As the search found it first; a better one moves some.
    [747, 765, 677].forEach((neurons, k) => {
      expect(Math.abs(inPlace[k] - neurons)).toBeLessThan(10);
    });
    await pair.getByRole('tab', { name: 'Overlay' }).click();
    const counts = pair.locator('[data-part=overlay] .link-count');
    await expect
      .poll(() => counts.allInnerTexts(), { timeout: 60_000 })
      .toEqual(linksOfBoth(expected[0]).map((count) => count.toLocaleString('en')));
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

/** Over the sparse layers. */
function meanOfSparse(layers: readonly number[]): number {
  return layers.slice(0, 3).reduce((sum, each) => sum + each, 0) / 3;
}

/** The middle of the cell of two of the ten networks. */
async function cellOf(grid: Locator, a: string, b: string): Promise<{ x: number; y: number }> {
  const { width, height } = (await grid.boundingBox())!;
  const place = (name: string): number => (networks.indexOf(path.dirname(name)) + 0.5) / networks.length;
  return { x: place(b) * width, y: place(a) * height };
}

interface MatchedLayers {
  readonly a: SparseLayer;
  readonly b: SparseLayer;
  readonly matching: Int32Array;
}

/** The sparse layers of two networks after their training, matched by the library alone. */
async function lastByRefined(first: string, second: string): Promise<MatchedLayers[]> {
  const [a, b] = await Promise.all(
    [first, second].map((name) => readCheckpoint(path.join(reference, 'topologies', name, 'epoch_190'))),
  );
  const { layers } = networkDistance(a.topology, b.topology, measureOf('refined'));
  return layers
    .slice(0, 3)
    .map(({ matching }, k) => ({ a: a.topology.layers[k], b: b.topology.layers[k], matching }));
}

/** Links of a first layer in both networks, only in A and only in B, by sets of their inputs. */
function linksOfBoth({ a, b, matching }: MatchedLayers): readonly [number, number, number] {
  const inputsOf = ({ indptr, indices }: SparseLayer, neuron: number): Set<number> =>
    new Set(indices.slice(indptr[neuron], indptr[neuron + 1]));
  let shared = 0;
  matching.forEach((partner, neuron) => {
    const others = inputsOf(b, partner);
    for (const input of inputsOf(a, neuron)) if (others.has(input)) shared++;
  });
  return [shared, a.indices.length - shared, b.indices.length - shared];
}
