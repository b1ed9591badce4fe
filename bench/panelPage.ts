/** What a page of the workbench is asked: when a panel has drawn, and how long its frames took. */
import path from 'node:path';
import * as esbuild from 'esbuild';
import type { Frame, Page } from 'playwright-core';
import { waitFor } from '../scripts/support/wait.mjs';
import type { FramesSeen } from './framesSeen';
import type { PaintSeen } from './paintSeen';

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

/** From the last click in the window until the panel stood on the screen, and until all of its charts did, ms. */
export async function paintMs(page: Page, panel: Frame): Promise<{ first: number; charts: number }> {
  const [drawnAt, chartsAt] = await waitFor('the panel to be drawn', async () => {
    const { drawnAt, chartsAt } = (await panel.evaluate('window.panelWatch')) as PaintSeen;
    return chartsAt === 0 ? undefined : [drawnAt, chartsAt];
  });
  const clickedAt = Number(await page.evaluate('window.panelWatch.clickedAt'));
  return { first: drawnAt - clickedAt, charts: chartsAt - clickedAt };
}

/** Frames of the panel while `work` is done. */
export async function framesWhile(panel: Frame, work: () => Promise<void>): Promise<FramesSeen> {
  await panel.evaluate('window.panelWatch.start()');
  await work();
  return (await panel.evaluate('window.panelWatch.stop()')) as FramesSeen;
}
