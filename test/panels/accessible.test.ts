/**
 * Every panel for everyone: under axe in all four kinds of theme with all that unfolds open, at twice the size, by
 * keyboard alone, and without motion.
 */
import { describe, expect, it } from 'vitest';
import { usualChoices } from '../../src/protocol/manyChoices';
import { readRecorded } from '../unit/webview/recorded';
import { expectNoBarriers, violationsOf } from '../webview/axe';
import { checkpointSnapshot } from '../webview/checkpointFixture';
import { checkedRight, formSnapshot } from '../webview/formFixture';
import { motionOf, walkByKeyboard } from '../webview/keyboardWalk';
import { overflow, panelSession } from '../webview/panelSession';
import { syntheticEvolution, syntheticLinks } from '../webview/syntheticRun';

const { evolution, pair, matrix } = readRecorded();
const { open } = panelSession();

const problem = { key: 'method.dropFraction', possible: 'a number above 0 and below 1', found: '3' };
const wrong = { ...checkedRight, problems: [problem], forecast: null };
const many = { ...usualChoices, order: 'clustered', selected: matrix.items[3].path };
const { measure, rule, follow } = matrix;
const manyState = {
  version: 1,
  paths: matrix.items.map(({ path }) => path),
  layer: null,
  measure,
  rule,
  follow,
  many,
};
const runs = matrix.items.map(({ run, path, moment }) => ({
  ...run,
  checkpoints: [{ path, moment, epoch: 190 }],
}));

describe('without barriers', () => {
  it.each([
    ['the evolution', { panel: 'evolution', snapshot: syntheticEvolution, links: syntheticLinks }],
    ['the evolution of checkpoints that cannot be read', { panel: 'evolution', snapshot: evolution }],
    ['a pair', { panel: 'comparison', snapshot: pair }],
    [
      'a matrix, clustered, with neighbours',
      { panel: 'comparison', snapshot: matrix, state: manyState, runs },
    ],
    ['a checkpoint', { panel: 'checkpoint', snapshot: checkpointSnapshot, links: syntheticLinks }],
    ['the form', { panel: 'runForm', snapshot: formSnapshot, checked: checkedRight }],
    ['the form with a mistake', { panel: 'runForm', snapshot: formSnapshot, checked: wrong }],
  ] as const)('is %s', async (_name, options) => {
    const panel = await open(options);
    const { page } = panel;
    // Of what unfolds, all that is within too.
    await expect
      .poll(async () => {
        const closed = page.locator('details:not([open])');
        await closed.evaluateAll((all) => {
          for (const each of all) each.setAttribute('open', '');
        });
        return closed.count();
      })
      .toBe(0);
    await expectNoBarriers(panel);
    const walked = await walkByKeyboard(page);
    expect(walked).toMatchObject({ unseen: [], unnamed: [], missed: [], jumps: [], ended: true });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await motionOf(page)).toEqual([]);
    // As a window of 1400 pixels at 200 %.
    await page.setViewportSize({ width: 700, height: 440 });
    await expect.poll(() => overflow(panel)).toBe(0);
    // The one with fewer stops: the order is the same.
    if (options.snapshot === evolution) expect((await walkByKeyboard(page)).jumps).toEqual([]);
  });

  it('is the menu of a picture while it is open', async () => {
    const panel = await open({ panel: 'evolution', snapshot: evolution });
    await panel.page.locator('.exporter').getByRole('button', { name: 'Export' }).click();
    await panel.page.getByRole('menu').waitFor();
    expect(await violationsOf(panel.page)).toEqual([]);
  });
});
