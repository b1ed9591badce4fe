/** What the panels say where there is nothing to show: why, and what to do, with a button that does it. */
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { EvolutionPoint, EvolutionSnapshot } from '../../src/protocol/evolution';
import { expectNoBarriers } from '../webview/axe';
import type { PanelPage } from '../webview/panelPage';
import { chart, overflow, panelSession, texts } from '../webview/panelSession';
import { syntheticEvolution, syntheticLinks } from '../webview/syntheticRun';

const { open } = panelSession();

const { header } = syntheticEvolution;
const run = { ...header, kind: 'run' as const, path: '/data/runs/set', name: 'set', summary: 'SET ζ 0.3' };
const folder: EvolutionSnapshot = {
  ...syntheticEvolution,
  header: { ...header, summary: '' },
  points: [],
  chance: null,
  explored: null,
};
const broken = (point: EvolutionPoint): EvolutionPoint => ({
  ...point,
  status: 'failed',
  step: null,
  reason: `${point.path}: expected a header of JSON, found 0 bytes`,
});
const unreadable = { ...folder, points: syntheticEvolution.points.map(broken) };
const measured = [
  { epoch: 1, trainLoss: 2, trainAccuracy: 0.2, testLoss: 2, testAccuracy: 0.25 },
  { epoch: 2, trainLoss: 1, trainAccuracy: 0.4, testLoss: 1, testAccuracy: 0.5 },
];

function notice({ page }: PanelPage): Locator {
  return page.locator('.notice');
}

function words(panel: PanelPage): Promise<string | null> {
  return notice(panel).textContent();
}

/** What a button of the notice asks of the extension. */
async function asked(panel: PanelPage, label: string): Promise<unknown> {
  const before = (await panel.requests()).length;
  await notice(panel).getByRole('button', { name: label }).click();
  await expect.poll(async () => (await panel.requests()).length).toBe(before + 1);
  return (await panel.requests()).at(-1);
}

/** In all themes, and as a window of 1400 pixels at 200 %. */
async function isAccessible(panel: PanelPage): Promise<void> {
  await expectNoBarriers(panel);
  await panel.page.setViewportSize({ width: 700, height: 440 });
  await expect.poll(() => overflow(panel)).toBe(0);
}

describe('the evolution of nothing', () => {
  it('says where checkpoints have to come to, or that the folder is gone, and shows what comes', async () => {
    const panel = await open({ panel: 'evolution', snapshot: folder, links: syntheticLinks });
    const { page } = panel;
    expect(await words(panel)).toContain(`What is written to ${header.path} appears here`);
    expect(await page.locator('.timeline').isVisible()).toBe(false);
    expect(await page.locator('.columns').isVisible()).toBe(false);
    expect(await asked(panel, 'Add Run…')).toEqual({ method: 'addSeries', params: null });

    await panel.emit('header', { ...folder.header, missing: true });
    await expect.poll(() => words(panel)).toContain(`${header.path} is gone, empty or cannot be read`);
    expect(await asked(panel, 'Read Again')).toEqual({ method: 'readAgain', params: { path: header.path } });

    // What was read before it went is shown all the same.
    await panel.emit('points', syntheticEvolution.points);
    await notice(panel).waitFor({ state: 'hidden' });
    expect(await page.locator('.panel-head').textContent()).toContain(
      'the folder is gone, empty or unreadable',
    );
    const last = syntheticEvolution.points.at(-1)!.step!.meanToInitial!;
    await expect
      .poll(() => texts(chart(panel, 'toInitial').locator('.chart-newest-value')))
      .toEqual([last.toFixed(3)]);
    expect((await chart(panel, 'toInitial').locator('canvas').boundingBox())!.height).toBeGreaterThan(100);
  });

  it('says that nothing of it can be read, each reason, and reads again', async () => {
    const panel = await open({ panel: 'evolution', snapshot: unreadable });
    expect(await texts(notice(panel).locator('.notice-title'))).toEqual([
      'None of its 5 checkpoints can be read',
    ]);
    const failures = panel.page.locator('[data-part=failures]');
    expect(await failures.isVisible()).toBe(true);
    expect(await texts(failures.locator('li'))).toEqual(
      unreadable.points.map(({ name, reason }) => `${name}: ${reason!}`),
    );
    expect(await asked(panel, 'Read Again')).toEqual({ method: 'readAgain', params: { path: header.path } });
    await isAccessible(panel);
  });
});

describe('a run', () => {
  it('waits with its charts in place; where it ends with nothing it says why, and what to do', async () => {
    const begun = { ...run, state: 'running', stateDetail: 'epoch 0 of 50' };
    const panel = await open({ panel: 'evolution', snapshot: { ...folder, header: begun } });
    const { page } = panel;
    expect(await notice(panel).isVisible()).toBe(false);
    const canvas = chart(panel, 'toInitial').locator('canvas');
    expect(await canvas.getAttribute('aria-label')).toContain('waiting for the first checkpoint…');

    await panel.emit('header', { ...begun, state: 'stopped' });
    await expect.poll(() => words(panel)).toContain('This run has no checkpoint');
    expect(await texts(notice(panel).locator('vscode-button'))).toEqual([
      'Train Again with…',
      'Show Training Log',
    ]);

    await panel.emit('header', { ...begun, state: 'failed', stateDetail: 'no samples in train.csv' });
    await expect.poll(() => words(panel)).toContain('No checkpoint was written before.');
    expect(await page.locator('.panel-head').textContent()).toContain('no samples in train.csv');
    expect(await page.locator('.columns').isVisible()).toBe(false);
    const ofRun = { params: { path: run.path } };
    expect(await asked(panel, 'Show Training Log')).toEqual({ method: 'showLog', ...ofRun });
    expect(await asked(panel, 'Train Again with…')).toEqual({ method: 'trainAgain', ...ofRun });
    await isAccessible(panel);

    // Its metrics are shown as far as they went; of its checkpoints nothing is waited for.
    await panel.emit('curve', measured);
    await page.locator('.columns').waitFor();
    await expect
      .poll(() => texts(chart(panel, 'accuracy').locator('.chart-newest-value')))
      .toEqual(['50.0 %']);
    await expect.poll(() => canvas.getAttribute('aria-label')).toContain('needs the first checkpoint');
    expect(await notice(panel).isVisible()).toBe(true);
  });
});
