/** The picture of a layer's links: every link is in its place, and nothing else is. */
import { describe, expect, it } from 'vitest';
import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import { layerFacts } from '../../src/metrics/layerFacts';
import { fixedFanIn, neuronsOf, permutation, rewired, seededRandom } from '../support/syntheticLayers';
import { choose } from '../webview/controls';
import { columnsOf, exportAll, parseSvg, pixelsOf } from '../webview/exporting';
import { type LinkPlot, linkPlot } from '../webview/linkPixels';
import type { LinkWindow } from '../../webview/shared/links/linkWindow';
import type { PanelPage } from '../webview/panelPage';
import { panelSession } from '../webview/panelSession';
import type { RecordedLinks } from '../webview/recordedLinks';
import type { RecordedMatching } from '../webview/recordedMatching';
import { syntheticEvolution, syntheticLinks, syntheticRun } from '../webview/syntheticRun';

const session = panelSession();
const { points } = syntheticEvolution;
const [first, last] = [points[0], points.at(-1)!];
/** 60 inputs → 40 neurons: a link has more than five pixels, and the shape of its status. */
const second = { rows: 40, columns: 60 };
const kept = { version: 1, path: syntheticEvolution.header.path, kind: 'folder', hidden: [], layer: 1 };

type Status = 'kept' | 'gained' | 'lost' | 'none';
const inks: Readonly<Record<string, Status>> = {
  '204,204,204': 'kept',
  '89,164,249': 'gained',
  '241,76,76': 'lost',
};

function linksOf(path: string, layer: number): ReadonlySet<string> {
  const { indptr, indices } = syntheticLinks.find((each) => each.path === path && each.layer === layer)!;
  return new Set(
    indptr
      .slice(1)
      .flatMap((end, j) => indices.slice(indptr[j], end).map((i) => `${String(j)} ${String(i)}`)),
  );
}

interface Ends {
  readonly neuron: number;
  readonly input: number;
}
const asStored = (row: number, column: number): Ends => ({ neuron: row, input: column });

/** What every cell has to show, by the links in the files alone. */
function expected(
  nameOf: (row: number, column: number) => Ends,
  otherOf: (ends: Ends) => Ends = (ends) => ends,
  layer = 1,
): Status[] {
  const [now, before] = [linksOf(last.path, layer), linksOf(first.path, layer)];
  return cells(second).map(([row, column]) => {
    const ends = nameOf(row, column);
    const other = otherOf(ends);
    const isNow = now.has(`${String(ends.neuron)} ${String(ends.input)}`);
    const wasBefore = before.has(`${String(other.neuron)} ${String(other.input)}`);
    return isNow ? (wasBefore ? 'kept' : 'gained') : wasBefore ? 'lost' : 'none';
  });
}

function cells({ rows, columns }: typeof second): (readonly [number, number])[] {
  return Array.from({ length: rows * columns }, (_, k) => [Math.floor(k / columns), k % columns] as const);
}

async function drawn(plot: LinkPlot): Promise<Status[]> {
  return (await plot.colours(cells(second))).map((rgb) =>
    rgb === null ? 'none' : (inks[String(rgb)] ?? String(rgb)),
  );
}

function open(options: {
  readonly state?: unknown;
  readonly snapshot?: EvolutionSnapshot;
  readonly links?: readonly RecordedLinks[];
  readonly matchings?: readonly RecordedMatching[];
}): Promise<PanelPage> {
  return session.open({
    panel: 'evolution',
    snapshot: syntheticEvolution,
    links: syntheticLinks,
    state: kept,
    ...options,
  });
}

const readout = (panel: PanelPage): Promise<string | null> =>
  panel.page.locator('[data-part=link-readout]').textContent();

describe('the picture of links', () => {
  it('draws each link kept, gained or lost in its place, and leaves out what is switched off', async () => {
    const panel = await open({});
    const plot = await linkPlot(panel, second);
    const all = expected(asStored);
    expect(new Set(all)).toEqual(new Set(['kept', 'gained', 'lost', 'none']));
    await expect.poll(() => drawn(plot)).toEqual(all);
    const gained = all.filter((status) => status === 'gained').length;
    const toggle = panel.page.locator('[data-status=gained]');
    expect(await toggle.textContent()).toBe(`gained${String(gained)}`);
    await toggle.focus();
    await panel.page.keyboard.press('Enter');
    expect(await toggle.getAttribute('aria-pressed')).toBe('false');
    expect(await drawn(plot)).toEqual(all.map((status) => (status === 'gained' ? 'none' : status)));
    expect(await panel.state()).toMatchObject({ connections: { hidden: [1] } });
  });

  it('says what is pointed at, and steps through the links by keys', async () => {
    const panel = await open({});
    const plot = await linkPlot(panel, second);
    const all = expected(asStored);
    await expect.poll(() => drawn(plot)).toEqual(all);
    for (const status of ['kept', 'gained', 'lost', 'none'] as const) {
      const at = all.indexOf(status, 700);
      const [row, column] = cells(second)[at];
      const { x, y } = plot.place(row, column);
      await panel.page.mouse.move(x, y);
      expect(await readout(panel)).toBe(
        `input ${String(column)} → neuron ${String(row)}: ${status === 'none' ? 'no link' : status}`,
      );
    }
    await panel.page.mouse.move(0, 0);
    const picture = panel.page.getByRole('application', { name: /^Connections, 60 inputs → 40 neurons/ });
    await picture.focus();
    const stepped = new Set<string>();
    for (let k = 0; k < 3; k++) {
      await panel.page.keyboard.press('n');
      stepped.add((await readout(panel))!);
    }
    expect(stepped.size).toBe(3);
    for (const words of stepped) {
      const [, input, neuron, status] = /^input (\d+) → neuron (\d+): (\w+)$/.exec(words)!;
      expect(all[Number(neuron) * 60 + Number(input)]).toBe(status);
    }
    expect(await picture.getAttribute('aria-label')).toContain('epoch 40 against 0');
  });

  it('zooms by wheel and keys to single links, moves, and keeps the window over a reload', async () => {
    const panel = await open({ state: { ...kept, layer: 0 } });
    const shape = { rows: 60, columns: 784 };
    const whole = await linkPlot(panel, shape);
    const [now, before] = [linksOf(last.path, 0), linksOf(first.path, 0)];
    const link = [...now].find((each) => !before.has(each) && each.startsWith('30 '))!;
    const [row, column] = link.split(' ').map(Number);
    const { x, y } = whole.place(row, column);
    const picture = panel.page.locator('.link-plot');
    await expect.poll(() => picture.getAttribute('aria-label')).toContain('784 inputs');
    await panel.page.mouse.move(x, y);
    for (let k = 0; k < 16; k++) await panel.page.mouse.wheel(0, -240);
    interface Kept {
      readonly connections: { readonly window: LinkWindow | null } | null;
    }
    const windowOf = async (of: PanelPage) => ((await of.state()) as Kept).connections?.window ?? null;
    await expect
      .poll(async () => {
        const window = await windowOf(panel);
        return window === null ? 784 : window.right - window.left;
      })
      .toBeLessThan(25);
    const state = await panel.state();
    const window = (await windowOf(panel))!;
    // Only the links of the window are drawn, as large as their shapes.
    const plot = await linkPlot(panel, shape, window);
    const seen: (readonly [number, number])[] = [];
    for (let r = Math.ceil(window.top); r < Math.floor(window.bottom); r++) {
      for (let c = Math.ceil(window.left); c < Math.floor(window.right); c++) seen.push([r, c]);
    }
    const statuses = (await plot.colours(seen)).map((rgb) => (rgb === null ? 'none' : inks[String(rgb)]));
    expect(statuses).toEqual(
      seen.map(([r, c]) => {
        const key = `${String(r)} ${String(c)}`;
        return now.has(key) ? (before.has(key) ? 'kept' : 'gained') : before.has(key) ? 'lost' : 'none';
      }),
    );

    const at = plot.place(row, column);
    await panel.page.mouse.move(at.x, at.y);
    expect(await readout(panel)).toBe(`input ${String(column)} → neuron ${String(row)}: gained`);

    const again = await open({ state });
    await expect.poll(() => windowOf(again)).toEqual(window);
    await expect
      .poll(() => again.page.locator('.link-plot').getAttribute('aria-label'))
      .toContain('784 inputs');
    const restored = await linkPlot(again, shape, window);
    await expect
      .poll(async () =>
        (await restored.colours(seen)).map((rgb) => (rgb === null ? 'none' : inks[String(rgb)])),
      )
      .toEqual(statuses);

    await picture.focus();
    await panel.page.keyboard.press('ArrowRight');
    expect((await windowOf(panel))!.left).toBeGreaterThan(window.left);
    await panel.page.keyboard.press('0');
    expect(await panel.state()).toMatchObject({ connections: { window: null } });
    await panel.page.keyboard.press('+');
    const closer = (await windowOf(panel))!;
    expect(closer.right - closer.left).toBeCloseTo(0.7 * 784, 6);
  });

  it('sorts by degree', async () => {
    const panel = await open({});
    const plot = await linkPlot(panel, second);
    await choose(panel.page, 'Order', 'degree');
    const ends = [...linksOf(last.path, 1)].map((link) => link.split(' ').map(Number));
    const byLinks = (count: number, end: 0 | 1): number[] => {
      const links = (k: number): number => ends.filter((each) => each[end] === k).length;
      return Array.from({ length: count }, (_, k) => k).sort((a, b) => links(b) - links(a) || a - b);
    };
    const [neurons, inputs] = [byLinks(40, 0), byLinks(60, 1)];
    const all = expected((row, column) => ({ neuron: neurons[row], input: inputs[column] }));
    await expect.poll(() => drawn(plot)).toEqual(all);
    expect(await panel.state()).toMatchObject({ connections: { sorting: 'degree' } });
  });

  it('puts neurons where those that they are matched with stand', async () => {
    const random = seededRandom(5);
    const [units, neurons] = [permutation(60, random), permutation(40, random)];
    const matching = (layer: number, partners: readonly number[]): RecordedMatching => ({
      a: last.path,
      b: first.path,
      layer,
      method: 'greedy',
      partners,
      costs: partners.map(() => 0),
      shared: partners.map(() => 0),
      fanInA: partners.map(() => 0),
      fanInB: partners.map(() => 0),
      interchangeable: partners.map(() => 0),
      inputsPerUnit: 1,
    });
    const panel = await open({ matchings: [matching(0, units), matching(1, neurons)] });
    const plot = await linkPlot(panel, second);
    await choose(panel.page, 'Order', 'matching');
    const all = expected(asStored, ({ neuron, input }) => ({ neuron: neurons[neuron], input: units[input] }));
    await expect.poll(() => drawn(plot)).toEqual(all);
    const [row, column] =
      cells(second)[
        all.findIndex(
          (status, k) =>
            status === 'lost' &&
            neurons[Math.floor(k / 60)] !== Math.floor(k / 60) &&
            units[k % 60] !== k % 60,
        )
      ];
    const { x, y } = plot.place(row, column);
    await panel.page.mouse.move(x, y);
    expect(await readout(panel)).toBe(
      `input ${String(column)} → neuron ${String(row)}: lost (input ${String(units[column])} at epoch 0, neuron ${String(neurons[row])} at epoch 0)`,
    );
  });

  it('asks for the counts of a layer that is too large for the page, and draws it as any other', async () => {
    const random = seededRandom(3);
    const before = fixedFanIn(1200, 1000, 310, random);
    const now = rewired(before, 0.3, random);
    const layers = [before, now];
    const snapshot = {
      ...syntheticEvolution,
      points: [first, last].map((point, k) => {
        const layersOf = point.step!.facts.layers.with(0, layerFacts(layers[k]));
        return { ...point, step: { ...point.step!, facts: { ...point.step!.facts, layers: layersOf } } };
      }),
    };
    const links = [first, last].map(({ path }, k) => {
      const { inputs, outputs, indptr, indices } = layers[k];
      return { path, layer: 0, inputs, outputs, indptr: [...indptr], indices: [...indices], weights: null };
    });
    const window = { left: 500, right: 520, top: 300, bottom: 312 };
    const connections = { sorting: 'stored', subject: 'stored 0', window, hidden: [] };
    const panel = await open({ snapshot, links, state: { ...kept, layer: 0, connections } });
    const plot = await linkPlot(panel, { rows: 1000, columns: 1200 }, window);
    const [was, is] = layers.map((layer) => neuronsOf(layer).map((inputs) => new Set(inputs)));
    const statusOf = (row: number, column: number): Status =>
      is[row].has(column)
        ? was[row].has(column)
          ? 'kept'
          : 'gained'
        : was[row].has(column)
          ? 'lost'
          : 'none';
    const seen = Array.from(
      { length: 12 * 20 },
      (_, k) => [300 + Math.floor(k / 20), 500 + (k % 20)] as const,
    );
    await expect
      .poll(async () => (await plot.colours(seen)).map((rgb) => (rgb === null ? 'none' : inks[String(rgb)])))
      .toEqual(seen.map(([row, column]) => statusOf(row, column)));
    const lost = was.reduce(
      (sum, inputs, row) => sum + [...inputs].filter((input) => !is[row].has(input)).length,
      0,
    );
    await expect
      .poll(() => panel.page.locator('[data-status=lost]').textContent())
      .toBe(`lost${lost.toLocaleString('en-US')}`);
    expect(await panel.page.locator('[data-part=changes]').textContent()).toContain(
      `${lost.toLocaleString('en-US')} lost`,
    );
    expect(seen.map(([row, column]) => statusOf(row, column))).toContain('lost');
  });

  it('shows how many links are where there are too many for dots', async () => {
    const random = seededRandom(9);
    const shape = { rows: 300, columns: 400 };
    // The left half holds half of all links, the right none but one.
    const neurons = Array.from({ length: shape.rows }, (_, row) => [
      ...Array.from({ length: 200 }, (_, input) => input).filter(() => random() < 0.5),
      ...(row === 150 ? [390] : []),
    ]);
    const indptr = [0];
    for (const inputs of neurons) indptr.push(indptr.at(-1)! + inputs.length);
    const dense = {
      path: first.path,
      layer: 0,
      inputs: 400,
      outputs: 300,
      indptr,
      indices: neurons.flat(),
      weights: null,
    };
    const facts = structuredClone(syntheticRun[0].facts);
    Object.assign(facts.layers[0], { inputs: 400, outputs: 300, links: neurons.flat().length });
    const snapshot = { ...syntheticEvolution, points: [{ ...first, step: { ...first.step!, facts } }] };
    const panel = await open({ snapshot, links: [dense], state: { ...kept, layer: 0 } });
    const plot = await linkPlot(panel, shape);
    const inked = async (row: number, column: number): Promise<boolean> =>
      (await plot.colours([[row, column]]))[0] !== null;
    await expect.poll(() => inked(150, 390)).toBe(true);
    expect(await inked(150, 370)).toBe(false);
    expect(await inked(20, 390)).toBe(false);
    expect(await inked(20, 100)).toBe(true);
    const { x, y } = plot.place(150, 390);
    await panel.page.mouse.move(x, y);
    const [, from, to, top, bottom, count] = /^inputs (\d+)–(\d+) → neurons (\d+)–(\d+): (\d+) link$/
      .exec((await readout(panel))!)!
      .map(Number);
    expect(count).toBe(1);
    expect(from <= 390 && to >= 390 && top <= 150 && bottom >= 150).toBe(true);

    const files = (await exportAll(panel, '[data-part=connections]')).get('connections')!;
    expect(columnsOf(files).get('links')).toEqual(neurons.map(({ length }) => length));
    const svg = await parseSvg(panel.page, files.svg!.toString());
    expect(svg.problem).toBeNull();
    expect(svg.texts).toEqual(expect.arrayContaining(['Connections', 'input', 'neuron', '300']));
    const png = await pixelsOf(panel.page, files.png!, [255, 255, 255]);
    expect([png.width, png.height]).toEqual([2 * svg.width, 2 * svg.height]);
    // The right half is white but for one cell, and the left one is not.
    const whiteShare = png.found / (png.width * png.height);
    expect(whiteShare).toBeGreaterThan(0.4);
    expect(whiteShare).toBeLessThan(0.8);
  });

  it('is drawn anew where the file of a checkpoint was written again', async () => {
    const panel = await open({});
    const changes = panel.page.locator('[data-part=changes]');
    await expect.poll(() => changes.textContent()).toMatch(/ [1-9]\d* gained, [1-9]\d* lost/);
    // The last checkpoint holds the links of the first now.
    await panel.page.evaluate(`{
      const { links } = window.harnessSetup;
      const of = (path) => links.find((each) => each.path === path && each.layer === 1);
      Object.assign(of(${JSON.stringify(last.path)}), { ...of(${JSON.stringify(first.path)}), path: ${JSON.stringify(last.path)} });
    }`);
    await panel.emit('rewritten', [last.path]);
    await panel.emit('points', [last]);
    const count = linksOf(first.path, 1).size;
    await expect.poll(() => changes.textContent()).toContain(`${String(count)} kept, 0 gained, 0 lost`);
    const [incoming] = await panel.page.locator('.degree-sides tr td:nth-child(3)').allTextContents();
    expect(incoming).toBe('0');
  });

  it('says what is in the way where there is nothing to draw', async () => {
    const panel = await open({ links: syntheticLinks.filter(({ path }) => path !== first.path) });
    await expect
      .poll(() => panel.page.locator('[data-part=connections-note]').textContent())
      .toBe(`${first.path}: no layer 2 was recorded`);
    expect(await panel.page.locator('.link-plot').isVisible()).toBe(false);
  });
});
