/** Every panel, in all four kinds of theme and at twice the size, under axe. */
import { describe, expect, it } from 'vitest';
import { readRecorded } from '../unit/webview/recorded';
import { violationsOf } from '../webview/axe';
import { overflow, panelSession } from '../webview/panelSession';
import { syntheticEvolution, syntheticLinks } from '../webview/syntheticRun';
import { themes, type ThemeName } from '../webview/themes';

const { evolution, pair, matrix } = readRecorded();
const { open } = panelSession();

describe('without barriers', () => {
  it.each([
    ['the evolution', { panel: 'evolution', snapshot: syntheticEvolution, links: syntheticLinks }],
    ['the evolution of checkpoints that cannot be read', { panel: 'evolution', snapshot: evolution }],
    ['a pair', { panel: 'comparison', snapshot: pair }],
    ['a matrix', { panel: 'comparison', snapshot: matrix }],
  ] as const)('is %s', async (_name, options) => {
    const panel = await open(options);
    for (const theme of Object.keys(themes) as ThemeName[]) {
      await panel.setTheme(theme);
      await expect.poll(() => violationsOf(panel.page), { message: theme }).toEqual([]);
    }
    // As a window of 1400 pixels at 200 %.
    await panel.page.setViewportSize({ width: 700, height: 440 });
    await expect.poll(() => overflow(panel)).toBe(0);
  });

  it('is the menu of a picture while it is open', async () => {
    const panel = await open({ panel: 'evolution', snapshot: evolution });
    await panel.page.locator('.exporter').getByRole('button', { name: 'Export' }).click();
    await panel.page.getByRole('menu').waitFor();
    expect(await violationsOf(panel.page)).toEqual([]);
  });
});
