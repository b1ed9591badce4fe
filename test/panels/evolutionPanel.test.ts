/** The Topology Evolution panel alone in a browser, fed over the protocol: what is drawn, said, asked and kept. */
import { describe, expect, it } from 'vitest';
import { type EvolutionPoint, firstChoices, firstClock, firstPace } from '../../src/protocol/evolution';
import { measureOf } from '../../src/measure/measure';
import { firstStructureChoices } from '../../src/protocol/structureChoices';
import { readRecorded } from '../unit/webview/recorded';
import { choose, chosen } from '../webview/controls';
import { chart, panelSession, rows, texts } from '../webview/panelSession';
import { syntheticEvolution, syntheticLinks } from '../webview/syntheticRun';

const { evolution } = readRecorded();
const { open, openUnfilled } = panelSession();

describe('Topology Evolution', () => {
  it('draws the charts, the newest values and the table of layers', async () => {
    const panel = await open({ panel: 'evolution', snapshot: evolution });
    expect(await texts(panel.page.locator('.chart-title'))).toEqual([
      'Accuracy',
      'Distance to initial',
      'Distance to previous',
      'Links gained and lost',
      'Survival',
      'Exploration rate R_s',
      'Effective density',
      'Neurons without input',
      'Neurons without output',
      'Isolated neurons',
      'Dead neurons',
    ]);
    const last = evolution.points.at(-1)!.step!;
    const effective = last.layers.reduce((sum, { effectiveLinks }) => sum + effectiveLinks, 0);
    expect(await texts(panel.page.locator('.chart-newest-value'))).toEqual([
      `${(evolution.curve.at(-1)!.testAccuracy! * 100).toFixed(1)} %`,
      last.meanToInitial!.toFixed(3),
      last.meanToPrevious!.toFixed(3),
      '+2,356 −2,444',
      expect.stringMatching(/^5\d\.\d %$/),
      '2.00 %',
      `${((100 * effective) / (3 * 784 * 784 + 7840)).toFixed(2)} %`,
      '132',
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/^\d+$/),
    ]);
    expect(await rows(panel, 'layers')).toEqual([
      [
        'Layer 1',
        '784 → 784',
        '3,660',
        '20.5 %',
        '0.60 %',
        '0.59 %',
        '99.40 %',
        '0 · 4 · 30',
        '42',
        '19',
        '52.5 %',
        '0.540',
      ],
      [
        'Layer 2',
        '784 → 784',
        '3,300',
        '18.5 %',
        '0.54 %',
        '0.51 %',
        '99.46 %',
        '0 · 4 · 41',
        '41',
        '24',
        '62.6 %',
        '0.533',
      ],
      [
        'Layer 3',
        '784 → 784',
        '3,066',
        '17.2 %',
        '0.50 %',
        '0.48 %',
        '99.50 %',
        '0 · 4 · 14',
        '49',
        '0',
        '63.8 %',
        '0.545',
      ],
      [
        'Output',
        '784 → 10',
        '7,840',
        '43.9 %',
        '100 %',
        '92.98 %',
        '0 %',
        '784 · 784 · 784',
        '0',
        '–',
        'full',
        'full',
      ],
    ]);
    const canvas = chart(panel, 'toInitial').locator('canvas');
    expect(await canvas.getAttribute('aria-label')).toMatch(
      /Layer 1 from 0\.000 at epoch 0 to 0\.540 at epoch 190/,
    );
    // Blue, orange (nearly transparent in this theme, yet drawn) and green of the dark theme.
    for (const colour of [
      [89, 164, 249],
      [234, 92, 0],
      [137, 209, 133],
    ]) {
      expect(await panel.pixelsOf('toInitial', colour)).toBeGreaterThan(20);
    }
  });

  it('switches lines off in all charts, keeps that, and starts with what was kept', async () => {
    const panel = await open({ panel: 'evolution', snapshot: evolution });
    const kept = {
      version: 1,
      path: evolution.header.path,
      kind: 'folder',
      others: [],
      focus: null,
      folded: [],
      codes: { [evolution.header.path]: expect.any(Number) as number },
      curvesLayer: null,
      layer: 0,
      clock: firstClock,
      choices: firstChoices,
      pace: firstPace,
      structure: firstStructureChoices,
      connections: null,
      measure: measureOf('reference'),
    };
    await expect.poll(() => panel.state()).toEqual({ ...kept, hidden: [] });
    const toggle = panel.page.getByRole('button', { name: 'Layer 2' });
    await toggle.focus();
    await panel.page.keyboard.press('Enter');
    await expect.poll(() => toggle.getAttribute('aria-pressed')).toBe('false');
    const canvas = chart(panel, 'toPrevious').locator('canvas');
    await expect.poll(() => canvas.getAttribute('aria-label')).not.toContain('Layer 2');
    expect(await panel.pixelsOf('toPrevious', [234, 92, 0])).toBe(0);
    expect(await panel.state()).toEqual({ ...kept, hidden: ['layer:1'] });

    const again = await open({ panel: 'evolution', snapshot: evolution, state: await panel.state() });
    const label = await chart(again, 'toPrevious').locator('canvas').getAttribute('aria-label');
    expect(label).toContain('Layer 1');
    expect(label).not.toContain('Layer 2');
  });

  it('follows a live run without moving anything', async () => {
    const header = {
      ...evolution.header,
      kind: 'run' as const,
      state: 'running',
      stateDetail: 'epoch 0 of 200',
    };
    const panel = await open({
      panel: 'evolution',
      snapshot: { ...evolution, header, curve: [], points: [] },
    });
    expect(await texts(panel.page.locator('.chart-empty'))).toEqual([
      'waiting for the first epoch…',
      'waiting for the first epoch…',
      'waiting for the first checkpoint…',
      'waiting for a second checkpoint…',
      'waiting for a second checkpoint…',
      'waiting for a second checkpoint…',
      'waiting for every checkpoint to be read…',
      ...Array.from({ length: 5 }, () => 'waiting for the first checkpoint…'),
    ]);
    const places = async () =>
      Promise.all((await panel.page.locator('.chart').all()).map((one) => one.boundingBox()));
    const before = await places();

    const value = (points: readonly EvolutionPoint[]): Promise<void> => panel.emit('points', points);
    await value(evolution.points.slice(0, 1));
    await value(evolution.points.slice(1, 3));
    await panel.emit('curve', [
      { epoch: 20, trainLoss: 0.5, trainAccuracy: 0.82, testLoss: 0.6, testAccuracy: 0.8123 },
    ]);
    await panel.emit('header', { ...header, stateDetail: 'epoch 20 of 200' });
    const third = evolution.points[2].step!.meanToPrevious!.toFixed(3);
    await expect
      .poll(() => texts(chart(panel, 'toPrevious').locator('.chart-newest-value')))
      .toEqual([third]);
    await expect
      .poll(() => texts(chart(panel, 'accuracy').locator('.chart-newest')))
      .toEqual(['test 81.2 %']);
    expect(await texts(chart(panel, 'loss').locator('.chart-newest'))).toEqual(['test 0.600']);
    await expect.poll(() => panel.page.locator('.panel-head').textContent()).toContain('epoch 20 of 200');
    await expect.poll(() => panel.page.getByRole('heading', { name: 'Layers at epoch 20' }).count()).toBe(1);
    expect(await places()).toEqual(before);

    await panel.emit('removed', [evolution.points[2].path]);
    await expect.poll(() => panel.page.getByRole('heading', { name: 'Layers at epoch 10' }).count()).toBe(1);
  });

  it('takes its distances by the measure that is chosen, and keeps it', async () => {
    const panel = await open({ panel: 'evolution', snapshot: evolution });
    await choose(panel.page, 'Method', 'greedy');
    await expect
      .poll(() => panel.requests())
      .toEqual([{ method: 'setMeasure', params: { measure: measureOf('greedy') } }]);
    const places = async () =>
      Promise.all((await panel.page.locator('.chart').all()).map((one) => one.boundingBox()));
    const before = await places();
    const links = await chart(panel, 'links').locator('canvas').getAttribute('aria-label');
    const withoutDistances = evolution.points.map((point) => ({
      ...point,
      status: 'pending' as const,
      step: {
        ...point.step!,
        layers: point.step!.layers.map((layer) => ({ ...layer, toInitial: null, toPrevious: null })),
        meanToInitial: null,
        meanToPrevious: null,
      },
    }));
    await panel.emit('measure', measureOf('greedy'));
    await panel.emit('points', withoutDistances);
    await expect.poll(() => panel.state()).toMatchObject({ measure: measureOf('greedy') });
    expect(await chosen(panel.page, 'Method')).toBe('greedy');
    await expect
      .poll(() => texts(chart(panel, 'toPrevious').locator('.chart-newest-value')))
      .not.toContain(evolution.points.at(-1)!.step!.meanToPrevious!.toFixed(3));
    expect(await chart(panel, 'links').locator('canvas').getAttribute('aria-label')).toBe(links);
    expect(await places()).toEqual(before);
    await panel.emit('points', evolution.points);
    await expect
      .poll(() => texts(chart(panel, 'toPrevious').locator('.chart-newest-value')))
      .toEqual([evolution.points.at(-1)!.step!.meanToPrevious!.toFixed(3)]);
  });

  it('lists failed checkpoints with their reasons, and tells of pending ones and of a missing folder', async () => {
    const points = evolution.points.map((point, k) =>
      k === 4
        ? { ...point, status: 'failed' as const, reason: 'expected indices, found the end', step: null }
        : k === 8
          ? { ...point, status: 'pending' as const, step: null }
          : point,
    );
    const header = { ...evolution.header, missing: true };
    const panel = await open({ panel: 'evolution', snapshot: { ...evolution, header, points } });
    expect(await texts(panel.page.locator('[data-part=failures] li'))).toEqual([
      'epoch_040: expected indices, found the end',
    ]);
    const head = await panel.page.locator('.panel-head').textContent();
    expect(head).toContain('9 checkpoints · 1 being computed · 1 failed');
    expect(head).toContain('the folder is gone');
  });

  it('asks for comparisons of the newest checkpoint', async () => {
    const panel = await open({ panel: 'evolution', snapshot: evolution });
    await panel.page.getByRole('button', { name: 'Compare with initial' }).click();
    await panel.page.getByRole('button', { name: 'Compare with previous' }).click();
    const [first, previous, newest] = [0, 7, 8].map((k) => evolution.points[k].path);
    await expect
      .poll(() => panel.requests())
      .toEqual([
        { method: 'compare', params: { paths: [first, newest] } },
        { method: 'compare', params: { paths: [previous, newest] } },
      ]);
  });

  it('gives the numbers behind the charts on demand', async () => {
    const panel = await open({ panel: 'evolution', snapshot: evolution });
    expect(await panel.page.locator('.numbers table').count()).toBe(0);
    await panel.page.getByText('Numbers behind the charts').click();
    const table = panel.page.getByRole('table', { name: /^Distance to previous/ });
    await expect.poll(() => table.count()).toBe(1);
    expect(await texts(table.locator('thead th'))).toEqual([
      'Epoch',
      'Layer 1',
      'Layer 2',
      'Layer 3',
      'Mean',
    ]);
    const last = evolution.points.at(-1)!.step!;
    expect(await texts(table.locator('tbody tr').last().locator('th, td'))).toEqual([
      '190',
      ...last.layers.slice(0, 3).map(({ toPrevious }) => toPrevious!.toFixed(3)),
      last.meanToPrevious!.toFixed(3),
    ]);
  });

  it('has one cursor in all charts, at the point under the pointer', async () => {
    const panel = await open({ panel: 'evolution', snapshot: evolution });
    const target = chart(panel, 'toPrevious').locator('canvas');
    const box = (await target.boundingBox())!;
    const cursors = panel.page.locator('.chart-cursor.pointer:visible');
    expect(await cursors.count()).toBe(0);
    await target.hover({ position: { x: box.width / 2, y: box.height / 2 } });
    await expect.poll(() => cursors.count()).toBe(await panel.page.locator('.chart').count());
    const own = await chart(panel, 'toPrevious').locator('.chart-cursor.pointer').boundingBox();
    const other = await chart(panel, 'links').locator('.chart-cursor.pointer').boundingBox();
    // One above the other in the column of the grid that they share, or as far into their own.
    const plot = (await chart(panel, 'links').locator('canvas').boundingBox())!;
    expect(other!.x - plot.x).toBe(own!.x - box.x);
  });

  it('folds its sections, keeps that, and gives no room to charts that have nothing to show', async () => {
    const options = { panel: 'evolution', snapshot: syntheticEvolution, links: syntheticLinks } as const;
    const panel = await open({ ...options, width: 700 });
    const fold = (of: typeof panel, name: string) => of.page.getByRole('button', { name, exact: true });
    expect(await texts(panel.page.locator('.silent-charts:visible'))).toContain(
      'Isolated neurons: 0 at every checkpoint',
    );
    expect(await chart(panel, 'isolated').count()).toBe(0);
    for (const name of ['Links', 'Connections']) {
      await fold(panel, name).focus();
      await panel.page.keyboard.press('Enter');
      await expect.poll(() => fold(panel, name).getAttribute('aria-expanded')).toBe('false');
    }
    await expect.poll(() => chart(panel, 'survival').isVisible()).toBe(false);
    expect(await panel.page.locator('#charts-links .folded-words').textContent()).toContain('Survival');
    expect(await panel.page.locator('.link-plot').isVisible()).toBe(false);

    const again = await open({ ...options, state: await panel.state() });
    expect(await chart(again, 'survival').count()).toBe(0);
    await again.page.getByRole('button', { name: 'Previous checkpoint' }).click();
    await fold(again, 'Links').click();
    await fold(again, 'Connections').click();
    const subtitle = again.page.locator('[data-part=connections] .section-head > .dim');
    await expect.poll(() => subtitle.textContent()).toContain('epoch 30 against 0');
    const cursor = chart(again, 'survival').locator('.chart-cursor.shown');
    await expect.poll(() => cursor.isVisible()).toBe(true);
    expect(await again.state()).toMatchObject({ folded: [] });
  });

  it('follows a change of theme', async () => {
    const panel = await open({ panel: 'evolution', snapshot: evolution });
    const lightBlue = [0, 99, 211];
    expect(await panel.pixelsOf('toInitial', lightBlue)).toBe(0);
    await panel.setTheme('light');
    await expect.poll(() => panel.pixelsOf('toInitial', lightBlue)).toBeGreaterThan(20);
  });

  it('shows what went wrong instead of swallowing it', async () => {
    const panel = await open({ panel: 'evolution', snapshot: evolution });
    await panel.emit('points', [{ path: 7 }]);
    await expect.poll(() => panel.page.locator('.problem-line').textContent()).toContain("event 'points'");

    const failed = await openUnfilled({ panel: 'evolution', snapshot: null, failure: 'no such run' });
    await expect.poll(() => failed.page.locator('.problem-line').textContent()).toBe('no such run');
    const broken = await openUnfilled({ panel: 'evolution', snapshot: { header: {} } });
    await expect
      .poll(() => broken.page.locator('.problem-line').textContent())
      .toContain("result of 'subscribe'");
    expect(await broken.page.locator('.waiting').textContent()).toBe(
      'This panel could not be filled. Close it and open it again.',
    );
  });
});
