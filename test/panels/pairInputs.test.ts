/** The inputs of the selected pair as pictures of the shape that is chosen, and what the panel of a pair exports. */
import { describe, expect, it } from 'vitest';
import { measureOf } from '../../src/measure/measure';
import { noYardsticks } from '../../src/protocol/yardsticks';
import { randomLayer } from '../../src/topology/initial';
import { randomStream } from '../../src/topology/random';
import { neuronsOf } from '../support/syntheticLayers';
import { choose, chosen } from '../webview/controls';
import {
  movedLinks,
  movedMatchings,
  movedNetworks,
  movedPair,
  movedTo,
  recordedMatchings,
} from '../webview/movedPair';
import type { PanelPage } from '../webview/panelPage';
import { panelSession, texts } from '../webview/panelSession';
import { parseCsv } from '../webview/parseCsv';
import { recordLinks } from '../webview/recordedLinks';
import { described, pairSnapshot } from '../webview/snapshots';

const { open } = panelSession();
const [inA, inB] = movedNetworks.map(({ layers }) => neuronsOf(layers[0]));

interface Table {
  readonly id: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** What comes of an entry of an export menu. */
async function saved(panel: PanelPage, part: string, entry: string): Promise<string> {
  const before = (await panel.saved()).length;
  await panel.page
    .locator(part)
    .getByRole('button', { name: /^Export/ })
    .first()
    .click();
  await panel.page.getByRole('menuitem', { name: entry }).click();
  await expect.poll(async () => (await panel.saved()).length).toBe(before + 1);
  return (await panel.saved()).at(-1)!.content.toString('utf8');
}

function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
}

describe('the inputs of a pair', () => {
  it('lie as the shape that is chosen says, which stays; they are exported as picture and numbers', async () => {
    const panel = await open({
      panel: 'comparison',
      snapshot: movedPair,
      links: movedLinks,
      matchings: movedMatchings,
    });
    const selected = panel.page.locator('[data-part=selected]');
    const picture = selected.locator('canvas').first();
    await picture.waitFor();
    expect(await chosen(panel.page, 'Shape')).toBe('28 × 28');
    await choose(panel.page, 'Shape', '16 × 49');
    const aspect = async (): Promise<number> => {
      const { width, height } = (await picture.boundingBox())!;
      return width / height;
    };
    await expect.poll(aspect).toBeCloseTo(49 / 16, 1);
    expect(await panel.state()).toMatchObject({ pair: { inputShape: '16x49' } });

    const [head, ...rows] = parseCsv(await saved(panel, '[data-part=selected]', 'Save Numbers as CSV…'));
    expect(head).toEqual(['Input of A', 'Input of B', 'Name', 'In']);
    const both = new Set(inA[0].filter((input) => inB[0].includes(input)));
    const expected = [...new Set([...inA[0], ...inB[0]])].map((input) => [
      `row ${String(Math.floor(input / 49))}, column ${String(input % 49)}`,
      both.has(input) ? 'both' : inA[0].includes(input) ? 'only A' : 'only B',
    ]);
    expect(rows.map(([, , ...row]) => row).sort()).toEqual(expected.sort());
    const said = textsOf(await saved(panel, '[data-part=selected]', 'Save as SVG…'));
    expect(said).toEqual(expect.arrayContaining(await texts(selected.locator('figcaption'))));
  });

  it('of images in colour are three pictures below each other, one channel beside the other', async () => {
    const network = (seed: number, epoch: number) => {
      const random = randomStream(seed, 'colours');
      return described(
        { layers: [randomLayer(3072, 12, 96, random), randomLayer(12, 10, 60, random)] },
        {
          path: `/data/colours/epoch_${String(epoch)}`,
          format: 'safetensors',
          formatLabel: '',
          epoch,
          notes: [],
        },
      );
    };
    const [a, b] = [network(1, 0), network(2, 1)];
    const panel = await open({
      panel: 'comparison',
      snapshot: pairSnapshot(a, b, measureOf('greedy'), noYardsticks),
      links: recordLinks([a, b]),
      matchings: recordedMatchings(a, b),
    });
    const pictures = panel.page.locator('[data-part=selected] canvas');
    await pictures.first().waitFor();
    expect(await chosen(panel.page, 'Shape')).toBe('32 × 32 × 3');
    const boxes = await Promise.all((await pictures.all()).map(async (each) => (await each.boundingBox())!));
    expect(new Set(boxes.map(({ x }) => x)).size).toBe(1);
    for (const { width, height } of boxes) expect(width).toBeGreaterThan(2.5 * height);
    const said = textsOf(await saved(panel, '[data-part=selected]', 'Save as SVG…'));
    expect(said.filter((text) => text === 'green')).toHaveLength(3);
    await choose(panel.page, 'Shape', '32 × 32 × 3, pixel by pixel');
    await expect.poll(() => panel.state()).toMatchObject({ pair: { inputShape: '32x32x3 interleaved' } });
  });
});

it('a pair gives its views as pictures and all of its numbers', async () => {
  const panel = await open({
    panel: 'comparison',
    snapshot: movedPair,
    links: movedLinks,
    matchings: movedMatchings,
  });
  await panel.page.locator('[data-part=selected] canvas').first().waitFor();
  await panel.page.getByRole('tab', { name: 'Flow' }).click();
  const { tables } = JSON.parse(await saved(panel, '.panel-head', 'Save All Numbers (JSON)…')) as {
    readonly tables: readonly Table[];
  };
  const rowsOf = (id: string): Table['rows'] => tables.find((each) => each.id === id)!.rows;
  expect(rowsOf('layers').map(([, distance]) => distance)).toEqual([
    movedPair.layers[0].distance,
    movedPair.layers[1].distance,
    // Full in both.
    null,
  ]);
  expect(rowsOf('lineage')[0].slice(0, 4)).toEqual(['Layer 1', 60, 60 - movedTo.size, movedTo.size]);
  expect(rowsOf('costs').reduce((sum, [, , pairs]) => sum + Number(pairs), 0)).toBe(60);
  expect(rowsOf('fanInFlow').reduce((sum, [, , neurons]) => sum + Number(neurons), 0)).toBe(60);
  const moved = rowsOf('places').filter(([, , fate]) => fate === 'moved');
  expect(moved.map(([from, to]) => [from, to])).toEqual(
    [...movedTo].toSorted(([one], [other]) => one - other),
  );
  // Every bar has its name and its number beside it.
  const bars = textsOf(await saved(panel, '.pair-main > .section:has([data-part=layers])', 'Save as SVG…'));
  expect(bars).toEqual(
    expect.arrayContaining(['Layer 1', movedPair.layers[0].distance.toFixed(3), 'Layer 2']),
  );
  const lineage = textsOf(await saved(panel, '.lineage', 'Save as SVG…'));
  expect(lineage).toContain(`${String(60 - movedTo.size)} same place in B · ${String(movedTo.size)} moved`);
});
