/** What a person does to export something of a panel. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { PanelPage } from './panelPage';

/** An entry of the menu after the title of a view; what was saved. */
export async function exportFrom(panel: PanelPage, view: Locator, entry: string): Promise<Buffer> {
  const before = (await panel.saved()).length;
  await view.getByRole('button', { name: 'Export', exact: true }).click();
  await panel.page.getByRole('menuitem', { name: entry }).click();
  await expect.poll(async () => (await panel.saved()).length).toBe(before + 1);
  return (await panel.saved()).at(-1)!.content;
}
