/** Two layers over each other once B is renamed: every link is where its partner's is, and counted as the matching counts it. */
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { mostLinksSent } from '../../src/protocol/layerData';
import { firstPairChoices, type PairChoices } from '../../src/protocol/pairChoices';
import type { LinkWindow } from '../../webview/shared/links/linkWindow';
import { choose } from '../webview/controls';
import { type LinkPlot, linkPlot } from '../webview/linkPixels';
import { movedLinks, movedMatchings, movedNetworks, movedPair, movedTo } from '../webview/movedPair';
import type { PanelOptions, PanelPage } from '../webview/panelPage';
import { panelSession, texts } from '../webview/panelSession';
import { neuronsOf } from '../support/syntheticLayers';

const session = panelSession();
/** 60 inputs → 40 neurons: a link has more than five pixels, and the shape of its status. Its inputs moved. */
const second = { rows: 40, columns: 60 };
const [inA, inB] = movedNetworks.map(({ layers }) => neuronsOf(layers[1]).map((inputs) => new Set(inputs)));
const partner = (input: number): number => movedTo.get(input) ?? input;

type Status = 'shared' | 'only A' | 'only B' | 'none';
const inks: Readonly<Record<string, Status>> = {
  '204,204,204': 'shared',
  '89,164,249': 'only A',
  '234,92,0': 'only B',
};
const cells = Array.from(
  { length: second.rows * second.columns },
  (_, k) => [Math.floor(k / second.columns), k % second.columns] as const,
);

/** By the links in the files alone: `neuron` and `input` as A calls them. */
function statusOf(neuron: number, input: number): Status {
  const [ofA, ofB] = [inA[neuron].has(input), inB[neuron].has(partner(input))];
  return ofA ? (ofB ? 'shared' : 'only A') : ofB ? 'only B' : 'none';
}

const all = cells.map(([row, column]) => statusOf(row, column));
const count = (status: Status): number => all.filter((each) => each === status).length;

async function drawn(plot: LinkPlot): Promise<Status[]> {
  return (await plot.colours(cells)).map((rgb) => (rgb === null ? 'none' : inks[String(rgb)]));
}

function open(pair: object, options: Partial<PanelOptions> = {}): Promise<PanelPage> {
  const { items, measure, rule } = movedPair;
  const paths = items.map(({ path }) => path);
  return session.open({
    panel: 'comparison',
    snapshot: movedPair,
    links: movedLinks,
    matchings: movedMatchings,
    state: { version: 1, paths, layer: null, measure, rule, pair: { ...chosen, ...pair } },
    ...options,
  });
}

const chosen: PairChoices = { ...firstPairChoices, view: 'overlay', layer: 1 };

const legend = (panel: PanelPage): Locator => panel.page.locator('[data-part=overlay] [data-status]');
const readout = (panel: PanelPage): Promise<string | null> =>
  panel.page.locator('[data-part=overlay] [data-part=link-readout]').textContent();

describe('the overlay of a layer', () => {
  it('draws each link shared, only in A or only in B where its partners stand, and counts them', async () => {
    const panel = await open({});
    const plot = await linkPlot(panel, second);
    expect(new Set(all).size).toBe(4);
    await expect.poll(() => drawn(plot)).toEqual(all);
    const counts = (['shared', 'only A', 'only B'] as const).map(
      (status) => `${status}${String(count(status))}`,
    );
    expect(await texts(legend(panel))).toEqual(counts);
    const links = all.length - count('none');
    const share = Math.round((100 * count('shared')) / links);
    expect(await texts(panel.page.locator('[data-part=overlay-words]'))).toEqual([
      `Of ${String(links)} links, ${String(count('shared'))} (${String(share)} %) are in both networks. ` +
        `The distance of the layer, ${movedPair.layers[1].distance.toFixed(3)}, is the mean over neurons of the share that is not.`,
    ]);

    // An input that moved: both of its numbers are said.
    const at = cells.findIndex(([, column], k) => all[k] === 'only A' && partner(column) !== column);
    const [row, column] = cells[at];
    const { x, y } = plot.place(row, column);
    await panel.page.mouse.move(x, y);
    expect(await readout(panel)).toBe(
      `input ${String(column)} → neuron ${String(row)}: only A ` +
        `(input ${String(partner(column))} of B, neuron ${String(row)} of B)`,
    );

    await legend(panel).nth(2).press('Enter');
    await expect
      .poll(() => drawn(plot))
      .toEqual(all.map((status) => (status === 'only B' ? 'none' : status)));
    expect(await panel.state()).toMatchObject({ pair: { view: 'overlay', overlay: { hidden: [2] } } });
  });

  it('counts as the table of the matching does', async () => {
    const panel = await open({ layer: 0 });
    const [first, other] = movedNetworks.map(({ layers }) =>
      neuronsOf(layers[0]).map((inputs) => new Set(inputs)),
    );
    const shared = first.map(
      (inputs, neuron) => [...inputs].filter((input) => other[partner(neuron)].has(input)).length,
    );
    const sum = (of: readonly number[]): number => of.reduce((total, each) => total + each, 0);
    const onlyA = sum(first.map(({ size }) => size)) - sum(shared);
    const onlyB = sum(other.map(({ size }) => size)) - sum(shared);
    await expect
      .poll(() => texts(legend(panel)))
      .toEqual([`shared${String(sum(shared))}`, `only A${String(onlyA)}`, `only B${String(onlyB)}`]);
    await panel.page.getByRole('tab', { name: 'Matching' }).click();
    const cellsOf = (column: number): Locator =>
      panel.page.locator(`.grid-body > :not([hidden]) > :nth-child(${String(column)})`);
    await cellsOf(4).first().waitFor();
    const rows = (await texts(cellsOf(1))).map(Number);
    expect((await texts(cellsOf(4))).map(Number)).toEqual(rows.map((neuron) => shared[neuron]));
  });

  it('is sorted by degree and zoomed by keys, and stays so over a reload', async () => {
    const panel = await open({});
    await choose(panel.page, 'Order', 'by degree in A');
    const byLinks = (links: readonly number[]): number[] =>
      [...links.keys()].sort((one, two) => links[two] - links[one] || one - two);
    const neurons = byLinks(inA.map(({ size }) => size));
    const inputs = byLinks(
      Array.from({ length: second.columns }, (_, input) => inA.filter((each) => each.has(input)).length),
    );
    const sorted = cells.map(([row, column]) => statusOf(neurons[row], inputs[column]));
    const plot = await linkPlot(panel, second);
    await expect.poll(() => drawn(plot)).toEqual(sorted);
    await panel.page.locator('[data-part=overlay] .link-plot').press('+');
    interface Kept {
      readonly pair: { readonly overlay: { readonly window: LinkWindow | null } };
    }
    const windowOf = async (of: PanelPage) => ((await of.state()) as Kept).pair.overlay.window;
    await expect.poll(() => windowOf(panel)).not.toBeNull();
    const state = await panel.state();
    expect(state).toMatchObject({ pair: { overlay: { sorting: 'degree' } } });
    const window = (await windowOf(panel))!;
    const again = await open({}, { state });
    const restored = await linkPlot(again, second, window);
    const seen = cells.filter(
      ([row, column]) =>
        row > window.top && row + 1 < window.bottom && column > window.left && column + 1 < window.right,
    );
    await expect
      .poll(async () =>
        (await restored.colours(seen)).map((rgb) => (rgb === null ? 'none' : inks[String(rgb)])),
      )
      .toEqual(seen.map(([row, column]) => statusOf(neurons[row], inputs[column])));
  });

  it('is counted by the analysis process where a layer is too large for the page, renamed all the same', async () => {
    const snapshot = structuredClone(movedPair);
    const [wide, large] = snapshot.items[0].facts!.layers;
    Object.assign(large, { links: mostLinksSent + 1 });
    // So many would not fit in the network otherwise.
    Object.assign(wide, { inputs: 1_000_000 });
    const panel = await open({}, { snapshot });
    const plot = await linkPlot(panel, second);
    await expect.poll(() => drawn(plot)).toEqual(all);
    expect((await texts(legend(panel)))[0]).toBe(`shared${String(count('shared'))}`);
  });

  it('says why there is none', async () => {
    const panel = await open({}, { links: [] });
    await panel.page.getByText(/^The links cannot be shown: .*no layer 2 was recorded$/).waitFor();
    expect(await panel.page.locator('[data-part=overlay] .link-plot').isVisible()).toBe(false);
  });
});
