/** Pictures of the window: those of the documentation, and a gallery of each view in every theme, wide and narrow. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { screenshot, type Size } from '../host/screenshot';
import type { Host } from '../host/startHost';
import { setTheme, type Theme } from '../host/workbench';

const results = path.join('test-results', 'pictures');
const usual: Size = { width: 1280, height: 800 };
/** Tall, so that most of a panel is seen at once. */
const galleried: readonly Size[] = [
  { width: 1400, height: 1800 },
  { width: 700, height: 2600 },
];

/** Renews `docs/images/NAME-dark.png` and `NAME-light.png`. Ends in the dark theme. */
export async function documentation(host: Host, page: Page, name: string, size = usual): Promise<void> {
  for (const theme of ['light', 'dark'] satisfies Theme[]) {
    await setTheme(host, page, theme);
    await screenshot(page, path.join('docs', 'images', `${name}-${theme}.png`), size);
  }
}

/** `test-results/pictures/NAME-THEME-WIDTH.png`, to be looked at. Ends in the dark theme, at the usual size. */
export async function gallery(host: Host, page: Page, name: string): Promise<void> {
  for (const theme of ['highContrast', 'highContrastLight', 'light', 'dark'] satisfies Theme[]) {
    await setTheme(host, page, theme);
    for (const size of galleried) {
      await screenshot(page, path.join(results, `${name}-${theme}-${String(size.width)}.png`), size);
    }
  }
  await page.setViewportSize(usual);
}
