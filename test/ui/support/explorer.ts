/** What a person does in the explorer: unfold, select several, right-click. */
import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../../../scripts/support/wait.mjs';
import { runCommand } from '../../host/workbench';

const multiSelectKey = process.platform === 'darwin' ? 'Meta' : 'Control';

/** The row of a file or folder; all above it are unfolded. Segments as the explorer shows them. */
export async function explorerRow(page: Page, ...segments: readonly string[]): Promise<Locator> {
  for (const [depth, segment] of segments.entries()) {
    const row = rowOf(page, segment, depth + 1);
    await row.waitFor();
    if (depth === segments.length - 1) return row;
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
    await waitFor(`${segment} to unfold`, async () => (await row.getAttribute('aria-expanded')) === 'true');
  }
  throw new Error('no segment');
}

function rowOf(page: Page, name: string, level: number): Locator {
  return page
    .locator(`.explorer-folders-view .monaco-list-row[aria-level="${level}"]`)
    .filter({ has: page.getByText(name, { exact: true }) });
}

export async function showExplorer(page: Page): Promise<void> {
  await runCommand(page, 'View: Show Explorer');
  await page.locator('.explorer-folders-view .monaco-list').waitFor();
}

/** Selects all rows, right-clicks the last and chooses an entry, in its submenu where two are given. */
export async function rightClick(
  page: Page,
  rows: readonly Locator[],
  ...entries: readonly string[]
): Promise<void> {
  for (const [place, row] of rows.entries()) {
    await row.click(place === 0 ? {} : { modifiers: [multiSelectKey] });
  }
  const menus = page.locator('.monaco-menu');
  const offered = async (): Promise<string> => (await menus.allInnerTexts()).join(' > ');
  const entryAt = (depth: number): Locator =>
    menus
      .nth(depth)
      .locator('.action-item', { has: page.getByText(entries[depth], { exact: true }) })
      .first();
  // Entries may come a moment after the window: trust and extensions are told of late.
  await waitFor(
    `${entries.join(' > ')} in the menu of the explorer`,
    async () => {
      await closeMenus(page);
      await rows[rows.length - 1].click({ button: 'right' });
      for (const depth of entries.keys()) {
        const there = await becomesVisible(entryAt(depth));
        if (!there) return false;
        await entryAt(depth).hover();
      }
      return true;
    },
    { details: offered },
  );
  // A menu takes no click in its first tenth of a second.
  await waitFor(
    'the menu to take the click',
    async () => {
      await entryAt(entries.length - 1)
        .click({ timeout: 2000 })
        .catch(() => undefined);
      return (await menus.count()) === 0;
    },
    { details: offered },
  );
}

/** Each press closes one: the innermost submenu first. */
async function closeMenus(page: Page): Promise<void> {
  await waitFor('the menus to close', async () => {
    if ((await page.locator('.monaco-menu, .context-view-block').count()) === 0) return true;
    await page.keyboard.press('Escape');
    return false;
  });
}

async function becomesVisible(locator: Locator): Promise<boolean> {
  return locator.waitFor({ timeout: 2000 }).then(
    () => true,
    () => false,
  );
}
