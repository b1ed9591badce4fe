/** Degrees, input map and receptive fields of a synthetic run: what is drawn against what its links say. */

import { describe, expect, it } from 'vitest';
import { type RunInputs, unknownInputs } from '../../src/protocol/runInputs';
import { parseColour, type Rgba } from '../../webview/shared/colour';
import { heatScale } from '../../webview/shared/heatScale';
import { choose, chosen } from '../webview/controls';
import { busiest, inputsOf, linksAt, weightsOf } from '../webview/linksOfRun';
import { listed, rowsOf } from '../webview/listedInputs';
import type { PanelPage } from '../webview/panelPage';
import { panelSession, texts } from '../webview/panelSession';
import { syntheticEvolution, syntheticLinks } from '../webview/syntheticRun';
import { themes } from '../webview/themes';
import type { RecordedLinks } from '../webview/recordedLinks';

const { open } = panelSession();
const side = 28;

function openRun(state?: unknown, said?: Partial<RunInputs>): Promise<PanelPage> {
  const inputs = { [syntheticEvolution.header.path]: { ...unknownInputs, ...said } };
  return open({ panel: 'evolution', snapshot: syntheticEvolution, links: syntheticLinks, inputs, state });
}

function outDegrees({ inputs, indices }: RecordedLinks): number[] {
  const degrees = Array<number>(inputs).fill(0);
  for (const input of indices) degrees[input]++;
  return degrees;
}

/** Red, green and blue at a place of each cell of a picture of 28 × 28 inputs; (0.5, 0.5) is its middle. */
async function cellColours(panel: PanelPage, part: string, right: number, down: number): Promise<number[][]> {
  return (await panel.page.evaluate(`(() => {
    const canvas = document.querySelector('[data-part=${part}] .input-picture canvas');
    const cell = canvas.width / ${String(side)};
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: ${String(side * side)} }, (_, input) => {
      const x = Math.floor((input % ${String(side)} + ${String(right)}) * cell);
      const y = Math.floor((Math.floor(input / ${String(side)}) + ${String(down)}) * cell);
      const at = 4 * (y * canvas.width + x);
      return [...data.subarray(at, at + 4)];
    });
  })()`)) as number[][];
}

function isNear(found: readonly number[], expected: readonly number[]): boolean {
  return expected.slice(0, 3).every((channel, k) => Math.abs(found[k] - channel) <= 3) && found[3] === 255;
}

const variables = themes.dark.variables;
const colourOf = (name: string): Rgba => parseColour(variables[name])!;

describe('the input map', () => {
  it('has the colour of its number of links at each pixel, and the ground where there is none', async () => {
    const panel = await openRun();
    const degrees = outDegrees(linksAt(-1, 0));
    const most = Math.max(...degrees);
    const scale = heatScale(
      colourOf('editor-background'),
      colourOf('charts-blue'),
      colourOf('charts-foreground'),
    );
    const wrong = async (): Promise<number[]> => {
      // Beside the middle, where a cross may be, and away from the frame.
      const colours = await cellColours(panel, 'input-map', 0.5, 0.2);
      return degrees.flatMap((degree, input) => {
        const expected = degree === 0 ? colourOf('editor-background') : scale.colour(degree / most);
        return isNear(colours[input], expected) ? [] : [input];
      });
    };
    await expect.poll(wrong).toEqual([]);
    const unused = degrees.filter((degree) => degree === 0).length;
    expect(await texts(panel.page.locator('[data-part=input-uses]'))).toEqual([
      expect.stringContaining(`${String(unused)} inputs without a link`),
    ]);
  });

  it('shows Σ|w| and the change since the other checkpoint, and tells of a pixel by arrow keys', async () => {
    const panel = await openRun();
    const readout = panel.page.locator('[data-part=input-readout]');
    const picture = panel.page.locator('[data-part=input-map] .input-picture canvas');
    const [now, before] = [outDegrees(linksAt(-1, 0)), outDegrees(linksAt(0, 0))];
    const second = now.findIndex((degree, input) => input > 0 && degree > 0);
    const { indices, weights } = linksAt(-1, 0);
    const strength = indices.reduce(
      (sum, input, k) => sum + (input === second ? Math.abs(weights![k]) : 0),
      0,
    );

    const pointAt = async (input: number): Promise<void> => {
      await picture.blur();
      await picture.focus();
      for (let k = 0; k < 1 + (input % side); k++) await panel.page.keyboard.press('ArrowRight');
      for (let k = 0; k < Math.floor(input / side); k++) await panel.page.keyboard.press('ArrowDown');
    };
    await choose(panel.page, 'Show', 'Σ|w|');
    await expect.poll(() => panel.page.locator('[data-part=input-map]').textContent()).toContain('Σ|w| of');
    await pointAt(second);
    expect(await texts(readout)).toEqual([
      `row ${String(Math.floor(second / side))}, column ${String(second % side)} (input ${String(second)}): ${strength.toFixed(3)}`,
    ]);

    await choose(panel.page, 'Show', 'change');
    const blue = colourOf('charts-blue');
    const red = colourOf('charts-red');
    const wrong = async (): Promise<number[]> => {
      const colours = await cellColours(panel, 'input-map', 0.5, 0.5);
      return now.flatMap((degree, input) => {
        const change = degree - before[input];
        const isDrawn = change > 0 ? isNear(colours[input], blue) : change < 0 && isNear(colours[input], red);
        const isEmpty = colours[input][3] === 0;
        return (change === 0 ? isEmpty : isDrawn) ? [] : [input];
      });
    };
    await picture.blur();
    await expect.poll(wrong).toEqual([]);
  });

  it('becomes a ranking without a shape, and keeps what was chosen', async () => {
    const panel = await openRun();
    await expect.poll(() => chosen(panel.page, 'Shape')).toBe('28 × 28');
    await choose(panel.page, 'Shape', 'none, a ranking');
    const degrees = outDegrees(linksAt(-1, 0));
    const ranked = [...degrees.keys()].sort((a, b) => degrees[b] - degrees[a] || a - b);
    const list = panel.page.getByRole('grid', { name: 'Inputs of the network' });
    const rowOf = (input: number, rank: number) => [
      String(rank + 1),
      String(input),
      `input ${String(input)}`,
      String(degrees[input]),
    ];
    await expect.poll(() => listed(list)).toEqual(ranked.slice(0, 20).map(rowOf));
    // All of them are there at a key, the last at another.
    const all = panel.page.locator('[data-part=input-map]').getByRole('button', { name: 'All 784' });
    await all.focus();
    await panel.page.keyboard.press('Enter');
    await expect.poll(() => list.getAttribute('aria-rowcount')).toBe('785');
    await list.focus();
    await panel.page.keyboard.press('End');
    const last = ranked.at(-1)!;
    await expect
      .poll(() => texts(panel.page.locator('[data-part=input-readout]')))
      .toEqual([`input ${String(last)} (input ${String(last)}): ${String(degrees[last])}, no link`]);
    await expect.poll(() => list.locator('[aria-selected=true] > *').nth(1).textContent()).toBe(String(last));
    const state = await panel.state();
    expect(state).toMatchObject({ structure: { shape: 'none', inputs: 'links', mapList: { all: true } } });

    const again = await openRun(state);
    await expect.poll(() => chosen(again.page, 'Shape')).toBe('none, a ranking');
  });
});

describe('what a run says of its inputs', () => {
  it('names a table in the ranking, in the receptive field and among the hubs', async () => {
    const columns = Array.from({ length: side * side }, (_, k) => `gene ${String(k)}`);
    const panel = await openRun(undefined, { columns });
    await expect.poll(() => chosen(panel.page, 'Shape')).toBe('none, a ranking');
    const degrees = outDegrees(linksAt(-1, 0));
    const ranked = [...degrees.keys()].sort((a, b) => degrees[b] - degrees[a] || a - b);
    const [map, field] = ['Inputs of the network', 'Inputs of the neuron'].map((name) =>
      panel.page.getByRole('grid', { name }),
    );
    await expect
      .poll(async () => (await listed(map))[0].slice(2))
      .toEqual([`gene ${String(ranked[0])}`, String(degrees[ranked[0]])]);

    const neuron = busiest(linksAt(-1, 0));
    const [now, before] = [weightsOf(linksAt(-1, 0), neuron), weightsOf(linksAt(0, 0), neuron)];
    const written = (weight: number | undefined): string =>
      weight === undefined ? '–' : weight.toFixed(3).replace('-', '−');
    const bySize = [...now.keys()].sort((a, b) => Math.abs(now.get(b)!) - Math.abs(now.get(a)!));
    const rowOf = (input: number, rank: number): string[] => [
      String(rank + 1),
      String(input),
      `gene ${String(input)}`,
      written(now.get(input)),
      written(before.get(input)),
      before.has(input) ? 'kept' : 'gained',
    ];
    await expect
      .poll(async () => (await listed(field)).slice(0, bySize.length))
      .toEqual(bySize.slice(0, 20).map(rowOf));

    // A bar is as long as its weight, left of the middle where that is negative; of a lost link as long as it was.
    const lost = [...before].filter(([input]) => !now.has(input));
    const lostBySize = lost.map(([, weight]) => weight).sort((a, b) => Math.abs(b) - Math.abs(a));
    const lengths = [...bySize.map((input) => now.get(input)!), ...lostBySize].slice(0, 20);
    const largest = Math.max(...lengths.map(Math.abs));
    const shownRows = await rowsOf(field);
    expect(shownRows).toHaveLength(lengths.length);
    for (const [k, { from, to }] of shownRows.entries()) {
      const half = lengths[k] / largest / 2;
      expect([from, to]).toEqual([
        expect.closeTo(Math.min(0.5, 0.5 + half), 1),
        expect.closeTo(Math.max(0.5, 0.5 + half), 1),
      ]);
    }

    // Sorted by weight, at the keyboard; kept over a reload.
    await field.getByRole('button', { name: 'Weight' }).focus();
    await panel.page.keyboard.press('Enter');
    const ascending = bySize.slice(0, 20).sort((a, b) => now.get(a)! - now.get(b)!);
    await expect
      .poll(async () => (await listed(field)).slice(0, ascending.length).map(([, input]) => Number(input)))
      .toEqual(ascending);
    expect(await panel.state()).toMatchObject({
      structure: { fieldList: { sort: { column: 'value', descending: false } } },
    });
    expect(await panel.page.locator('[data-part=degrees] .hubs').nth(1).textContent()).toContain(
      `gene ${String(ranked[0])}`,
    );
    await choose(panel.page, 'Shape', '28 × 28');
    await panel.page.locator('[data-part=input-map] .input-picture canvas:visible').waitFor();
  });

  it('is the shape of its images, and why it cannot be had', async () => {
    const image = { height: 8, width: 98, channels: 1, order: 'planar' } as const;
    const panel = await openRun(undefined, { image, problem: 'inputs.json: expected JSON' });
    await expect.poll(() => chosen(panel.page, 'Shape')).toBe('8 × 98');
    const canvas = panel.page.locator('[data-part=input-map] .input-picture canvas');
    const { width, height } = (await canvas.boundingBox())!;
    expect(width / height).toBeCloseTo(98 / 8, 1);
    expect(await texts(panel.page.locator('[data-part=input-uses]'))).toEqual([
      expect.stringContaining('its inputs are not named: inputs.json: expected JSON'),
    ]);
  });
});

describe('the receptive field', () => {
  it('marks the inputs that a neuron kept, gained and lost', async () => {
    const panel = await openRun();
    const neuron = busiest(linksAt(-1, 0));
    const now = new Set(inputsOf(linksAt(-1, 0), neuron));
    const before = new Set(inputsOf(linksAt(0, 0), neuron));
    const wrong = async (): Promise<number[]> => {
      const colours = await cellColours(panel, 'field', 0.5, 0.5);
      return colours.flatMap((colour, input) => {
        const name = !now.has(input) ? 'red' : before.has(input) ? 'foreground' : 'blue';
        const expected = now.has(input) || before.has(input) ? colourOf(`charts-${name}`) : null;
        return (expected === null ? colour[3] === 0 : isNear(colour, expected)) ? [] : [input];
      });
    };
    await expect.poll(wrong).toEqual([]);
    const kept = [...now].filter((input) => before.has(input)).length;
    expect(await panel.page.locator('[data-part=field] canvas.painted').getAttribute('aria-label')).toBe(
      `kept ${String(kept)}, gained ${String(now.size - kept)}, lost ${String(before.size - kept)}`,
    );
  });

  it('goes from neuron to neuron by keys, and back to a deeper layer by its paths', async () => {
    const panel = await openRun({
      version: 1,
      path: syntheticEvolution.header.path,
      kind: 'folder',
      hidden: [],
      layer: 1,
      measure: syntheticEvolution.measure,
      structure: { shape: null, inputs: 'links', neuron: 3, logDegrees: false },
    });
    const picture = panel.page.locator('[data-part=field] .input-picture canvas');
    const label = (): Promise<string | null> => picture.getAttribute('aria-label');
    const expected = (neuron: number): string => {
      const own = inputsOf(linksAt(-1, 1), neuron);
      const seen = new Set(own.flatMap((below) => inputsOf(linksAt(-1, 0), below)));
      return `through them sees ${String(seen.size)} of 784 inputs`;
    };
    await expect.poll(label).toContain('Inputs of neuron 3:');
    expect(await label()).toContain(expected(3));
    await picture.focus();
    await panel.page.keyboard.press('PageDown');
    await expect.poll(label).toContain('Inputs of neuron 4:');
    expect(await label()).toContain(expected(4));
    expect(await panel.state()).toMatchObject({ structure: { neuron: 4 } });
  });
});

describe('degrees', () => {
  it('are counted as they are, with the hubs named and looked at', async () => {
    const panel = await openRun();
    const links = linksAt(-1, 0);
    const fanIns = Array.from({ length: links.outputs }, (_, neuron) => inputsOf(links, neuron).length);
    const degrees = panel.page.locator('[data-part=degrees]');
    await degrees.getByText('Degrees as numbers').click();
    await expect.poll(() => degrees.locator('details tbody tr').count()).toBeGreaterThan(5);
    const rows = await Promise.all(
      (await degrees.locator('details tbody tr').all()).map((row) => texts(row.locator('td'))),
    );
    expect(rows.map(([, inDegree]) => Number(inDegree))).toEqual(
      rows.map((_, degree) => fanIns.filter((fanIn) => fanIn === degree).length),
    );
    const inputs = outDegrees(links);
    expect(rows.map((row) => Number(row[4]))).toEqual(
      rows.map((_, degree) => inputs.filter((each) => each === degree).length),
    );

    const hubs = degrees.locator('.hubs').first().locator('button');
    const ranked = [...fanIns.keys()].sort((a, b) => fanIns[b] - fanIns[a] || a - b);
    expect(await texts(hubs)).toEqual(ranked.slice(0, 5).map((neuron) => `neuron ${String(neuron)}`));
    await hubs.nth(2).focus();
    await panel.page.keyboard.press('Enter');
    const field = panel.page.locator('[data-part=field] .input-picture canvas');
    await expect
      .poll(() => field.getAttribute('aria-label'))
      .toContain(`Inputs of neuron ${String(ranked[2])}:`);
  });

  it('are drawn with the expectation of random links, on either kind of axes', async () => {
    const panel = await openRun();
    const degrees = panel.page.locator('[data-part=degrees]');
    const ink = async (name: string): Promise<number> =>
      (await panel.page.evaluate(`(() => {
        const rgb = ${JSON.stringify(colourOf(name).slice(0, 3))};
        const canvas = document.querySelector('[data-part=degrees] canvas');
        // Below the legend.
        const { data } = canvas.getContext('2d').getImageData(0, 22, canvas.width, canvas.height);
        let found = 0;
        for (let k = 0; k < data.length; k += 4) {
          if (rgb.every((channel, at) => Math.abs(data[k + at] - channel) < 12) && data[k + 3] > 200) found++;
        }
        return found;
      })()`)) as number;
    await expect.poll(() => ink('charts-blue')).toBeGreaterThan(2000);
    const linear = await ink('charts-blue');
    expect(await ink('charts-orange')).toBeGreaterThan(50);
    await degrees.getByRole('button', { name: 'Log–log' }).click();
    await expect.poll(() => ink('charts-blue')).toBeLessThan(linear / 2);
    expect(await ink('charts-blue')).toBeGreaterThan(100);
    expect(await panel.state()).toMatchObject({ structure: { logDegrees: true } });
    await expect
      .poll(() => texts(degrees.locator('[data-part=fit]')))
      .toEqual([
        expect.stringMatching(/^Power law: not justified/),
        expect.stringMatching(/^Power law: not/),
      ]);
  });
});
