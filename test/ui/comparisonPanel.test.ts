/** The NNSTD Comparison panel alone in a browser, fed over the protocol: what is drawn, said, asked and kept. */
import { describe, expect, it } from 'vitest';
import type { ComparisonSnapshot } from '../../src/protocol/comparison';
import { usualMeasure } from '../../src/protocol/facts';
import { readRecorded } from '../unit/webview/recorded';
import { cell, overflow, panelSession, rows, texts } from '../webview/panelSession';
import { themes, type ThemeName } from '../webview/themes';

const { evolution, pair, matrix } = readRecorded();
const { open } = panelSession();
const themeNames = Object.keys(themes) as ThemeName[];

describe('NNSTD Comparison of two', () => {
  const running: ComparisonSnapshot = {
    ...pair,
    layers: [],
    mean: null,
    status: { phase: 'running', reason: null, done: 0, total: 4 },
  };

  it('says the distance, what it means, and each layer', async () => {
    const panel = await open({ panel: 'comparison', snapshot: pair });
    expect(await panel.page.locator('.big-number').textContent()).toBe(pair.mean!.toFixed(3));
    expect(await rows(panel, 'layers')).toEqual([
      ['Layer 1', '', '0.543', '576 of 784', '5', '42 · 37', '0.60 % · 0.60 %'],
      ['Layer 2', '', '0.581', '540 of 784', '8', '41 · 35', '0.54 % · 0.55 %'],
      ['Layer 3', '', '0.577', '503 of 784', '5', '49 · 51', '0.50 % · 0.49 %'],
      ['Output', 'full in both: does not count', '10 of 10', '0', '0 · 0', '100 % · 100 %'],
    ]);
    const [track, fill] = await Promise.all(
      ['.bar-wide', '.bar-wide .bar-fill'].map((part) => panel.page.locator(part).boundingBox()),
    );
    expect(fill!.width / track!.width).toBeCloseTo(pair.mean!, 2);
    expect(await panel.page.locator('[data-part=facts]').textContent()).toContain('784·784·784·784·10');
    expect(await panel.state()).toEqual({
      version: 1,
      paths: pair.items.map(({ path }) => path),
      layer: null,
      measure: usualMeasure('reference'),
    });
  });

  it('is computed by the measure that is chosen, with the keyboard too, and keeps it', async () => {
    const panel = await open({ panel: 'comparison', snapshot: pair });
    const method = panel.page.getByRole('combobox', { name: 'Method' });
    const chosen = () => method.inputValue();
    const words = panel.page.locator('.pair .measure-line');
    expect(await chosen()).toBe('reference');
    expect(await texts(method.locator('option'))).toEqual(['reference', 'greedy', 'refined']);
    expect(await words.textContent()).toMatch(/^Method reference: the authors/);
    await method.focus();
    await panel.page.keyboard.press('ArrowDown');
    await expect
      .poll(() => panel.requests())
      .toEqual([{ method: 'setMeasure', params: { measure: usualMeasure('greedy') } }]);
    await panel.emit('measure', usualMeasure('greedy'));
    await panel.emit('reset', null);
    await panel.emit('status', running.status);
    await expect.poll(() => words.textContent()).toMatch(/^Method greedy: .* not their order\.$/);
    expect(await chosen()).toBe('greedy');
    expect(await method.getAttribute('title')).toContain('not their order');
    expect((await rows(panel, 'layers'))[0][2]).toBe('…');
    expect(await panel.state()).toMatchObject({ measure: usualMeasure('greedy') });
  });

  it('has a budget where something is searched, and takes a number of seconds', async () => {
    const panel = await open({ panel: 'comparison', snapshot: pair });
    const budget = panel.page.getByRole('combobox', { name: 'Budget' });
    const seconds = panel.page.getByRole('spinbutton', { name: 'Seconds to search' });
    const places = async () =>
      Promise.all(
        ['Method', 'Outputs'].map((name) => panel.page.getByRole('combobox', { name }).boundingBox()),
      );
    expect(await budget.isVisible()).toBe(false);
    const before = await places();
    await panel.emit('measure', usualMeasure('refined'));
    await expect.poll(() => budget.isVisible()).toBe(true);
    expect(await places()).toEqual(before);
    expect(await texts(budget.locator('option'))).toEqual(['quick', 'standard', 'thorough', 'in seconds']);
    expect(await budget.inputValue()).toBe('standard');
    await budget.selectOption('in seconds');
    await panel.emit('measure', usualMeasure('refined', { seconds: 10 }));
    await expect.poll(() => seconds.inputValue()).toBe('10');
    for (const typed of ['0', '2.5']) {
      await seconds.fill(typed);
      await seconds.press('Enter');
    }
    await panel.page.getByRole('combobox', { name: 'Outputs' }).selectOption('fixed');
    await panel.page.getByRole('combobox', { name: 'Method' }).selectOption('greedy');
    await expect
      .poll(() => panel.requests())
      .toEqual(
        [
          usualMeasure('refined', { seconds: 10 }),
          // No time at all is not asked for.
          usualMeasure('refined', { seconds: 2.5 }),
          { ...usualMeasure('refined', { seconds: 10 }), outputs: 'fixed' },
          usualMeasure('greedy'),
        ].map((measure) => ({ method: 'setMeasure', params: { measure } })),
      );
  });

  it('fills in as layers arrive, can be cancelled and computed again', async () => {
    const panel = await open({ panel: 'comparison', snapshot: running });
    const rowPlaces = async () =>
      Promise.all(
        (await panel.page.locator('[data-part=layers] tbody tr').all()).map((row) => row.boundingBox()),
      );
    const before = await rowPlaces();
    expect(before).toHaveLength(4);
    await panel.emit('layer', pair.layers[0]);
    await panel.emit('status', { ...running.status, done: 1 });
    await expect
      .poll(() => panel.page.locator('.progress-text').textContent())
      .toBe('computing: 1 of 4 layers');
    expect((await rows(panel, 'layers'))[0][2]).toBe('0.543');
    expect((await rowPlaces()).map((box) => box!.y)).toEqual(before.map((box) => box!.y));

    await panel.page.getByRole('button', { name: 'Cancel' }).click();
    await panel.emit('status', { ...running.status, done: 1, phase: 'cancelled' });
    await panel.page.getByRole('button', { name: 'Compute again' }).click();
    await expect
      .poll(() => panel.requests())
      .toEqual([
        { method: 'cancel', params: null },
        { method: 'restart', params: null },
      ]);
    await panel.emit('reset', null);
    await panel.emit('status', running.status);
    await expect.poll(async () => (await rows(panel, 'layers'))[0][2]).toBe('…');
  });

  it('says which cannot be compared, and why', async () => {
    const layers = pair.items[1].facts!.layers.slice(1);
    const items = [pair.items[0], { ...pair.items[1], facts: { ...pair.items[1].facts!, layers } }];
    const reason = 'they differ in depth: 784·784·784·784·10 and 784·784·784·10';
    const status = { phase: 'failed', reason, done: 0, total: 4 };
    const panel = await open({ panel: 'comparison', snapshot: { ...running, items, status } });
    expect(await panel.page.locator('.big-number').textContent()).toBe('No distance');
    expect(await panel.page.locator('.verdict').textContent()).toBe(reason);
    expect(await texts(panel.page.locator('.differs td'))).toEqual(['784·784·784·784·10', '784·784·784·10']);
    expect(await panel.page.locator('[data-part=layers]').isVisible()).toBe(false);
  });
});

describe('NNSTD Comparison of many', () => {
  it('shows every pair with its number, by layer or mean, and keeps the layer', async () => {
    const panel = await open({ panel: 'comparison', snapshot: matrix });
    for (const one of matrix.cells) {
      if (one.status !== 'done') continue;
      const shown = [cell(panel, one.row, one.column), cell(panel, one.column, one.row)];
      for (const each of shown) expect(await each.textContent()).toBe(one.mean!.toFixed(3));
    }
    await panel.page.getByRole('tab', { name: 'Mean' }).focus();
    await panel.page.keyboard.press('ArrowRight');
    const [first] = matrix.cells;
    const layer = first.status === 'done' ? first.layers[0].distance.toFixed(3) : '';
    await expect.poll(() => cell(panel, 0, 1).textContent()).toBe(layer);
    expect(await panel.state()).toMatchObject({ layer: 0 });
    const again = await open({ panel: 'comparison', snapshot: matrix, state: await panel.state() });
    expect(await cell(again, 0, 1).textContent()).toBe(layer);
    expect(await again.page.locator('[role=tab][aria-selected=true]').textContent()).toBe('Layer 1');
  });

  it('is walked with the keyboard, says each cell, and opens a pair', async () => {
    const panel = await open({ panel: 'comparison', snapshot: matrix });
    await cell(panel, 0, 1).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'End']) await panel.page.keyboard.press(key);
    const readout = panel.page.locator('[data-part=readout]');
    await expect.poll(() => readout.textContent()).toMatch(/^e5_s0_w3 .* and e5_s0_w9 .*: Mean 0\.537$/);
    await panel.page.keyboard.press('Enter');
    await cell(panel, 8, 2).click();
    await cell(panel, 5, 5).click();
    const opening = (a: number, b: number) => ({
      method: 'openPair',
      params: { a: matrix.items[a].path, b: matrix.items[b].path },
    });
    await expect.poll(() => panel.requests()).toEqual([opening(3, 9), opening(2, 8)]);
    expect(await panel.page.locator('.heat-cell[tabindex="0"]').count()).toBe(1);
  });

  it('fills in as cells arrive; failed ones are hatched and give their reason', async () => {
    const status = { phase: 'running', reason: null, done: 0, total: 45 };
    const panel = await open({ panel: 'comparison', snapshot: { ...matrix, cells: [], status } });
    expect(await panel.page.locator('.heat-cell[data-kind=pending]').count()).toBe(90);
    const place = await panel.page.locator('.heat').boundingBox();
    await panel.emit('cells', matrix.cells.slice(0, 3));
    await panel.emit('cells', [{ status: 'failed', row: 4, column: 6, reason: 'other widths' }]);
    await expect.poll(() => cell(panel, 4, 6).getAttribute('data-kind')).toBe('failed');
    expect(await panel.page.locator('.heat-cell[data-kind=value]').count()).toBe(6);
    await cell(panel, 6, 4).hover();
    await expect
      .poll(() => panel.page.locator('[data-part=readout]').textContent())
      .toContain('other widths');
    expect(await texts(panel.page.locator('[data-part=failures] li'))).toEqual([
      'e5_s0_w4 · epoch 190 and e5_s0_w6 · epoch 190: other widths',
    ]);
    expect(await panel.page.locator('.heat').boundingBox()).toEqual(place);
  });

  it('marks a stretched scale', async () => {
    const panel = await open({ panel: 'comparison', snapshot: matrix });
    const background = () => cell(panel, 0, 9).getAttribute('style');
    const before = await background();
    await panel.page.getByRole('button', { name: 'Stretched scale' }).click();
    const means = matrix.cells.flatMap((one) => (one.status === 'done' ? [one.mean!] : []));
    const legend = await panel.page.locator('[data-part=scale]').textContent();
    expect(legend).toContain(Math.min(...means).toFixed(3));
    expect(legend).toContain(Math.max(...means).toFixed(3));
    expect(legend).toContain('stretched');
    expect(await background()).not.toBe(before);
  });

  it('holds a hundred', async () => {
    const items = Array.from({ length: 100 }, (_, k) => ({
      ...matrix.items[k % 10],
      path: `/data/${String(k)}`,
      label: `run ${String(k)}`,
    }));
    const panel = await open({ panel: 'comparison', snapshot: { ...matrix, items, cells: [] } });
    expect(await panel.page.locator('.heat-cell').count()).toBe(10_000);
    await panel.emit('cells', [
      { status: 'done', row: 0, column: 99, mean: 0.25, layers: [0.2, 0.3, 0.25, 0] },
    ]);
    await expect.poll(() => cell(panel, 99, 0).getAttribute('data-kind')).toBe('value');
    await cell(panel, 99, 0).focus();
    await expect
      .poll(() => panel.page.locator('[data-part=readout]').textContent())
      .toBe('run 99 and run 0: Mean 0.250');
    expect(await overflow(panel)).toBe(0);
  });
});

describe('in every theme and width', () => {
  it('numbers on the heat map can be read', async () => {
    const panel = await open({ panel: 'comparison', snapshot: matrix });
    const style = () => cell(panel, 0, 9).getAttribute('style');
    for (const scale of ['whole', 'stretched']) {
      if (scale === 'stretched') await panel.page.getByRole('button', { name: 'Stretched scale' }).click();
      const seen: (string | null)[] = [];
      for (const theme of themeNames) {
        await panel.setTheme(theme);
        await expect.poll(style).not.toBe(seen.at(-1));
        seen.push(await style());
        expect(await panel.worstContrast(), `${theme}, ${scale}`).toBeGreaterThan(4.5);
      }
      await panel.setTheme('dark');
    }
  });

  it.each([
    ['the evolution', { panel: 'evolution', snapshot: evolution }],
    ['a pair', { panel: 'comparison', snapshot: pair }],
    ['a matrix', { panel: 'comparison', snapshot: matrix }],
  ] as const)('nothing of %s sticks out', async (_name, options) => {
    const panel = await open(options);
    for (const width of [1400, 1000, 700, 560]) {
      await panel.page.setViewportSize({ width, height: 800 });
      await expect.poll(() => overflow(panel), { message: `${String(width)} pixels` }).toBe(0);
    }
  });
});
