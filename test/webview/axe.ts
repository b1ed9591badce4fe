/** Looks for what keeps people out, by axe: names, roles, contrast, keyboard. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { PanelPage } from './panelPage';
import { themes, type ThemeName } from './themes';

const script = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** All that axe has of the category cat.color, but those that it holds back itself. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** Rule, element and reason of each violation of the page as it is. No rule is left out. */
export function violationsOf(page: Page): Promise<readonly string[]> {
  return violations(page, 'document', {});
}

/** Fails where the page, as it is, keeps anybody out in one of the four themes. */
export async function expectNoBarriers({ page, setTheme }: PanelPage): Promise<void> {
  const [first, ...others] = Object.keys(themes) as ThemeName[];
  await setTheme(first);
  await expect.poll(() => violationsOf(page), { message: first }).toEqual([]);
  for (const theme of others) {
    await setTheme(theme);
    await expect.poll(() => violationsOfColour(page), { message: theme }).toEqual([]);
  }
}

/** Of what another theme can change; rows far down a table look as those before them. */
function violationsOfColour(page: Page): Promise<readonly string[]> {
  return violations(page, `{ exclude: ['tbody > tr:nth-child(n + 20)'] }`, { runOnly: colourRules });
}

/** Without copies of the style sheets, which the panels' security policy forbids and only rules about turned screens read. */
async function violations(page: Page, context: string, options: object): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(script);
  const all = JSON.stringify({ ...options, resultTypes: ['violations'], preload: false });
  return page.evaluate(`axe.run(${context}, ${all}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 160) + ' ' + failureSummary)))`);
}
