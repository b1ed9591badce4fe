/** Pictures of the window, for the documentation and for whoever must find out why a test failed. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { waitFor } from '../../scripts/support/wait.mjs';
import { projectRoot } from './projectRoot';
import type { Host } from './startHost';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Takes a picture into `file` (absolute, or relative to the project), at `size` if one is given. */
export async function screenshot(page: Page, file: string, size?: Size): Promise<void> {
  if (size) await page.setViewportSize(size);
  await pointAtNothing(page);
  const target = path.resolve(projectRoot, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, await settledPicture(page));
}

/** To an empty place of the status bar: what the mouse points at may show a hint over other things. */
async function pointAtNothing(page: Page): Promise<void> {
  const { width, height } = await page.evaluate<Size>('({ width: innerWidth, height: innerHeight })');
  await page.mouse.move(width / 2, height - 4);
  const hint = page.locator('.workbench-hover').first();
  await hint.waitFor({ state: 'hidden', timeout: 3000 }).catch(() => undefined);
}

/**
 * The window once nothing in it moves any more: two pictures in a row are the same. Where data keeps arriving
 * it never rests; then the last picture has to do.
 */
async function settledPicture(page: Page): Promise<Buffer> {
  let picture = await page.screenshot();
  const isSettled = async (): Promise<boolean> => {
    const previous = picture;
    picture = await page.screenshot();
    return picture.equals(previous);
  };
  await waitFor('the window to settle', isSettled, { timeoutMs: 3000 }).catch(() => undefined);
  return picture;
}

/** Keeps a picture of the window and the server's log in test-results/, under the test's name. */
export async function saveEvidence(testName: string, page: Page, host: Host): Promise<void> {
  const name = testName.replaceAll(/[^\w-]+/g, '-').slice(0, 80);
  const folder = path.join(projectRoot, 'test-results');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) }).catch(() => undefined);
  await writeFile(path.join(folder, `${name}.log`), await host.readLog().catch(String));
}
