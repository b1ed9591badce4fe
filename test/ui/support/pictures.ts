/** Pictures of every view: into docs/images/ when they are to be renewed, otherwise beside the results. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { screenshot, type Size } from '../../host/screenshot';
import type { Host } from '../../host/startHost';
import { setTheme, type Theme } from '../../host/workbench';

const folder = process.env['SPARSE_TOPOLOGY_SCREENSHOTS'] ?? path.join('test-results', 'images');

const usual: Size = { width: 1280, height: 800 };

/** `name-dark.png` and `name-light.png`. Ends in the dark theme. */
export async function takePictures(host: Host, page: Page, name: string, size: Size = usual): Promise<void> {
  for (const theme of ['light', 'dark'] satisfies Theme[]) {
    await setTheme(host, page, theme);
    await screenshot(page, path.join(folder, `${name}-${theme}.png`), size);
  }
}
