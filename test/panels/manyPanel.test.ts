/** The NNSTD Comparison panel of many as a map, as a tree and as a choice of checkpoints: what is drawn, asked and kept. */
import { describe, expect, it } from 'vitest';
import type { ComparedItem, ComparisonSnapshot, PairCell } from '../../src/protocol/comparison';
import { readRecorded } from '../unit/webview/recorded';
import { choose } from '../webview/controls';
import { drag } from '../webview/drag';
import type { PanelPage } from '../webview/panelPage';
import { overflow, panelSession, pointAt, rows, texts } from '../webview/panelSession';

const { matrix, pair } = readRecorded();
const { open } = panelSession();

/** Two runs in the plane, given so that their first axis is x, and clusters are where points lie close. */
const places = [
  { run: 'a', epoch: 0, x: -4, y: -1 },
  { run: 'b', epoch: 0, x: -4, y: 1.5 },
  { run: 'a', epoch: 10, x: 0, y: -1.2 },
  { run: 'b', epoch: 10, x: 0.5, y: 1.2 },
  { run: 'a', epoch: 20, x: 4, y: -0.5 },
  { run: 'b', epoch: 20, x: 4.5, y: 0.8 },
];

function itemOf({ run, epoch }: { readonly run: string; readonly epoch: number }): ComparedItem {
  const path = `/data/${run}/epoch_${String(epoch)}`;
  const moment = `epoch ${String(epoch)}`;
  return {
    path,
    label: `${run} · ${moment}`,
    run: { path: `/data/${run}`, name: run },
    moment,
    facts: { ...matrix.items[0].facts!, path, epoch },
    problem: null,
  };
}

/** As far apart as on paper, the same in every layer; a tenth of it, to be a distance. */
function cellOf(row: number, column: number): PairCell {
  const [a, b] = [places[row], places[column]];
  const distance = Math.hypot(a.x - b.x, a.y - b.y) / 10;
  return { status: 'done', row, column, distances: [distance, distance, distance, 0] };
}

function cellsOf(count: number): PairCell[] {
  return Array.from({ length: count }, (_, column) =>
    Array.from({ length: column }, (_, row) => cellOf(row, column)),
  ).flat();
}

function snapshotOf(count: number): ComparisonSnapshot {
  const cells = cellsOf(count);
  const status = { ...matrix.status, done: cells.length, total: cells.length };
  return { ...matrix, items: places.slice(0, count).map(itemOf), cells, status };
}

const plane = (panel: PanelPage) => panel.page.getByRole('listbox', { name: 'Checkpoints on a map' });

/** Where the keys stand: the middle of the one option of the map, in its pixels. */
async function activePixel(panel: PanelPage): Promise<{ readonly x: number; readonly y: number }> {
  const around = (await plane(panel).boundingBox())!;
  const box = (await panel.page.locator('#map-point').boundingBox())!;
  return { x: box.x + box.width / 2 - around.x, y: box.y + box.height / 2 - around.y };
}

/** Pixels of all points, walked with the keys: run a by epoch, then run b. */
async function walkedPixels(panel: PanelPage): Promise<ReadonlyMap<string, { x: number; y: number }>> {
  const found = new Map<string, { x: number; y: number }>();
  await plane(panel).focus();
  for (const keys of [
    ['ArrowRight'],
    ['ArrowRight'],
    ['ArrowRight'],
    ['ArrowDown'],
    ['ArrowLeft'],
    ['ArrowLeft'],
  ]) {
    for (const key of keys) await panel.page.keyboard.press(key);
    const name = await panel.page.locator('#map-point').getAttribute('aria-label');
    found.set(name!, await activePixel(panel));
  }
  return found;
}

/** How much is drawn in a small square of the map that is not its ground. */
async function inkAt(
  panel: PanelPage,
  { x, y }: { readonly x: number; readonly y: number },
): Promise<number> {
  return (await panel.page.evaluate(`(() => {
    const canvas = document.querySelector('.map-plane > canvas');
    const ratio = window.devicePixelRatio;
    const size = Math.round(6 * ratio);
    const { data } = canvas.getContext('2d').getImageData(${String(x)} * ratio - size / 2, ${String(y)} * ratio - size / 2, size, size);
    let found = 0;
    for (let k = 3; k < data.length; k += 4) if (data[k] > 100) found++;
    return found / (data.length / 4);
  })()`)) as number;
}

describe('the map of topology space', () => {
  it('has every checkpoint as far from the others as their distances say, and runs go right', async () => {
    const panel = await open({ panel: 'comparison', snapshot: snapshotOf(6) });
    await panel.page.getByText('100\u00a0% of the variance').waitFor();
    const pixels = await walkedPixels(panel);
    expect([...pixels.keys()]).toEqual([
      'a · epoch 0',
      'a · epoch 10',
      'a · epoch 20',
      'b · epoch 20',
      'b · epoch 10',
      'b · epoch 0',
    ]);
    const at = (k: number) => pixels.get(itemOf(places[k]).label)!;
    const apart = (k: number, other: number): number =>
      Math.hypot(at(k).x - at(other).x, at(k).y - at(other).y);
    const expected = (k: number, other: number): number =>
      Math.hypot(places[k].x - places[other].x, places[k].y - places[other].y);
    const scale = apart(0, 5) / expected(0, 5);
    for (let k = 1; k < places.length; k++) {
      for (let other = 0; other < k; other++) {
        expect(Math.abs(apart(k, other) - scale * expected(k, other))).toBeLessThan(2);
      }
      expect(await inkAt(panel, at(k))).toBeGreaterThan(0.3);
    }
    expect(at(4).x).toBeGreaterThan(at(0).x);
    expect(await inkAt(panel, { x: at(0).x, y: (at(0).y + at(1).y) / 2 })).toBe(0);
  });

  it('is zoomed and reset, takes other axes and least stress, and comes back after a reload', async () => {
    const panel = await open({ panel: 'comparison', snapshot: snapshotOf(6) });
    await panel.page.getByText('100\u00a0% of the variance').waitFor();
    const before = (await walkedPixels(panel)).get('b · epoch 0')!;
    for (const key of ['+', '+']) await panel.page.keyboard.press(key);
    const zoomed = await activePixel(panel);
    expect(Math.hypot(zoomed.x - before.x, zoomed.y - before.y)).toBeGreaterThan(20);
    const again = await open({ panel: 'comparison', snapshot: snapshotOf(6), state: await panel.state() });
    await again.page.getByText('of the variance').waitFor();
    const place = (await walkedPixels(again)).get('b · epoch 0')!;
    expect(Math.hypot(place.x - zoomed.x, place.y - zoomed.y)).toBeLessThan(2);
    await again.page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => again.state()).toMatchObject({ many: { view: null } });
    await choose(again.page, 'Map', 'axes 1 · 3');
    const measure = again.page.locator('[data-part=map-measure]');
    await expect.poll(() => measure.textContent()).toMatch(/9\d\u00a0% of the variance/);
    await choose(again.page, 'Map', 'least stress');
    await expect.poll(() => measure.textContent()).toBe('least stress of 6 checkpoints, stress 0.000');
  });

  it('selects a point, lists who is nearest, and opens the pair', async () => {
    const { links } = pair.yardsticks;
    if (links.phase !== 'done') throw new Error('no chance level was recorded');
    const panel = await open({ panel: 'comparison', snapshot: snapshotOf(6), chance: links.result });
    await panel.page.getByText('of the variance').waitFor();
    const pixels = await walkedPixels(panel);
    const { x, y } = pixels.get('a · epoch 10')!;
    const box = (await plane(panel).boundingBox())!;
    await panel.page.mouse.click(box.x + x, box.y + y);
    const distances = places
      .map((place, k) => ({
        name: itemOf(place).label,
        distance: Math.hypot(place.x, place.y + 1.2) / 10,
        k,
      }))
      .filter(({ k }) => k !== 2)
      .sort((a, b) => a.distance - b.distance);
    const listed = async () => (await rows(panel, 'neighbours')).map(([name, distance]) => [name, distance]);
    await expect.poll(listed).toEqual(distances.map(({ name, distance }) => [name, distance.toFixed(3)]));
    await panel.page.getByRole('button', { name: 'Share of chance' }).click();
    const share = Math.round((100 * distances[0].distance) / links.result.mean!.mean);
    await expect.poll(async () => (await rows(panel, 'neighbours'))[0][2]).toBe(`${String(share)} %`);
    await panel.page.getByRole('button', { name: 'Open pair' }).first().click();
    const other = pixels.get('b · epoch 20')!;
    await panel.page.mouse.dblclick(box.x + other.x, box.y + other.y);
    await panel.page.keyboard.press('ArrowUp');
    await panel.page.keyboard.press('Enter');
    const opened = async () => (await panel.requests()).filter(({ method }) => method === 'openPair');
    const path = (k: number): string => itemOf(places[k]).path;
    await expect
      .poll(async () => (await opened()).map(({ params }) => params))
      .toEqual([
        { a: path(Math.min(2, distances[0].k)), b: path(Math.max(2, distances[0].k)) },
        { a: path(2), b: path(5) },
        { a: path(2), b: path(4) },
      ]);
  });

  it('and the heat map point at the same checkpoints', async () => {
    const panel = await open({ panel: 'comparison', snapshot: snapshotOf(6) });
    await panel.page.getByText('of the variance').waitFor();
    const pixels = await walkedPixels(panel);
    const band = panel.page.locator('.heat-band').first();
    // By run and epoch, b · epoch 0 is the fourth row.
    const [grid, shown] = [(await panel.page.locator('.heat').boundingBox())!, (await band.boundingBox())!];
    expect((shown.y - grid.y) / grid.height).toBeCloseTo(3 / 6, 1);
    const target = pixels.get('a · epoch 20')!;
    const ring = { x: target.x, y: target.y - 9 };
    const before = await inkAt(panel, ring);
    expect(await pointAt(panel, 2, 4)).toContain('a · epoch 20 and b · epoch 10');
    await expect.poll(() => inkAt(panel, ring)).toBeGreaterThan(before);
  });

  it('leaves out what lacks distances and says why', async () => {
    const snapshot = snapshotOf(6);
    const cells = snapshot.cells.map((cell): PairCell =>
      cell.column === 5 ? { status: 'failed', row: cell.row, column: 5, reason: 'other widths' } : cell,
    );
    const panel = await open({ panel: 'comparison', snapshot: { ...snapshot, cells } });
    await panel.page.getByText('classical scaling of 5 checkpoints').waitFor();
    const words = panel.page.locator('.map-words');
    await expect.poll(() => words.textContent()).toContain('1 checkpoint left out: b · epoch 20 (5 failed)');
  });
});

describe('clustered rows', () => {
  it('stand as the leaves of a tree, which is drawn, and each cell stays that of its pair', async () => {
    const panel = await open({ panel: 'comparison', snapshot: snapshotOf(6) });
    const names = () => texts(panel.page.locator('.heat-rows > span'));
    await expect.poll(async () => (await names())[1]).toContain('a · epoch 10');
    await choose(panel.page, 'Order', 'clustered');
    // By hand: the two last are nearest, then the two in the middle, which join them, then the two first.
    const expected = [
      'a · epoch 0',
      'b · epoch 0',
      'a · epoch 10',
      'b · epoch 10',
      'a · epoch 20',
      'b · epoch 20',
    ];
    await expect.poll(() => pointAt(panel, 0, 1)).toContain(`${expected[0]} and ${expected[1]}: Mean 0.250`);
    for (const k of [1, 2, 3, 4]) {
      const [one, other] = [k, k + 1].map((at) =>
        places.findIndex((place) => itemOf(place).label === expected[at]),
      );
      const [row, column] = [Math.min(one, other), Math.max(one, other)];
      const cell = cellOf(row, column);
      const value = cell.status === 'done' ? cell.distances[0].toFixed(3) : '';
      expect(await pointAt(panel, k, k + 1)).toBe(`${expected[k]} and ${expected[k + 1]}: Mean ${value}`);
    }
    const tree = (await panel.page.locator('.heat-tree').boundingBox())!;
    const grid = (await panel.page.locator('.heat').boundingBox())!;
    expect(Math.abs(tree.width - grid.width)).toBeLessThan(2);
    expect(await panel.state()).toMatchObject({ many: { order: 'clustered' } });
  });
});

describe('the choice of checkpoints', () => {
  const runs = ['a', 'b'].map((run) => ({
    path: `/data/${run}`,
    name: run,
    checkpoints: [0, 10, 20, 25].map((epoch) => ({
      path: itemOf({ run, epoch }).path,
      moment: `epoch ${String(epoch)}`,
      epoch,
    })),
  }));

  it('is made by run, every k-th epoch or by hand, and follows the runs', async () => {
    const panel = await open({ panel: 'comparison', snapshot: snapshotOf(6), runs });
    await panel.page.locator('[data-part=selection-summary]').click();
    const list = panel.page.locator('[data-part=selection]');
    const all = list.getByRole('checkbox', { name: 'All of a', exact: true });
    expect(await all.evaluate((box) => (box as unknown as { indeterminate: boolean }).indeterminate)).toBe(
      true,
    );
    await list
      .locator('summary')
      .first()
      .click({ position: { x: 60, y: 6 } });
    await list.getByRole('checkbox', { name: 'epoch 25' }).check();
    await all.check();
    await panel.page.getByRole('button', { name: 'Add new ones as they come' }).click();
    const field = panel.page.getByRole('spinbutton', { name: 'Every so many epochs' });
    await field.fill('20');
    await panel.page.getByRole('button', { name: 'Take these' }).click();
    const path = (run: string, epoch: number): string => itemOf({ run, epoch }).path;
    await expect
      .poll(() => panel.requests())
      .toEqual([
        { method: 'addCheckpoints', params: { paths: [path('a', 25)] } },
        { method: 'addCheckpoints', params: { paths: [path('a', 25)] } },
        { method: 'setFollow', params: { follow: { every: 1 } } },
        { method: 'removeCheckpoints', params: { paths: [path('a', 10), path('b', 10)] } },
      ]);
  });

  it('adds a row to what is there, in its place by run and epoch', async () => {
    const panel = await open({ panel: 'comparison', snapshot: snapshotOf(5) });
    await panel.page.getByText('classical scaling of 5 checkpoints').waitFor();
    const before = await pointAt(panel, 0, 1);
    const items = places.map(itemOf);
    await panel.emit('items', items);
    await panel.emit('status', { ...matrix.status, phase: 'running', done: 10, total: 15 });
    await expect.poll(() => pointAt(panel, 0, 5)).toContain('a · epoch 0 and b · epoch 20: to be computed');
    expect(await pointAt(panel, 0, 1)).toBe(before);
    await panel.emit(
      'cells',
      Array.from({ length: 5 }, (_, row) => cellOf(row, 5)),
    );
    await panel.page.getByText('classical scaling of 6 checkpoints').waitFor();
    await panel.emit('items', items.slice(2));
    await panel.page.getByText('classical scaling of 4 checkpoints').waitFor();
    expect(await pointAt(panel, 0, 1)).toMatch(/a · epoch 10 and a · epoch 20: Mean 0\.406/);
    expect(await panel.state()).toMatchObject({ paths: items.slice(2).map(({ path }) => path) });
  });

  it('takes what is dropped', async () => {
    const panel = await open({ panel: 'comparison', snapshot: snapshotOf(4) });
    await drag(panel, '# two\r\nfile:///data/c/epoch_1\r\nfile:///data/c/epoch_2', ['drop']);
    await expect
      .poll(() => panel.requests())
      .toEqual([
        { method: 'addDropped', params: { uris: ['file:///data/c/epoch_1', 'file:///data/c/epoch_2'] } },
      ]);
  });

  it('fits a narrow window', async () => {
    const panel = await open({ panel: 'comparison', snapshot: snapshotOf(6), width: 700 });
    await panel.page.getByText('of the variance').waitFor();
    expect(await overflow(panel)).toBe(0);
    const [heat, map] = [panel.page.locator('.heat'), panel.page.locator('.map-plane')];
    expect((await map.boundingBox())!.y).toBeGreaterThan((await heat.boundingBox())!.y + 50);
  });
});
