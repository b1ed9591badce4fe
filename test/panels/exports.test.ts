/** What panels export, as a person does it: by menu, with what comes out read by other means. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readRecorded } from '../unit/webview/recorded';
import { choose } from '../webview/controls';
import { exportFrom, type JsonExport, parseSvg, pixelsOf } from '../webview/exporting';
import { parseCsv } from '../webview/parseCsv';
import type { PanelPage } from '../webview/panelPage';
import { chart, panelSession, texts } from '../webview/panelSession';

const { evolution, matrix, refinedPair } = readRecorded();
const { open } = panelSession();

/** From the menu after the title of a chart; what was saved. */
function exportChart(panel: PanelPage, id: string, entry: string): Promise<Buffer> {
  return exportFrom(panel, chart(panel, id), entry);
}

async function exportPanel(panel: PanelPage, entry: string): Promise<string> {
  await panel.page.locator('.exporter').getByRole('button', { name: 'Export' }).click();
  await panel.page.getByRole('menuitem', { name: entry }).click();
  await expect.poll(async () => (await panel.saved()).length).toBe(1);
  return (await panel.saved())[0].content.toString('utf8');
}

/** A clipboard for a page that has none, since it is not secure: keeps the bytes of the image that is written to it. */
const clipboard = `(() => {
  window.ClipboardItem = class {
    constructor(parts) { this.parts = parts; }
  };
  const write = async ([{ parts }]) => {
    window.copied = [...new Uint8Array(await (await parts['image/png']).arrayBuffer())];
  };
  Object.defineProperty(navigator, 'clipboard', { value: { write } });
})()`;

const paperBlue = { hex: '#0b62c4', rgb: [11, 98, 196] };

describe('a picture', () => {
  it('is exported as SVG: its texts, a mark for each value, on white, and nothing from elsewhere', async () => {
    const panel = await open({ panel: 'evolution', snapshot: evolution, theme: 'highContrastDark' });
    const blue = [89, 164, 249];
    const drawn = await panel.pixelsOf('toPrevious', blue);
    expect(drawn).toBeGreaterThan(20);
    const svg = await parseSvg(
      panel.page,
      (await exportChart(panel, 'toPrevious', 'Save as SVG…')).toString(),
    );
    expect(svg.problem).toBeNull();
    expect(svg.references).toEqual([]);
    expect(svg.texts).toEqual(
      expect.arrayContaining(['Distance to previous', 'epoch', 'Layer 1', 'Layer 2', 'Layer 3', 'Mean']),
    );
    expect(svg.texts.join(' ')).toMatch(
      /Topology Evolution: e5_s0_w0 .* NNSTD by reference.* Sparse Topology \d/,
    );
    // Eight distances a layer, each with a dot; the curve, and its sample in the legend.
    expect(svg.fills.filter((fill) => fill === paperBlue.hex)).toHaveLength(8);
    expect(svg.strokes.filter((stroke) => stroke === paperBlue.hex)).toHaveLength(2);
    // The chart on the screen has its own colours again.
    expect(await panel.pixelsOf('toPrevious', blue)).toBe(drawn);
  });

  it('is exported as PNG of twice its size, with its ink, over the x axis that is chosen, and copied as the same', async () => {
    const curve = evolution.curve.map((point) => ({ ...point, steps: 469 * point.epoch }));
    const panel = await open({ panel: 'evolution', snapshot: { ...evolution, curve } });
    await choose(panel.page, 'x axis', 'step');
    const [head, ...cells] = parseCsv(
      (await exportChart(panel, 'toInitial', 'Save Numbers as CSV…')).toString(),
    );
    expect(head.slice(0, 2)).toEqual(['Epoch', 'Step']);
    expect(cells.map(([epoch, step]) => Number(step) - 469 * Number(epoch))).toEqual(
      evolution.points.map(() => 0),
    );
    const svg = await parseSvg(
      panel.page,
      (await exportChart(panel, 'toInitial', 'Save as SVG…')).toString(),
    );
    expect(svg.texts).toContain('step');
    const png = await exportChart(panel, 'toInitial', 'Save as PNG…');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const inBlue = await pixelsOf(panel.page, png, paperBlue.rgb);
    const { width, height, found: ink } = inBlue;
    expect([width, height]).toEqual([Math.round(2 * svg.width), Math.round(2 * svg.height)]);
    expect(ink).toBeGreaterThan(300);
    const { found: white } = await pixelsOf(panel.page, png, [255, 255, 255]);
    expect(white / (width * height)).toBeGreaterThan(0.8);

    const said = panel.page.locator('[data-part=exported]');
    const copy = async (): Promise<void> => {
      await chart(panel, 'toInitial').getByRole('button', { name: 'Export' }).click();
      await panel.page.getByRole('menuitem', { name: 'Copy as Image' }).click();
    };
    await copy();
    await expect
      .poll(() => said.textContent())
      .toMatch(/^The clipboard takes no image here \(.+\): save it as PNG instead\.$/);
    await panel.page.evaluate(clipboard);
    await copy();
    await expect.poll(() => said.textContent()).toBe('copied “Distance to initial” as an image');
    const copied = Buffer.from(await panel.page.evaluate<number[]>('window.copied'));
    expect(await pixelsOf(panel.page, copied, paperBlue.rgb)).toEqual(inBlue);
  });

  it('has its menu by keyboard and by right-click', async () => {
    const panel = await open({ panel: 'evolution', snapshot: evolution });
    const button = chart(panel, 'links').getByRole('button', { name: 'Export' });
    await button.focus();
    await panel.page.keyboard.press('Enter');
    const menu = panel.page.getByRole('menu', { name: 'Export' });
    await menu.waitFor();
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    for (const key of ['End', 'ArrowUp', 'Enter']) await panel.page.keyboard.press(key);
    await expect
      .poll(async () => (await panel.saved()).map(({ name }) => name))
      .toEqual(['e5_s0_w0-links.csv']);
    await expect.poll(() => panel.page.locator('[data-part=exported]').textContent()).toContain('links.csv');
    await expect
      .poll(() =>
        button.evaluate(
          (node) =>
            node === (node as { ownerDocument?: { activeElement: unknown } }).ownerDocument?.activeElement,
        ),
      )
      .toBe(true);

    await chart(panel, 'empty').locator('canvas').click({ button: 'right' });
    await menu.getByRole('menuitem', { name: 'Save as SVG…' }).click();
    await expect.poll(async () => (await panel.saved()).at(-1)!.name).toBe('e5_s0_w0-empty.svg');
    await chart(panel, 'empty').locator('canvas').click({ button: 'right' });
    await panel.page.keyboard.press('Escape');
    await expect.poll(() => menu.count()).toBe(0);
  });
});

describe('numbers', () => {
  it('come back from CSV and JSON as the panel has them', async () => {
    const panel = await open({ panel: 'evolution', snapshot: evolution });
    const expected = evolution.points.map(({ epoch, step }, k) => [
      epoch,
      ...[0, 1, 2].map((layer) => (k === 0 ? null : step!.layers[layer].toPrevious)),
      step!.meanToPrevious,
    ]);
    const [head, ...cells] = parseCsv(
      (await exportChart(panel, 'toPrevious', 'Save Numbers as CSV…')).toString(),
    );
    expect(head).toEqual(['Epoch', 'Layer 1', 'Layer 2', 'Layer 3', 'Mean']);
    expect(cells.map((row) => row.map((cell) => (cell === '' ? null : Number(cell))))).toEqual(expected);
    const json = JSON.parse(
      (await exportChart(panel, 'toPrevious', 'Save Numbers as JSON…')).toString(),
    ) as JsonExport;
    expect(json).toMatchObject({ panel: 'Topology Evolution', subject: 'e5_s0_w0' });
    expect(json.madeBy).toMatch(/^Sparse Topology \d+\.\d+\.\d+/);
    expect(json.tables[0].columns).toEqual(head);
    expect(json.tables[0].rows).toEqual(expected);
  });

  it('of a comparison are one file for the whole panel', async () => {
    const panel = await open({ panel: 'comparison', snapshot: matrix });
    const json = JSON.parse(await exportPanel(panel, 'Save All Numbers (JSON)…')) as JsonExport;
    expect(json.configuration['Distances']).toBe('NNSTD by reference, outputs matched');
    const { columns, rows } = json.tables.find(({ id }) => id === 'checkpoints')!;
    expect(rows.map((row) => row[columns.indexOf('Links')])).toEqual(
      matrix.items.map(({ facts }) => facts!.layers.reduce((sum, { links }) => sum + links, 0)),
    );
  });
});

describe('a report', () => {
  it.each([
    ['Topology Evolution: e5_s0_w0', { panel: 'evolution', snapshot: evolution }, '.panel-head', []],
    [/^NNSTD Comparison: A e5_s0_w0/, { panel: 'comparison', snapshot: refinedPair }, '.panel-head', []],
    [
      'NNSTD Comparison: 10 checkpoints',
      { panel: 'comparison', snapshot: matrix },
      '[data-part=map-measure]:has-text("of the variance")',
      ['matrix', 'map'],
    ],
  ] as const)('%s opens without VS Code and without a network', async (title, options, ready, parts) => {
    const panel = await open(options);
    await panel.page.waitForSelector(ready);
    const filled = (await texts(panel.page.locator('.chart-empty'))).filter((text) => text === '').length;
    const text = await exportPanel(panel, 'Save Report (HTML)…');
    const folder = mkdtempSync(path.join(os.tmpdir(), 'sparse-topology-report-'));
    const context = await panel.page.context().browser()!.newContext();
    try {
      writeFileSync(path.join(folder, 'report.html'), text);
      await context.setOffline(true);
      const page = await context.newPage();
      const requests: string[] = [];
      const said: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(error.message));
      const address = pathToFileURL(path.join(folder, 'report.html')).href;
      await page.goto(address);
      expect(await page.locator('h1').textContent()).toMatch(title);
      const pictures = await page.locator('figure > svg').all();
      // Those that show something, at least: other views of a layer have pictures too.
      expect(pictures.length).toBeGreaterThanOrEqual(filled);
      for (const part of parts) expect(await page.locator(`#${part} > figure > svg`).count()).toBe(1);
      for (const picture of pictures) {
        const box = (await picture.boundingBox())!;
        const size = async (name: string): Promise<number> => Number(await picture.getAttribute(name));
        const [width, height] = [await size('width'), await size('height')];
        // As large as it was made, or smaller as a whole where the page is narrower; and something is drawn.
        expect(box.width).toBeGreaterThan(0.9 * Math.min(width, 900));
        expect(box.height / box.width).toBeCloseTo(height / width, 2);
        expect(await picture.locator('path, rect, image').count()).toBeGreaterThan(1);
        expect(await picture.locator('text').count()).toBeGreaterThan(0);
      }
      expect(await page.locator('table').count()).toBeGreaterThan(0);
      expect(requests).toEqual([address]);
      expect(said).toEqual([]);
    } finally {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
