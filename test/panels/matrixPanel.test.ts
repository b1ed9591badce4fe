/** The NNSTD Comparison panel of many, alone in a browser, fed over the protocol: what is drawn, said, asked and kept. */
import { describe, expect, it } from 'vitest';
import type { PairCell } from '../../src/protocol/comparison';
import { publishedRule } from '../../src/measure/meanRule';
import { readRecorded } from '../unit/webview/recorded';
import { expectNoBarriers } from '../webview/axe';
import { choose } from '../webview/controls';
import { cellPlace, overflow, panelSession, pointAt, texts } from '../webview/panelSession';
import { themes, type ThemeName } from '../webview/themes';

const { matrix, pair } = readRecorded();
const { open } = panelSession();
const running = { ...matrix.status, phase: 'running', done: 0, secondsLeft: null } as const;

function meanOf(cell: PairCell): number {
  if (cell.status === 'failed') throw new Error(cell.reason);
  return (cell.distances[0] + cell.distances[1] + cell.distances[2]) / 3;
}

describe('NNSTD Comparison of many', () => {
  it('shows every pair with its number, by layer or mean, and keeps the layer', async () => {
    const panel = await open({ panel: 'comparison', snapshot: matrix });
    for (const one of matrix.cells) {
      const words = `: Mean ${meanOf(one).toFixed(3)}`;
      expect(await pointAt(panel, one.row, one.column)).toContain(words);
      expect(await pointAt(panel, one.column, one.row)).toContain(words);
      // Black or white on the colour of the distance.
      expect((await panel.heatCell(one.row, one.column)).ink).toBeGreaterThan(0.01);
    }
    await panel.page.getByRole('tab', { name: 'Mean' }).focus();
    await panel.page.keyboard.press('ArrowRight');
    const [first] = matrix.cells;
    const layer = first.status === 'done' ? first.distances[0].toFixed(3) : '';
    await expect.poll(() => pointAt(panel, 0, 1)).toContain(`Layer 1 ${layer}`);
    expect(await panel.state()).toMatchObject({ layer: 0 });
    const again = await open({ panel: 'comparison', snapshot: matrix, state: await panel.state() });
    expect(await pointAt(again, 0, 1)).toContain(`Layer 1 ${layer}`);
    expect(await again.page.locator('[role=tab][aria-selected=true]').textContent()).toBe('Layer 1');
  });

  it('is walked with the keyboard, says each cell, and opens a pair', async () => {
    const panel = await open({ panel: 'comparison', snapshot: matrix });
    const grid = panel.page.getByRole('grid', { name: 'Distances of all pairs' });
    await grid.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'End']) await panel.page.keyboard.press(key);
    const said = /^e5_s0_w3 .* and e5_s0_w9 .*: Mean 0\.537$/;
    await expect.poll(() => panel.page.locator('[data-part=readout]').textContent()).toMatch(said);
    const active = panel.page.locator(`#${(await grid.getAttribute('aria-activedescendant'))!}`);
    expect(await active.getAttribute('aria-label')).toMatch(said);
    expect(await active.getAttribute('aria-colindex')).toBe('10');
    expect(await panel.page.locator('[role=row]').getAttribute('aria-rowindex')).toBe('4');
    const [box, place] = [(await active.boundingBox())!, await cellPlace(panel, 3, 9)];
    expect(Math.hypot(box.x + box.width / 2 - place.x, box.y + box.height / 2 - place.y)).toBeLessThan(2);
    await panel.page.keyboard.press('Enter');
    for (const [row, column] of [
      [8, 2],
      [5, 5],
    ]) {
      const { x, y } = await cellPlace(panel, row, column);
      await panel.page.mouse.click(x, y);
    }
    const opening = (a: number, b: number) => ({
      method: 'openPair',
      params: { a: matrix.items[a].path, b: matrix.items[b].path },
    });
    await expect.poll(() => panel.requests()).toEqual([opening(3, 9), opening(2, 8)]);
  });

  it('fills in as cells arrive; failed ones are hatched and give their reason', async () => {
    const panel = await open({ panel: 'comparison', snapshot: { ...matrix, cells: [], status: running } });
    const empty = await panel.heatCell(0, 1);
    expect(empty.ink).toBe(0);
    const place = await panel.page.locator('.heat').boundingBox();
    await panel.emit('cells', matrix.cells.slice(0, 3));
    await panel.emit('cells', [{ status: 'failed', row: 4, column: 6, reason: 'other widths' }]);
    await panel.emit('status', { ...running, done: 4, secondsLeft: 83 });
    await expect
      .poll(() => texts(panel.page.locator('.progress-text')))
      .toEqual(['computing: 4 of 45 pairs, 83 s left']);
    for (const [row, column] of [
      [0, 3],
      [3, 0],
    ]) {
      const filled = await panel.heatCell(row, column);
      expect(filled.ground).not.toEqual(empty.ground);
      expect(filled.ink).toBeGreaterThan(0.01);
    }
    expect(await panel.heatCell(0, 4)).toEqual(empty);
    expect((await panel.heatCell(6, 4)).ink).toBeGreaterThan(0.05);
    expect(await pointAt(panel, 6, 4)).toContain('other widths');
    expect(await texts(panel.page.locator('[data-part=failures] li'))).toEqual([
      'e5_s0_w4 · epoch 190 and e5_s0_w6 · epoch 190: other widths',
    ]);
    expect(await panel.page.locator('.heat').boundingBox()).toEqual(place);

    // None of all can be compared, and one went meanwhile: each place says so.
    const gone = '/gone: expected a readable file or folder, found nothing of this name (ENOENT)';
    await panel.emit('item', { ...matrix.items[3], facts: null, problem: gone });
    const reasonOf = ({ row, column }: PairCell): string =>
      row === 3 || column === 3 ? gone : 'other widths';
    await panel.emit(
      'cells',
      matrix.cells.map((cell) => ({
        status: 'failed',
        row: cell.row,
        column: cell.column,
        reason: reasonOf(cell),
      })),
    );
    await panel.emit('status', matrix.status);
    await expect
      .poll(() => texts(panel.page.locator('.notice-title')))
      .toEqual(['None of the 45 pairs can be compared']);
    expect(await texts(panel.page.locator('.progress-text'))).toEqual([
      '45 of 45 pairs, 45 without a distance',
    ]);
    expect(await panel.page.getByText('Nearest neighbours').isVisible()).toBe(false);
    await panel.page.getByRole('button', { name: 'Compute again' }).click();
    await expect.poll(() => panel.requests()).toContainEqual({ method: 'restart', params: null });
    await expectNoBarriers(panel);
    await expect
      .poll(() => texts(panel.page.locator('[data-part=failures] li')))
      .toEqual([
        '36 pairs, the first e5_s0_w0 · epoch 190 and e5_s0_w1 · epoch 190: other widths',
        `9 pairs, the first e5_s0_w0 · epoch 190 and e5_s0_w3 · epoch 190: ${gone}`,
      ]);
    expect(await pointAt(panel, 3, 8)).toContain(gone);
    expect(await texts(panel.page.locator('.map-words'))).toEqual([
      'A map needs three checkpoints with all their distances.',
    ]);
    expect(await texts(panel.page.locator('[data-part=items] .failure'))).toEqual([gone]);
    expect((await panel.heatCell(3, 8)).ink).toBeGreaterThan(0.05);
  });

  it('takes another mean of the same distances', async () => {
    const panel = await open({ panel: 'comparison', snapshot: matrix });
    await choose(panel.page, 'Mean of', 'all layers');
    const rule = { ...publishedRule, counting: 'all' };
    await expect.poll(() => panel.requests()).toEqual([{ method: 'setRule', params: { rule } }]);
    await panel.emit('rule', rule);
    const [first] = matrix.cells;
    await expect.poll(() => pointAt(panel, 0, 1)).toContain(`Mean ${((3 * meanOf(first)) / 4).toFixed(3)}`);
    expect(await panel.state()).toMatchObject({ rule });
  });

  it('says the share of chance of a cell that is looked at, when that is wanted', async () => {
    const { links } = pair.yardsticks;
    if (links.phase !== 'done') throw new Error('no chance level was recorded');
    const panel = await open({ panel: 'comparison', snapshot: matrix, chance: links.result });
    expect(await pointAt(panel, 0, 9)).not.toContain('chance');
    await panel.page.getByRole('button', { name: 'Share of chance' }).click();
    const last = matrix.cells.find(({ row, column }) => row === 0 && column === 9)!;
    const share = Math.round((100 * meanOf(last)) / links.result.mean!.mean);
    await expect.poll(() => pointAt(panel, 0, 9)).toContain(`· ${String(share)} % of chance (0.802 ± 0.002)`);
    expect(await panel.requests()).toEqual([
      { method: 'cellChance', params: { a: matrix.items[0].path, b: matrix.items[9].path } },
    ]);
    await panel.page.getByRole('button', { name: 'Share of chance' }).click();
    expect(await pointAt(panel, 0, 9)).not.toContain('chance');
  });

  it('marks a stretched scale', async () => {
    const panel = await open({ panel: 'comparison', snapshot: matrix });
    const before = await panel.heatCell(0, 9);
    await panel.page.getByRole('button', { name: 'Stretched scale' }).click();
    const means = matrix.cells.map(meanOf);
    const legend = await panel.page.locator('[data-part=scale]').textContent();
    expect(legend).toContain(Math.min(...means).toFixed(3));
    expect(legend).toContain(Math.max(...means).toFixed(3));
    expect(legend).toContain('stretched');
    expect((await panel.heatCell(0, 9)).ground).not.toEqual(before.ground);
  });

  it('is drawn in the colours of each theme', async () => {
    const panel = await open({ panel: 'comparison', snapshot: matrix });
    const seen: string[] = [];
    for (const theme of Object.keys(themes) as ThemeName[]) {
      await panel.setTheme(theme);
      await expect
        .poll(async () => JSON.stringify((await panel.heatCell(0, 9)).ground))
        .not.toBe(seen.at(-1));
      const { ground, ink } = await panel.heatCell(0, 9);
      expect(ink).toBeGreaterThan(0.01);
      seen.push(JSON.stringify(ground));
    }
  });

  it('shows five hundred whole, each to be read; with larger cells asks first for the part on screen', async () => {
    const items = Array.from({ length: 500 }, (_, k) => {
      const [name, moment] = [`run ${String(Math.floor(k / 50))}`, `epoch ${String(k % 50)}`];
      return {
        ...matrix.items[k % 10],
        path: `/data/${String(k)}`,
        label: `${name} · ${moment}`,
        run: { path: `/data/${name}`, name },
        moment,
      };
    });
    const status = { ...running, total: 124_750 };
    const panel = await open({ panel: 'comparison', snapshot: { ...matrix, items, cells: [], status } });
    const grid = panel.page.getByRole('grid');
    expect(await grid.locator('*').count()).toBeLessThan(10);
    // Every tenth column, as it comes from a computation that is fast.
    for (let column = 10; column < 500; column += 10) {
      const cells = Array.from({ length: column }, (_, row) => ({
        status: 'done',
        row,
        column,
        distances: [0.2, 0.3, (row + column) / 1000, 0],
      }));
      await panel.emit('cells', cells);
    }
    const [map, window] = [(await grid.boundingBox())!, panel.page.viewportSize()!];
    expect(map.x + map.width).toBeLessThanOrEqual(window.width);
    expect(map.y + map.height).toBeLessThanOrEqual(window.height);
    const hidden = await panel.page.evaluate(`(() => {
      const map = document.querySelector('.heat-scroll');
      return [map.scrollWidth - map.clientWidth, map.scrollHeight - map.clientHeight];
    })()`);
    expect(hidden).toEqual([0, 0]);
    expect(map.width / 500).toBeGreaterThan(0.9);
    await expect
      .poll(() => pointAt(panel, 490, 30))
      .toBe('run 9 · epoch 40 and run 0 · epoch 30: Mean 0.340');
    const names = async (axis: string) => texts(panel.page.locator(`.heat-${axis} > .heat-run`));
    const runs = Array.from({ length: 10 }, (_, k) => `run ${String(k)}`);
    expect([await names('rows'), await names('columns')]).toEqual([runs, runs]);
    expect(await texts(panel.page.locator('.heat-rows > .looked-at'))).toEqual(['run 9']);
    const focus = async () => (await panel.requests()).findLast(({ method }) => method === 'focus')?.params;
    expect(await focus()).toBeUndefined();

    await panel.page.getByRole('button', { name: 'Larger cells' }).click();
    await expect.poll(async () => (await grid.boundingBox())!.width).toBe(4000);
    expect(await panel.state()).toMatchObject({ many: { larger: true } });
    await grid.focus();
    for (const key of ['ArrowUp', 'Home', 'PageDown']) await panel.page.keyboard.press(key);
    await expect
      .poll(() => pointAt(panel, 490, 30))
      .toBe('run 9 · epoch 40 and run 0 · epoch 30: Mean 0.340');
    await expect
      .poll(focus)
      .toMatchObject({ rows: [expect.any(Number), 500], columns: [0, expect.any(Number)] });
    const column = panel.page.locator('.heat-columns');
    expect((await column.boundingBox())!.y).toBeGreaterThan(0);
    expect(await overflow(panel)).toBe(0);
  });
});
