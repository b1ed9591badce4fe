/** What a person does to export something of a panel, and what comes of it, read by the browser's own means. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { PanelPage } from './panelPage';
import { parseCsv } from './parseCsv';

/** An entry of the menu after the title of a view; what was saved. */
export async function exportFrom(panel: PanelPage, view: Locator, entry: string): Promise<Buffer> {
  const before = (await panel.saved()).length;
  await view.getByRole('button', { name: 'Export', exact: true }).click();
  await panel.page.getByRole('menuitem', { name: entry }).click();
  await expect.poll(async () => (await panel.saved()).length).toBe(before + 1);
  return (await panel.saved()).at(-1)!.content;
}

export interface ParsedSvg {
  readonly problem: string | null;
  readonly title: string | null;
  readonly width: number;
  readonly height: number;
  readonly texts: readonly string[];
  /** Strokes and shapes by their colour. */
  readonly strokes: readonly string[];
  readonly fills: readonly string[];
  readonly references: readonly string[];
}

/** By the browser's own parser of XML. */
export function parseSvg(page: Page, text: string): Promise<ParsedSvg> {
  return page.evaluate(`(() => {
    const parsed = new DOMParser().parseFromString(${JSON.stringify(text)}, 'image/svg+xml');
    const all = [...parsed.querySelectorAll('*')];
    const of = (name) => all.map((node) => node.getAttribute(name)).filter((value) => value !== null);
    return {
      problem: parsed.querySelector('parsererror')?.textContent ?? null,
      title: parsed.querySelector('title')?.textContent ?? null,
      width: Number(parsed.documentElement.getAttribute('width')),
      height: Number(parsed.documentElement.getAttribute('height')),
      texts: [...parsed.querySelectorAll('text')].map((node) => node.textContent),
      strokes: of('stroke'),
      fills: all.filter((node) => node.localName === 'path').map((node) => node.getAttribute('fill')),
      references: [...of('href'), ...of('src'), ...of('style')],
    };
  })()`);
}

export interface PngPixels {
  readonly width: number;
  readonly height: number;
  /** How many have about the colour that is asked for. */
  readonly found: number;
  /** How many of the last column have another: something is cut off where that is the ground. */
  readonly otherAtEdge: number;
}

export function pixelsOf(page: Page, png: Buffer, rgb: readonly number[]): Promise<PngPixels> {
  return page.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob('${png.toString('base64')}'), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const isIt = (k) => ${JSON.stringify(rgb)}.every((channel, at) => Math.abs(data[k + at] - channel) < 8);
    let found = 0;
    let otherAtEdge = 0;
    for (let k = 0; k < data.length; k += 4) {
      if (isIt(k)) found++;
      else if ((k / 4 + 1) % image.width === 0) otherAtEdge++;
    }
    return { width: image.width, height: image.height, found, otherAtEdge };
  })()`);
}

export interface JsonExport {
  readonly panel: string;
  readonly subject: string;
  readonly configuration: Readonly<Record<string, string>>;
  readonly madeBy: string;
  readonly tables: readonly {
    readonly id: string;
    readonly title: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | number | null)[])[];
  }[];
}

/** All files of a view, by their extension. */
export type ExportedFiles = Readonly<Partial<Record<'svg' | 'png' | 'csv' | 'json', Buffer>>>;

/** Every entry of every menu of the views that are shown, or of those `within`; by the id of the view. */
export async function exportAll(
  panel: PanelPage,
  within = 'body',
): Promise<ReadonlyMap<string, ExportedFiles>> {
  const before = (await panel.saved()).length;
  await panel.page.evaluate(`(${chooseAll})(${JSON.stringify(within)})`);
  const byStem = new Map<string, Record<string, Buffer>>();
  for (const { name, content } of (await panel.saved()).slice(before)) {
    const [, stem, extension] = /^(.*)\.(\w+)$/.exec(name)!;
    byStem.set(stem, { ...byStem.get(stem), [extension]: content });
  }
  return new Map([...byStem.values()].map((files) => [readJson(files).tables[0].id, files]));
}

const chooseAll = `async (within) => {
  const until = (holds) => new Promise((resolve) => {
    const look = () => (holds() ? resolve() : requestAnimationFrame(look));
    look();
  });
  for (const button of document.querySelectorAll('.export-one')) {
    if (button.closest(within) === null || !button.checkVisibility()) continue;
    for (const kind of ['SVG', 'PNG', 'CSV', 'JSON']) {
      button.click();
      const entry = [...document.querySelectorAll('[role=menuitem]')].find((item) => item.textContent.includes(kind));
      if (entry === undefined) {
        document.querySelector('[role=menu]').hidePopover();
        await until(() => document.querySelector('[role=menu]') === null);
        continue;
      }
      const before = harness.saved.length;
      entry.click();
      await until(() => harness.saved.length > before && document.querySelector('[role=menu]') === null);
    }
  }
}`;

export function readJson({ json }: ExportedFiles): JsonExport {
  return JSON.parse(json!.toString()) as JsonExport;
}

/** Columns of the table of a view by their names, once its CSV has been found to say the same as its JSON. */
export function columnsOf(files: ExportedFiles): ReadonlyMap<string, readonly (string | number | null)[]> {
  const { columns, rows } = readJson(files).tables[0];
  const [head, ...cells] = parseCsv(files.csv!.toString());
  expect(head).toEqual(columns);
  expect(cells).toEqual(rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))));
  return new Map(columns.map((column, k) => [column, rows.map((row) => row[k])]));
}
