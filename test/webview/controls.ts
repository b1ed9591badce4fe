/** What a person does with the controls of a panel. */
import type { Frame, Locator, Page } from 'playwright-core';

/** Opens the list of a select and takes one of its choices. */
export async function choose(panel: Page | Frame, name: string, text: string): Promise<void> {
  await panel.getByRole('combobox', { name, exact: true }).click();
  await choicesOf(panel, name).getByText(text, { exact: true }).click();
}

/** All that can be chosen. The list has to be open. */
export function choicesOf(panel: Page | Frame, name: string): Locator {
  return panel.getByRole('listbox', { name, exact: true }).getByRole('option');
}

/** What a select shows as chosen. */
export async function chosen(panel: Page | Frame, name: string): Promise<string> {
  return (await panel.getByRole('combobox', { name, exact: true }).innerText()).trim();
}
