/** The inputs of the selected pair as pictures of the shape that is chosen, and what is exported of them. */
import { describe, expect, it } from 'vitest';
import { measureOf } from '../../src/measure/measure';
import { noYardsticks } from '../../src/protocol/yardsticks';
import { randomLayer } from '../../src/topology/initial';
import { randomStream } from '../../src/topology/random';
import { neuronsOf } from '../support/syntheticLayers';
import { choose, chosen } from '../webview/controls';
import { exportFrom } from '../webview/exporting';
import {
  movedLinks,
  movedMatchings,
  movedNetworks,
  movedPair,
  recordedMatchings,
} from '../webview/movedPair';
import type { PanelPage } from '../webview/panelPage';
import { panelSession, texts } from '../webview/panelSession';
import { parseCsv } from '../webview/parseCsv';
import { recordLinks } from '../webview/recordedLinks';
import { described, pairSnapshot } from '../webview/snapshots';

const { open } = panelSession();
const [inA, inB] = movedNetworks.map(({ layers }) => neuronsOf(layers[0]));

async function saved(panel: PanelPage, entry: string): Promise<string> {
  return (await exportFrom(panel, panel.page.locator('[data-part=selected]'), entry)).toString();
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

    const [head, ...rows] = parseCsv(await saved(panel, 'Save Numbers as CSV…'));
    expect(head).toEqual(['Input of A', 'Input of B', 'Name', 'In']);
    const both = new Set(inA[0].filter((input) => inB[0].includes(input)));
    const expected = [...new Set([...inA[0], ...inB[0]])].map((input) => [
      `row ${String(Math.floor(input / 49))}, column ${String(input % 49)}`,
      both.has(input) ? 'both' : inA[0].includes(input) ? 'only A' : 'only B',
    ]);
    expect(rows.map(([, , ...row]) => row).sort()).toEqual(expected.sort());
    const said = textsOf(await saved(panel, 'Save as SVG…'));
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
    const said = textsOf(await saved(panel, 'Save as SVG…'));
    expect(said.filter((text) => text === 'green')).toHaveLength(3);
    await choose(panel.page, 'Shape', '32 × 32 × 3, pixel by pixel');
    await expect.poll(() => panel.state()).toMatchObject({ pair: { inputShape: '32x32x3 interleaved' } });
  });
});
