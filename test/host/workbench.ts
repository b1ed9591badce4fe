/** What a person does in the workbench: call commands, choose a theme, look for things. */
import { errors, type Locator, type Page } from 'playwright-core';
import { waitFor } from '../../scripts/support/wait.mjs';
import type { Host } from './startHost';

const workbenchTimeoutMs = 60_000;

export async function waitForWorkbench(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: workbenchTimeoutMs });
  await page.locator('.monaco-workbench .part.activitybar .action-item').first().waitFor();
}

/** Reloads the window, as "Developer: Reload Window" does. */
export async function reloadWindow(page: Page): Promise<void> {
  await page.reload({ timeout: workbenchTimeoutMs });
  await waitForWorkbench(page);
}

/**
 * Runs a command by its full title, such as `Sparse Topology: Open Topology Evolution`, through the command
 * palette. Waits for the command to be offered: extensions arrive a moment after the window, and a command may
 * appear only once there is something it can apply to.
 */
export async function runCommand(page: Page, title: string, timeoutMs = 30_000): Promise<void> {
  await waitFor(
    `the command "${title}" in the command palette`,
    async () => {
      const row = await findInPalette(page, title);
      if (!row) return false;
      await row.click();
      return true;
    },
    {
      timeoutMs,
      intervalMs: 200,
      details: async () => `offered were: ${(await rowLabels(page)).join(' | ')}`,
    },
  );
}

/** Whether the command palette offers a command now. */
export async function isCommandOffered(page: Page, title: string): Promise<boolean> {
  const row = await findInPalette(page, title);
  await page.keyboard.press('Escape');
  return row !== undefined;
}

const palette = '.quick-input-widget';

async function findInPalette(page: Page, title: string): Promise<Locator | undefined> {
  const input = page.locator(`${palette} input[type="text"]`);
  if (!(await input.isVisible())) await page.keyboard.press('F1');
  await input.waitFor({ timeout: 5000 }).catch(() => undefined);
  if (!(await input.isVisible())) return undefined;
  try {
    // Emptied first, so that the list is asked for again.
    for (const text of ['>', `>${title}`]) await input.fill(text, { timeout: 2000 });
  } catch (error) {
    // It was the one before, and closed.
    if (error instanceof errors.TimeoutError) return undefined;
    throw error;
  }
  const rows = page.locator(`${palette} .monaco-list-row`);
  await rows
    .first()
    .waitFor({ timeout: 5000 })
    .catch(() => undefined);
  const index = (await rowLabels(page)).indexOf(title);
  return index < 0 ? undefined : rows.nth(index);
}

/** The first line of each row without the keybinding or category that stands beside it. */
async function rowLabels(page: Page): Promise<string[]> {
  const labels = await page.locator(`${palette} .monaco-list-row .label-name`).allInnerTexts();
  return labels.map((label) => label.replaceAll('\u00a0', ' ').trim());
}

/** Dismisses whatever quick input or notification is in the way of a picture. */
export async function dismissNotifications(page: Page): Promise<void> {
  await runCommand(page, 'Notifications: Clear All Notifications');
}

export type Theme = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

const themes: Readonly<Record<Theme, { readonly setting: string; readonly className: string }>> = {
  dark: { setting: 'Dark 2026', className: 'vs-dark' },
  light: { setting: 'Light 2026', className: 'vs' },
  highContrast: { setting: 'Default High Contrast', className: 'hc-black' },
  highContrastLight: { setting: 'Default High Contrast Light', className: 'hc-light' },
};

/** Changes the colour theme while the window is open, and waits until it is applied. */
export async function setTheme(host: Host, page: Page, theme: Theme): Promise<void> {
  const { setting, className } = themes[theme];
  await host.changeSettings({ 'workbench.colorTheme': setting });
  await page.locator(`.monaco-workbench.${className}`).waitFor({ timeout: 30_000 });
}

/** Opens a view container by the title that its icon in the activity bar has. */
export async function openViewContainer(page: Page, title: string): Promise<void> {
  const icon = page.locator(`.part.activitybar .action-item:has([aria-label^="${title}"])`);
  const sidebar = page.locator('.part.sidebar .composite.title', { hasText: title });
  await waitFor(`the view container "${title}"`, async () => {
    if (await sidebar.isVisible()) return true;
    await icon
      .first()
      .click({ timeout: 5000 })
      .catch(() => undefined);
    return sidebar.isVisible();
  });
}
