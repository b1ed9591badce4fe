/** What a page of the workbench is asked: when a panel has drawn, and how long its frames took. */
import path from 'node:path';
import * as esbuild from 'esbuild';
import type { Frame, Page } from 'playwright-core';
import { waitFor } from '../scripts/support/wait.mjs';

export interface FrameTimes {
  /** Between one frame and the next, ms. */
  readonly frames: readonly number[];
  /** How often the time line showed another checkpoint, and the picture of connections too. */
  readonly moments: number;
  readonly pictures: number;
  readonly elapsedMs: number;
}

/** Watches the page, and each frame that comes into it. */
export async function watchPage(page: Page, root: string): Promise<void> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(root, 'bench', 'page', 'panelWatch.ts')],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
  });
  const script = outputFiles[0].text;
  await page.evaluate(script);
  page.on('framenavigated', (frame) => {
    // One that is gone again needs no watching.
    frame.evaluate(script).catch(() => undefined);
  });
}

/** From the last click in the window until the panel stood on the screen, ms. */
export async function firstPaintMs(page: Page, panel: Frame): Promise<number> {
  const drawnAt = await waitFor(
    'the panel to be drawn',
    async () => Number(await panel.evaluate('window.panelWatch.drawnAt')) || undefined,
  );
  return drawnAt - Number(await page.evaluate('window.panelWatch.clickedAt'));
}

/** Frames of the panel while `work` is done. */
export async function framesWhile(panel: Frame, work: () => Promise<void>): Promise<FrameTimes> {
  await panel.evaluate('window.panelWatch.start()');
  const startedAt = performance.now();
  await work();
  const elapsedMs = performance.now() - startedAt;
  const seen = (await panel.evaluate('window.panelWatch.stop()')) as Omit<FrameTimes, 'elapsedMs'>;
  return { ...seen, elapsedMs };
}
