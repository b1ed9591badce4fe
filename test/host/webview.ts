/** Finds what a webview shows. VS Code nests it two frames deep, and keeps the frames of hidden tabs. */
import type { Frame, Page } from 'playwright-core';
import { waitFor } from '../../scripts/support/wait.mjs';

/** The frame in sight whose document has an element for `selector`, once there is one. */
export async function webviewFrame(page: Page, selector: string, timeoutMs = 30_000): Promise<Frame> {
  return waitFor(`a visible webview with ${selector}`, () => findFrame(page, selector), {
    timeoutMs,
    intervalMs: 100,
    details: () =>
      `frames: ${page
        .frames()
        .map((frame) => frame.url().slice(0, 120))
        .join('\n        ')}`,
  });
}

async function findFrame(page: Page, selector: string): Promise<Frame | undefined> {
  for (const frame of page.frames()) {
    if (frame !== page.mainFrame() && (await holds(frame, selector))) return frame;
  }
  return undefined;
}

async function holds(frame: Frame, selector: string): Promise<boolean> {
  try {
    return (await frame.locator(selector).count()) > 0 && (await isInSight(frame));
  } catch {
    // The frame went away while it was looked at.
    return false;
  }
}

async function isInSight(frame: Frame): Promise<boolean> {
  for (let inner: Frame | null = frame; inner?.parentFrame(); inner = inner.parentFrame()) {
    const element = await inner.frameElement();
    if (!(await element.isVisible())) return false;
  }
  return true;
}
