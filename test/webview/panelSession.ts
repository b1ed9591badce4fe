import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser } from '../host/browser';
import { bundlePanels, openPanel, type PanelOptions, type PanelPage } from './panelPage';

export interface PanelSession {
  open(options: PanelOptions): Promise<PanelPage>;
  /** For panels that never get a snapshot they can use. */
  openUnfilled(options: PanelOptions): Promise<PanelPage>;
}

/**
 * A browser for the tests of a file. After each test its panels are closed; an error in a page or a violation of the
 * security policy fails it.
 */
export function panelSession(): PanelSession {
  let browser: Browser;
  let files: ReadonlyMap<string, string>;
  const opened: PanelPage[] = [];

  beforeAll(async () => {
    [browser, files] = await Promise.all([launchBrowser(), bundlePanels()]);
  });

  afterAll(async () => {
    await browser.close();
  });

  afterEach(async () => {
    for (const panel of opened.splice(0)) {
      expect(panel.errors).toEqual([]);
      expect(await panel.violations()).toEqual([]);
      await panel.page.close();
    }
  });

  async function openUnfilled(options: PanelOptions): Promise<PanelPage> {
    const panel = await openPanel(browser, files, options);
    opened.push(panel);
    return panel;
  }

  return {
    openUnfilled,
    async open(options) {
      const panel = await openUnfilled(options);
      await panel.page.waitForSelector('.panel-head');
      // Charts are made once the page has been painted.
      await panel.page.waitForSelector('.chart[aria-busy]', { state: 'detached' });
      return panel;
    },
  };
}

export async function texts(locator: Locator): Promise<string[]> {
  return (await locator.allTextContents()).map((text) => text.replaceAll('\u00a0', ' ').trim());
}

/** The body of a table of the panel, cell by cell. */
export async function rows(panel: PanelPage, part: string): Promise<string[][]> {
  const found = await panel.page.locator(`[data-part=${part}] tbody tr`).all();
  return Promise.all(found.map((row) => texts(row.locator('th, td'))));
}

export function chart(panel: PanelPage, id: string): Locator {
  return panel.page.locator(`[data-chart=${id}]`);
}

/** Where a cell of the heat map is on the page: its middle. */
export async function cellPlace(
  panel: PanelPage,
  row: number,
  column: number,
): Promise<{ readonly x: number; readonly y: number }> {
  const grid = panel.page.getByRole('grid', { name: 'Distances of all pairs' });
  const box = (await grid.boundingBox())!;
  const size = Number(await grid.getAttribute('aria-colcount'));
  return { x: box.x + ((column + 0.5) * box.width) / size, y: box.y + ((row + 0.5) * box.height) / size };
}

/** What the panel says of a cell when it is pointed at. */
export async function pointAt(panel: PanelPage, row: number, column: number): Promise<string> {
  const { x, y } = await cellPlace(panel, row, column);
  await panel.page.mouse.move(x, y);
  return (await texts(panel.page.locator('[data-part=readout]')))[0];
}

/** By how many pixels the page is wider than its window. */
export async function overflow(panel: PanelPage): Promise<number> {
  return (await panel.page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )) as number;
}
