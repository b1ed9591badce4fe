/** Two checkpoints neuron by neuron: who is matched with whom, where neurons went, what they read. Fed over the protocol. */
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { measureOf } from '../../src/measure/measure';
import { unknownInputs } from '../../src/protocol/runInputs';
import type { SparseLayer } from '../../src/topology/topology';
import { choose } from '../webview/controls';
import { movedLinks, movedMatchings, movedNetworks, movedPair, movedTo } from '../webview/movedPair';
import type { PanelOptions, PanelPage } from '../webview/panelPage';
import { overflow, panelSession, rows, texts } from '../webview/panelSession';

const { open } = panelSession();
const moved: PanelOptions = {
  panel: 'comparison',
  snapshot: movedPair,
  links: movedLinks,
  matchings: movedMatchings,
};
const [a, b] = movedNetworks;
const neurons = 60;
const partner = (neuron: number): number => movedTo.get(neuron) ?? neuron;

function inputsOf({ indptr, indices }: SparseLayer, neuron: number): number[] {
  return [...indices.subarray(indptr[neuron], indptr[neuron + 1])];
}

/** What the table has to say of a neuron of the first layer, from the links alone. */
function expectedRow(neuron: number): string[] {
  const inA = inputsOf(a.layers[0], neuron);
  const inB = new Set(inputsOf(b.layers[0], partner(neuron)));
  const shared = inA.filter((input) => inB.has(input)).length;
  const union = inA.length + inB.size - shared;
  const cost = union === 0 ? 0 : (union - shared) / union;
  const counts = [shared, inA.length - shared, inB.size - shared, inA.length, inB.size];
  return [String(neuron), String(partner(neuron)), cost.toFixed(3), ...counts.map(String)];
}

function gridOf(panel: PanelPage): Locator {
  return panel.page.getByRole('grid', { name: 'Matched neurons' });
}

/** Rows of the table that are in the page, by their place. */
async function shownRows(panel: PanelPage): Promise<string[][]> {
  const found = await gridOf(panel).locator('.grid-body > :not([hidden])').all();
  const placed = await Promise.all(
    found.map(async (row) => ({
      place: Number(await row.getAttribute('aria-rowindex')),
      cells: (await texts(row.getByRole('gridcell'))).slice(0, 8),
    })),
  );
  return placed.sort((one, other) => one.place - other.place).map(({ cells }) => cells);
}

/** Numbers in the first column. */
async function listed(panel: PanelPage): Promise<number[]> {
  return (await shownRows(panel)).map(([neuron]) => Number(neuron));
}

describe('the matching of two', () => {
  it('is a table of which neuron became which, with what they share', async () => {
    const panel = await open(moved);
    await gridOf(panel).locator('.grid-body > *').first().waitFor();
    const shown = await shownRows(panel);
    expect(shown.length).toBeLessThan(neurons);
    expect(shown).toEqual(shown.map((_, neuron) => expectedRow(neuron)));
    expect(await gridOf(panel).getAttribute('aria-rowcount')).toBe(String(neurons + 1));
    // It was asked for once the panel had been painted.
    const asked = (await panel.reads()).map(({ method }) => method);
    expect([asked[0], asked.filter((method) => method === 'painted').length]).toEqual(['painted', 1]);
    expect(asked).toContain('matching');
  });

  it('has every row within reach of the keyboard, and tells which is the active one', async () => {
    const panel = await open(moved);
    const grid = gridOf(panel);
    await grid.focus();
    await panel.page.keyboard.press('End');
    await expect.poll(async () => (await shownRows(panel)).at(-1)).toEqual(expectedRow(neurons - 1));
    const active = await grid.getAttribute('aria-activedescendant');
    expect(await panel.page.locator(`#${active!}`).getAttribute('aria-rowindex')).toBe(String(neurons + 1));
    await panel.page.getByRole('heading', { name: `Neuron ${String(neurons - 1)} of A` }).waitFor();
    await panel.page.keyboard.press('ArrowUp');
    await panel.page.getByRole('heading', { name: `Neuron ${String(neurons - 2)} of A` }).waitFor();
    expect(await panel.state()).toMatchObject({ pair: { selected: { side: 'a', neuron: neurons - 2 } } });
  });

  it('is sorted by its heads and filtered by what is typed; what is not understood is said', async () => {
    const panel = await open(moved);
    const all = Array.from({ length: neurons }, (_, neuron) => expectedRow(neuron));
    await gridOf(panel).getByRole('columnheader', { name: 'Shared' }).getByRole('button').click();
    const byShared = all.toSorted((one, other) => Number(one[3]) - Number(other[3]));
    await expect.poll(async () => (await shownRows(panel))[0]).toEqual(byShared[0]);
    await gridOf(panel).getByRole('columnheader', { name: 'Shared' }).getByRole('button').click();
    const head = gridOf(panel).locator('[data-column=shared]');
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending');
    const fewest = Math.max(...all.map((row) => Number(row[3])));
    expect((await shownRows(panel))[0][3]).toBe(String(fewest));

    const filter = panel.page.getByRole('textbox', { name: 'Filter' });
    await filter.fill('only A >= 3, only B < 3');
    const passing = all.filter((row) => Number(row[4]) >= 3 && Number(row[5]) < 3);
    const words = panel.page.locator('.matching-count');
    await expect.poll(() => words.textContent()).toBe(`${String(passing.length)} of 60 rows`);
    await filter.fill('17');
    await expect.poll(async () => (await listed(panel)).toSorted((x, y) => x - y)).toEqual([3, 17]);
    await filter.fill('costly');
    await expect.poll(() => words.textContent()).toContain('“costly” is not understood');
  });

  it('lists those that moved, from the lineage, which counts them', async () => {
    const panel = await open(moved);
    await expect
      .poll(async () => (await rows(panel, 'lineage'))[0])
      .toEqual([
        'Layer 1',
        '',
        `${String(neurons - movedTo.size)} of ${String(neurons)}`,
        String(movedTo.size),
        expect.any(String),
        expect.any(String),
        '0 · 0',
      ]);
    const bar = panel.page.locator('.lineage-bar').first();
    const widthOf = async (part: Locator): Promise<number> => (await part.boundingBox())!.width;
    const share = (await widthOf(bar.locator('.fate-moved'))) / (await widthOf(bar));
    expect(share).toBeCloseTo(movedTo.size / neurons, 2);
    await panel.page.locator('[data-part=lineage] button').first().click();
    await expect.poll(() => listed(panel)).toEqual([...movedTo.keys()].toSorted((x, y) => x - y));
    expect(await panel.state()).toMatchObject({ pair: { movedOnly: true, layer: 0 } });
  });
});

describe('the selected pair', () => {
  it('shows the inputs of an image as two pictures and their difference', async () => {
    const state = { selected: { side: 'a', neuron: 3 } };
    const panel = await open({ ...moved, state: stateOf(state) });
    const selected = panel.page.locator('[data-part=selected]');
    await selected.getByRole('heading', { name: 'Neuron 3 of A ↔ 17 of B' }).waitFor();
    const [, , , shared, onlyA, onlyB, fanInA, fanInB] = expectedRow(3);
    expect(await texts(selected.locator('figcaption'))).toEqual([
      `A: ${fanInA} inputs`,
      `B: ${fanInB} inputs`,
      `${shared} shared, ${onlyA} only A, ${onlyB} only B`,
    ]);
    const inA = inputsOf(a.layers[0], 3);
    const described = await selected.locator('canvas').first().getAttribute('aria-label');
    expect(numbersIn(described!.split(': ').at(-1)!)).toEqual(inA);
  });

  it('names the inputs of a table, where the runs of both say the same', async () => {
    const columns = Array.from({ length: a.layers[0].inputs }, (_, k) => `gene ${String(k)}`);
    const said = { ...unknownInputs, columns };
    const [ofA, ofB] = movedPair.items.map(({ path: file }) => path.dirname(file));
    const state = stateOf({ selected: { side: 'a', neuron: 3 } });
    const panel = await open({ ...moved, state, inputs: { [ofA]: said, [ofB]: said } });
    const inB = new Set(inputsOf(b.layers[0], partner(3)));
    const shared = inputsOf(a.layers[0], 3).filter((input) => inB.has(input));
    const lists = panel.page.locator('[data-part=input-lists] dd');
    await expect
      .poll(() => texts(lists.nth(0).locator('span')))
      .toEqual(shared.map((k) => `gene ${String(k)}`));
  });

  it('names the inputs of a deeper layer by what they became, and leads to them', async () => {
    const panel = await open({ ...moved, state: stateOf({ layer: 1, selected: { side: 'a', neuron: 0 } }) });
    const inA = inputsOf(a.layers[1], 0);
    // Nothing moved in the second layer.
    const inB = inputsOf(b.layers[1], 0);
    const lists = panel.page.locator('[data-part=input-lists] dd');
    await lists.first().waitFor();
    const shared = inA.filter((input) => inB.includes(partner(input)));
    const found = await texts(lists.nth(0).locator('button'));
    expect(found).toEqual(shared.map((input) => `${String(input)} ↔ ${String(partner(input))}`));
    await lists.nth(0).locator('button').first().click();
    await panel.page.getByRole('heading', { name: `Neuron ${String(shared[0])} of A` }).waitFor();
    expect(await panel.state()).toMatchObject({ pair: { layer: 0 } });
  });

  it('says why inputs cannot be shown', async () => {
    const panel = await open({ ...moved, links: [] });
    await panel.page.getByText('Their inputs cannot be shown: ').waitFor();
  });
});

function numbersIn(text: string): number[] {
  return text
    .split(/[,;] /)
    .map(Number)
    .toSorted((x, y) => x - y);
}

/** What a panel kept that was looked at in some way. */
function stateOf(pair: object): unknown {
  return {
    version: 1,
    paths: movedPair.items.map(({ path }) => path),
    layer: null,
    measure: movedPair.measure,
    rule: movedPair.rule,
    pair: {
      view: 'matching',
      layer: 0,
      sort: { column: 'a', descending: false },
      filter: '',
      movedOnly: false,
      interchangeableOnly: false,
      selected: null,
      beside: null,
      ...pair,
    },
  };
}

describe('where neurons went', () => {
  it('draws a mark off the diagonal for each that moved, and goes through them by arrow keys', async () => {
    const panel = await open({ ...moved, state: stateOf({ view: 'flow' }) });
    const canvas = panel.page.locator('[data-part=places]');
    await canvas.waitFor();
    expect(await canvas.getAttribute('aria-label')).toBe('Layer 1: 55 neurons in place, 5 neurons moved');
    await canvas.focus();
    const visited: string[] = [];
    for (const [from, to] of [...movedTo].toSorted((one, other) => one[0] - other[0])) {
      await panel.page.keyboard.press('ArrowRight');
      await panel.page
        .getByRole('heading', { name: `Neuron ${String(from)} of A ↔ ${String(to)} of B` })
        .waitFor();
      visited.push(await canvasInk(panel, from, to));
    }
    expect(visited).toEqual(visited.map(() => 'moved'));
    expect(await canvasInk(panel, 0, 30)).toBe('empty');
  });

  it('counts the neurons that went from one number of inputs to another', async () => {
    const panel = await open({ ...moved, state: stateOf({ view: 'flow' }) });
    const label = (await panel.page.locator('[data-part=flow]').getAttribute('aria-label'))!;
    const counts = [...label.matchAll(/: (\d+)(?=;|$)/g)].map(([, count]) => Number(count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(neurons);
  });
});

/** What is drawn where neuron `from` of A meets `to` of B. */
async function canvasInk(panel: PanelPage, from: number, to: number): Promise<string> {
  return (await panel.page.evaluate(`(() => {
    const canvas = document.querySelector('[data-part=places]');
    const side = Math.min(canvas.clientWidth, canvas.clientHeight), ratio = devicePixelRatio;
    const x = 44 + (${String(from)} + 0.5) / ${String(neurons)} * (side - 54);
    const y = 26 + (${String(to)} + 0.5) / ${String(neurons)} * (side - 36);
    const [red, green, blue, alpha] = canvas.getContext('2d').getImageData(x * ratio, y * ratio, 1, 1).data;
    return alpha === 0 ? 'empty' : blue < Math.min(red, green) ? 'moved' : 'other';
  })()`)) as string;
}

describe('costs of the matched pairs', () => {
  it('are counted in bins, and a press on one lists its pairs', async () => {
    const panel = await open(moved);
    const canvas = panel.page.locator('[data-part=costs]');
    await canvas.focus();
    const costs = Array.from({ length: neurons }, (_, neuron) => Number(expectedRow(neuron)[2]));
    const first = Math.floor(Math.min(...costs) * 20 + 0.01);
    for (let bin = 0; bin <= first; bin++) await panel.page.keyboard.press('ArrowRight');
    const inBin = costs.filter((cost) => cost >= first / 20 - 1e-3 && cost < (first + 1) / 20 - 1e-3).length;
    await expect
      .poll(() => panel.page.locator('[data-part=cost-readout]').textContent())
      .toContain(`pairs: ${String(inBin)} between`);
    await panel.page.keyboard.press('Enter');
    await expect.poll(async () => (await shownRows(panel)).length).toBe(inBin);
  });
});

describe('two methods side by side', () => {
  it('are asked for, stand in a column of their own with the time each took, and go again', async () => {
    const beside = {
      measure: measureOf('reference'),
      mean: 0.5,
      seconds: 1.25,
      layers: movedPair.layers.map((layer) => ({ ...layer, distance: layer.distance / 2 + 0.25 })),
    };
    const panel = await open({ ...moved, beside });
    await choose(panel.page, 'Beside', 'reference');
    const other = beside.layers.map(({ distance }) => distance.toFixed(3));
    await expect
      .poll(async () => (await rows(panel, 'layers')).slice(0, 2).map((row) => row[3]))
      .toEqual(other.slice(0, 2));
    const mean = (beside.layers[0].distance + beside.layers[1].distance) / 2;
    expect(await texts(panel.page.locator('[data-part=beside]'))).toEqual([
      expect.stringMatching(
        new RegExp(`known from before; reference ${mean.toFixed(3)}, computed in 1.3 s\\.$`),
      ),
    ]);
    const [track, fill] = await Promise.all(
      ['.bar-beside', '.bar-beside > .bar-fill'].map((part) =>
        panel.page.locator(part).first().boundingBox(),
      ),
    );
    expect(fill!.width / track!.width).toBeCloseTo(beside.layers[0].distance, 1);
    expect(await panel.requests()).toEqual([
      { method: 'compareBeside', params: { measure: measureOf('reference') } },
    ]);
    await choose(panel.page, 'Beside', 'no other');
    await expect.poll(() => panel.page.locator('[data-part=beside]').textContent()).toBe('');
    expect(await panel.state()).toMatchObject({ pair: { beside: null } });
  });
});

it('exchanges A and B', async () => {
  const panel = await open(moved);
  await panel.page.getByRole('button', { name: 'Exchange A and B' }).click();
  await expect.poll(() => panel.requests()).toEqual([{ method: 'swap', params: null }]);
  await panel.emit('swapped', null);
  await panel.emit('reset', null);
  await expect
    .poll(async () => (await texts(panel.page.locator('.items .item'))).map((text) => text.slice(-8)))
    .toEqual(['epoch 10', ' epoch 0']);
  expect(await panel.state()).toMatchObject({ paths: movedPair.items.map(({ path }) => path).toReversed() });
});

it('has every column of the matching in sight at any width, right after the lineage', async () => {
  const panel = await open({ ...moved, state: stateOf({ view: 'matching' }) });
  const heads = panel.page.locator('[data-part=matching] [role=columnheader]');
  const tops = async (...parts: readonly string[]): Promise<number[]> =>
    Promise.all(parts.map(async (part) => (await panel.page.locator(part).first().boundingBox())!.y));
  for (const width of [1400, 700, 480]) {
    await panel.page.setViewportSize({ width, height: 800 });
    const table = (await panel.page.locator('[data-part=matching]').boundingBox())!;
    const cut = (await panel.page.evaluate(`[...document.querySelectorAll(
      '[data-part=matching] :is([role=columnheader], [role=gridcell])',
    )].filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent)`)) as string[];
    expect(cut, `${String(width)} pixels`).toEqual([]);
    for (const head of await heads.all()) {
      const { x, width: own } = (await head.boundingBox())!;
      expect(x >= table.x && x + own <= table.x + table.width).toBe(true);
    }
    if (width >= 1100) continue;
    const order = await tops('[data-part=layers]', '.lineage', '.pair-detail', '[data-part=yardsticks]');
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  }
});

it.each(['matching', 'flow'])('nothing of %s sticks out at any width', async (view) => {
  const panel = await open({ ...moved, state: stateOf({ view }) });
  for (const width of [1400, 1000, 700, 560]) {
    await panel.page.setViewportSize({ width, height: 800 });
    await expect.poll(() => overflow(panel), { message: `${String(width)} pixels` }).toBe(0);
  }
});
