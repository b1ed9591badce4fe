/** What a person does in the views of the side bar. */
import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../../../scripts/support/wait.mjs';

export function sidebarRow(page: Page, text: string | RegExp): Locator {
  return page.locator('.sidebar .monaco-list-row', { hasText: text }).first();
}

/** Unfolds the row of each name, from the outermost on. */
export async function unfold(page: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const row = sidebarRow(page, name);
    await row.waitFor();
    await waitFor(`${name} to unfold`, async () => {
      if ((await row.getAttribute('aria-expanded')) === 'true') return true;
      await row.click();
      return false;
    });
  }
}
