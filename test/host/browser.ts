import type { Browser } from 'playwright-core';
import { launchChromium } from '../../scripts/workbenchPage.mjs';

/** A headless Chromium, quiet and without sandbox; see scripts/browser.mjs for where it comes from. */
export async function launchBrowser(): Promise<Browser> {
  return launchChromium();
}
