/** The NNSTD Comparison panel of two, alone in a browser, fed over the protocol: what is drawn, said, asked and kept. */
import { describe, expect, it } from 'vitest';
import type { ComparisonSnapshot } from '../../src/protocol/comparison';
import { publishedRule } from '../../src/measure/meanRule';
import { measureOf } from '../../src/measure/measure';
import { firstPairChoices } from '../../src/protocol/pairChoices';
import type { Chance } from '../../src/protocol/uncertainty';
import { noYardsticks } from '../../src/protocol/yardsticks';
import { readRecorded } from '../unit/webview/recorded';
import { choicesOf, choose, chosen } from '../webview/controls';
import { overflow, panelSession, rows, texts } from '../webview/panelSession';

const { evolution, pair, refinedPair, matrix } = readRecorded();
const { open } = panelSession();

interface Box {
  readonly x: number;
  readonly width: number;
}

function chanceOf({ yardsticks: { links } }: ComparisonSnapshot): Chance {
  if (links.phase !== 'done') throw new Error('no chance level was recorded');
  return links.result;
}

describe('NNSTD Comparison of two', () => {
  const running: ComparisonSnapshot = {
    ...pair,
    layers: [],
    yardsticks: noYardsticks,
    status: { phase: 'running', reason: null, done: 0, total: 4, secondsLeft: null },
  };

  const mean = (pair.layers[0].distance + pair.layers[1].distance + pair.layers[2].distance) / 3;

  it('says the distance, what it means, and each layer', async () => {
    const panel = await open({ panel: 'comparison', snapshot: pair });
    expect(await panel.page.locator('.big-number').textContent()).toBe(mean.toFixed(3));
    const ofChance = (layer: number): string =>
      `${Math.round((100 * pair.layers[layer].distance) / chanceOf(pair).layers[layer].mean).toFixed(0)} %`;
    expect(await rows(panel, 'layers')).toEqual([
      ['Layer 1', '', '0.543', '', ofChance(0), '0.60 % · 0.60 %'],
      ['Layer 2', '', '0.581', '', ofChance(1), '0.54 % · 0.55 %'],
      ['Layer 3', '', '0.577', '', ofChance(2), '0.50 % · 0.49 %'],
      ['Output', 'full in both: does not count', '', '', '', '100 % · 100 %'],
    ]);
    // Without a matching the rest is known all the same.
    const lineage = await rows(panel, 'lineage');
    expect(lineage.map((row) => row.slice(4))).toEqual([
      ['5', '65', '42 · 37'],
      ['8', '76', '41 · 35'],
      ['5', '90', '49 · 51'],
      ['0', '10', '0 · 0'],
    ]);
    const [track, fill, chance] = (await Promise.all(
      ['.bar-wide', '.bar-wide .bar-fill', '.bar-wide .bar-links'].map((part) =>
        panel.page.locator(part).boundingBox(),
      ),
    )) as Box[];
    expect(fill.width / track.width).toBeCloseTo(mean, 2);
    expect((chance.x + 1 - track.x) / track.width).toBeCloseTo(chanceOf(pair).mean!.mean, 2);
    expect(await panel.page.locator('[data-part=facts]').textContent()).toContain('784·784·784·784·10');
    expect(await panel.state()).toMatchObject({
      version: 1,
      paths: pair.items.map(({ path }) => path),
      layer: null,
      measure: measureOf('reference'),
      rule: publishedRule,
      pair: firstPairChoices,
    });
  });

  it('says how far is far: the share of chance of both kinds, and the noise of the search', async () => {
    const panel = await open({ panel: 'comparison', snapshot: refinedPair });
    expect(await panel.page.locator('.verdict').textContent()).toMatch(/^64\u00a0% of chance: 0 is the same/);
    expect(await rows(panel, 'yardsticks')).toEqual([
      [
        'Unrelated networks, as many links',
        '0.756 ± 0.002',
        '64 % of it',
        expect.stringContaining('10 pairs'),
      ],
      [
        'Unrelated networks, same degrees',
        '0.706 ± 0.002',
        '68 % of it',
        expect.stringContaining('10 pairs'),
      ],
      ['These two, searched again', '0.4818 – 0.4822', '', expect.stringContaining('5 searches')],
    ]);
  });

  it('measures ties when asked, tells how far that is, and can be stopped, without moving anything', async () => {
    const yardsticks = { ...pair.yardsticks, ties: noYardsticks.ties };
    // So high that nothing is scrolled.
    const panel = await open({ panel: 'comparison', snapshot: { ...pair, yardsticks }, height: 1400 });
    const places = async () =>
      Promise.all((await panel.page.locator('tr').all()).map((row) => row.boundingBox()));
    const before = await places();
    const row = panel.page.getByRole('row', { name: /stored in other orders/ });
    await row.getByRole('button').focus();
    await panel.page.keyboard.press('Enter');
    await panel.emit('yardsticks', { ...yardsticks, ties: { phase: 'running', done: 3, total: 20 } });
    await row.getByText('computing 3 of 20').waitFor();
    await row.getByRole('button', { name: 'Stop' }).click();
    await panel.emit('yardsticks', pair.yardsticks);
    await row.getByText('20 shuffles of B').waitFor();
    expect(await places()).toEqual(before);
    expect(await panel.requests()).toEqual([
      { method: 'measureYardstick', params: { yardstick: 'ties' } },
      { method: 'stopYardstick', params: { yardstick: 'ties' } },
    ]);
  });

  it('takes the mean of the layers that are ticked, by links if wanted, and keeps that', async () => {
    const panel = await open({ panel: 'comparison', snapshot: pair });
    const number = () => panel.page.locator('.big-number').textContent();
    await panel.page.getByRole('checkbox', { name: 'Layer 2' }).click();
    const rule = { ...publishedRule, counting: [0, 2] };
    await expect.poll(() => panel.requests()).toEqual([{ method: 'setRule', params: { rule } }]);
    await panel.emit('rule', rule);
    const [first, , third] = pair.layers;
    await expect.poll(number).toBe(((first.distance + third.distance) / 2).toFixed(3));
    expect(await chosen(panel.page, 'Mean of')).toBe('chosen layers');
    await choose(panel.page, 'weighing', 'by links');
    const byLinks = { ...rule, weighting: 'links' };
    await expect.poll(async () => (await panel.requests()).at(-1)?.params).toEqual({ rule: byLinks });
    await panel.emit('rule', byLinks);
    const weighed = first.distance * first.links + third.distance * third.links;
    await expect.poll(number).toBe((weighed / (first.links + third.links)).toFixed(3));
    expect(await panel.state()).toMatchObject({ rule: byLinks });
  });

  it('is computed by the measure that is chosen, with the keyboard too, and keeps it', async () => {
    const panel = await open({ panel: 'comparison', snapshot: pair });
    const method = panel.page.getByRole('combobox', { name: 'Method' });
    const words = panel.page.locator('.pair .measure-line');
    expect(await chosen(panel.page, 'Method')).toBe('reference');
    expect(await words.textContent()).toMatch(/^Method reference: the authors/);
    await method.focus();
    await panel.page.keyboard.press('Enter');
    await choicesOf(panel.page, 'Method').first().waitFor();
    expect(await texts(choicesOf(panel.page, 'Method'))).toEqual(['reference', 'greedy', 'refined']);
    for (const key of ['ArrowDown', 'Enter']) await panel.page.keyboard.press(key);
    await expect
      .poll(() => panel.requests())
      .toEqual([{ method: 'setMeasure', params: { measure: measureOf('greedy') } }]);
    await panel.emit('measure', measureOf('greedy'));
    await panel.emit('reset', null);
    await panel.emit('status', running.status);
    await expect.poll(() => words.textContent()).toMatch(/^Method greedy: .* not their order\.$/);
    expect(await chosen(panel.page, 'Method')).toBe('greedy');
    expect(await panel.page.locator('vscode-single-select[title*="not their order"]').count()).toBe(1);
    expect((await rows(panel, 'layers'))[0][2]).toBe('…');
    expect(await panel.state()).toMatchObject({ measure: measureOf('greedy') });
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
    await panel.emit('measure', measureOf('refined'));
    await expect.poll(() => budget.isVisible()).toBe(true);
    expect(await places()).toEqual(before);
    expect(await chosen(panel.page, 'Budget')).toBe('standard');
    await budget.click();
    expect(await texts(choicesOf(panel.page, 'Budget'))).toEqual([
      'quick',
      'standard',
      'thorough',
      'in seconds',
    ]);
    await choicesOf(panel.page, 'Budget').last().click();
    await panel.emit('measure', measureOf('refined', { budget: { seconds: 10 } }));
    await expect.poll(() => seconds.inputValue()).toBe('10');
    for (const typed of ['0', '2.5']) {
      await seconds.fill(typed);
      await seconds.press('Enter');
    }
    await choose(panel.page, 'Outputs', 'fixed');
    await choose(panel.page, 'Method', 'greedy');
    await expect
      .poll(() => panel.requests())
      .toEqual(
        [
          measureOf('refined', { budget: { seconds: 10 } }),
          // No time at all is not asked for.
          measureOf('refined', { budget: { seconds: 2.5 } }),
          { ...measureOf('refined', { budget: { seconds: 10 } }), outputs: 'fixed' },
          measureOf('greedy'),
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
    const status = { ...running.status, phase: 'failed', reason };
    const panel = await open({ panel: 'comparison', snapshot: { ...running, items, status } });
    expect(await panel.page.locator('.big-number').textContent()).toBe('No distance');
    expect(await panel.page.locator('.verdict').textContent()).toBe(reason);
    expect(await texts(panel.page.locator('.differs td'))).toEqual(['784·784·784·784·10', '784·784·784·10']);
    expect(await panel.page.locator('[data-part=layers]').isVisible()).toBe(false);
  });
});

describe('at every width', () => {
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

  it('no table of a pair is scrolled sideways at 700 pixels, and no words on the bar stand over others', async () => {
    const links = structuredClone(pair.yardsticks.links);
    if (links.phase === 'done') Object.assign(links.result.mean!, { mean: 0.97 });
    const yardsticks = { ...pair.yardsticks, links, ties: noYardsticks.ties };
    const panel = await open({ panel: 'comparison', snapshot: { ...pair, yardsticks } });
    const scrolled = async (): Promise<string[]> =>
      (await panel.page.evaluate(`[...document.querySelectorAll('.scroll-x')]
        .filter((each) => each.scrollWidth > each.clientWidth)
        .map((each) => each.getAttribute('aria-label') + ' ' + each.scrollWidth + ' > ' + each.clientWidth)`)) as string[];
    const words = panel.page.locator('.bar-over > span, .bar-ends > span');
    for (const width of [1400, 920, 700, 480]) {
      await panel.page.setViewportSize({ width, height: 800 });
      await expect.poll(scrolled, { message: `${String(width)} pixels` }).toEqual([]);
      const boxes = await Promise.all((await words.all()).map(async (each) => (await each.boundingBox())!));
      expect(boxes).toHaveLength(3);
      boxes.forEach((one, k) => {
        expect(one.x >= 0 && one.x + one.width <= width).toBe(true);
        for (const other of boxes.slice(k + 1)) {
          const apart =
            one.x + one.width <= other.x ||
            other.x + other.width <= one.x ||
            one.y + one.height <= other.y ||
            other.y + other.height <= one.y;
          expect(apart, `${String(width)} pixels`).toBe(true);
        }
      });
    }
  });
});
