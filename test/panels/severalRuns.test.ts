/** Several runs over each other in one Topology Evolution panel, in the browser harness. */
import { describe, expect, it } from 'vitest';
import type { CurvePoint, EvolutionSnapshot } from '../../src/protocol/evolution';
import { readRecorded } from '../unit/webview/recorded';
import { choose, chosen } from '../webview/controls';
import { drag } from '../webview/drag';
import { chart, panelSession, texts } from '../webview/panelSession';
import { syntheticEvolution } from '../webview/syntheticRun';

const { evolution } = readRecorded();
const { open } = panelSession();
const first = syntheticEvolution;

function another(name: string): EvolutionSnapshot {
  return { ...syntheticEvolution, header: { ...syntheticEvolution.header, name, path: `/data/${name}` } };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The run with metrics of five epochs, of so many steps and milliseconds each. */
function withMetrics(name: string, each: { readonly steps: number; readonly ms: number }): EvolutionSnapshot {
  const curve = Array.from({ length: 5 }, (_, epoch) => ({
    epoch,
    trainLoss: 1 / (1 + epoch),
    trainAccuracy: 0.5 + epoch / each.steps,
    testLoss: 1.1 / (1 + epoch),
    testAccuracy: 0.4 + epoch / each.steps,
    steps: each.steps * epoch,
    timeMs: 1_000_000_000 * each.steps + each.ms * epoch,
  }));
  return { ...another(name), curve };
}

function withoutTimes(points: EvolutionSnapshot['points']): EvolutionSnapshot['points'] {
  return points.map((point) => ({ ...point, timeMs: undefined }));
}

describe('several runs in one panel', () => {
  it('are drawn in each chart, switched off, brought into focus and taken away', async () => {
    const panel = await open({ panel: 'evolution', snapshot: first, others: [evolution] });
    const said = () => chart(panel, 'toInitial').locator('canvas').getAttribute('aria-label');
    expect(await said()).toMatch(
      /synthetic from 0\.000 at epoch 0 to .*; e5_s0_w0 from 0\.000 at epoch 0 to 0\.539/,
    );
    const row = (path: string) => panel.page.locator(`[data-run="${path}"]`);
    const names = panel.page.locator('.runs-name');
    expect(await texts(names)).toEqual(['synthetic', 'e5_s0_w0']);

    const toggle = panel.page.getByRole('button', { name: 'Lines of synthetic' });
    await toggle.focus();
    await panel.page.keyboard.press('Enter');
    await expect.poll(said).not.toContain('synthetic');
    await panel.page.keyboard.press('Enter');
    await expect.poll(said).toContain('synthetic');
    await panel.page.keyboard.press('Shift+Enter');
    await expect.poll(said).not.toContain('e5_s0_w0');
    await expect.poll(() => panel.state()).toMatchObject({ hidden: [`run:${evolution.header.path}`] });

    await row(evolution.header.path).locator('.runs-name').click();
    await expect.poll(() => panel.page.getByRole('heading', { name: 'Layers at epoch 190' }).count()).toBe(1);
    expect(await panel.page.locator('h1').textContent()).toBe('e5_s0_w0');
    await expect
      .poll(() => panel.state())
      .toMatchObject({
        path: first.header.path,
        others: [evolution.header.path],
        focus: evolution.header.path,
      });

    await row(evolution.header.path)
      .getByRole('button', { name: /^Remove e5_s0_w0/ })
      .click();
    await expect
      .poll(() => panel.requests())
      .toEqual([{ method: 'removeSeries', params: { path: evolution.header.path } }]);
    await panel.emit('left', evolution.header.path);
    await expect.poll(() => panel.page.locator('.runs').isVisible()).toBe(false);
    await expect.poll(said).toContain('Layer 1');
    await expect.poll(() => panel.state()).toMatchObject({ others: [] });
  });

  it('show the layer that is chosen, and start with what was kept', async () => {
    const panel = await open({ panel: 'evolution', snapshot: first, others: [evolution] });
    await panel.page.locator('.tabs [data-layer="1"]').first().click();
    const label = await chart(panel, 'survival').locator('canvas');
    const percent = (share: number) => `${(100 * share).toFixed(1)}\u00a0%`;
    const last = evolution.points.at(-1)!.step!.layers[1].survival!;
    await expect.poll(() => label.getAttribute('aria-label')).toContain(`${percent(last)} at epoch 190`);
    await expect.poll(() => panel.state()).toMatchObject({ curvesLayer: 1 });

    const state = await panel.state();
    const again = await open({ panel: 'evolution', snapshot: first, others: [evolution], state });
    const kept = await chart(again, 'survival').locator('canvas').getAttribute('aria-label');
    expect(kept).toContain(`${percent(last)} at epoch 190`);
  });

  it('stand over steps and wall time each at its own, where all of them tell', async () => {
    const slow = withMetrics('slow', { steps: 100, ms: 60_000 });
    const quick = withMetrics('quick', { steps: 250, ms: 7_500 });
    const panel = await open({ panel: 'evolution', snapshot: slow, others: [quick] });
    await panel.page.getByText('Numbers behind the charts').click();
    const table = panel.page.locator('.numbers-of', { hasText: 'Accuracy' });
    const said = async () => ({
      columns: await texts(table.locator('thead th')),
      rows: await Promise.all(
        (await table.locator('tbody tr').all()).map((row) => texts(row.locator('th, td'))),
      ),
    });
    for (const [name, column, placeOf, written] of [
      ['step', 'Step', ({ steps }: CurvePoint) => steps!, (place: number) => place.toLocaleString('en')],
      ['wall time', 'Wall time (s)', ({ timeMs }: CurvePoint, from: number) => (timeMs! - from) / 1000, null],
    ] as const) {
      await choose(panel.page, 'x axis', name);
      await expect.poll(async () => (await said()).columns[0]).toBe(column);
      const { columns, rows } = await said();
      expect(columns.slice(1)).toEqual(['slow, test', 'slow, training', 'quick, test', 'quick, training']);
      const places = [slow, quick].map(({ curve }) => curve.map((point) => placeOf(point, curve[0].timeMs!)));
      const union = [...new Set(places.flat())].sort((a, b) => a - b);
      expect(rows).toHaveLength(union.length);
      if (written !== null) expect(rows.map(([place]) => place)).toEqual(union.map(written));
      [slow, quick].forEach(({ curve }, run) => {
        const expected = union.map((place) => {
          const at = places[run].indexOf(place);
          return at < 0 ? '–' : percent(curve[at].testAccuracy!);
        });
        expect(rows.map((row) => row[1 + 2 * run])).toEqual(expected);
      });
    }

    await panel.emit('joined', { ...another('silent'), curve: [], points: withoutTimes(first.points) });
    await expect.poll(() => panel.page.locator('.runs-row').count()).toBe(3);
    const axis = panel.page.locator('vscode-single-select[title*="Not over"]');
    await expect
      .poll(() => axis.getAttribute('title'))
      .toContain(
        'Not over step: of silent, no metrics tell of optimiser steps. Not over wall time: of silent, neither metrics nor the times of the files tell when an epoch was.',
      );
    expect(await chosen(panel.page, 'x axis')).toBe('epoch');
  });

  it('come while the panel is open, up to fifty, and are found by their name', async () => {
    const panel = await open({ panel: 'evolution', snapshot: first });
    expect(await panel.page.locator('.runs').isVisible()).toBe(false);
    await panel.page.getByRole('button', { name: 'Add Run…' }).click();
    await expect.poll(() => panel.requests()).toEqual([{ method: 'addSeries', params: null }]);

    const dragged = 'file:///data/other\r\nfile:///data/shared/epoch_001.safetensors';
    const isMarked = () => panel.page.locator('body.drop-over').isVisible();
    await drag(panel, dragged, ['dragover']);
    expect(await isMarked()).toBe(true);
    await drag(panel, dragged, ['dragover', 'dragleave']);
    expect(await isMarked()).toBe(false);
    await drag(panel, dragged, ['dragover', 'drop'], 'VS Code');
    await expect
      .poll(async () => (await panel.requests()).slice(1))
      .toEqual([{ method: 'addDropped', params: { uris: dragged.split('\r\n') } }]);
    expect(await isMarked()).toBe(false);

    for (let k = 1; k < 50; k++) await panel.emit('joined', another(`run-${String(k)}`));
    await expect.poll(() => panel.page.locator('.runs-row').count()).toBe(50);
    await panel.page.getByRole('textbox', { name: 'Filter runs' }).fill('run-4');
    await expect.poll(() => panel.page.locator('.runs-row:visible').count()).toBe(11);
    expect(await panel.page.locator('.runs-head [role=status]').textContent()).toBe('11 of 50 runs');
    // Each has a look of its own.
    const looks = await panel.page
      .locator('.runs-toggle')
      .evaluateAll((nodes) => nodes.map((node) => node.innerHTML));
    expect(new Set(looks).size).toBe(50);
    const list = panel.page.locator('.runs-list');
    expect((await list.boundingBox())!.height).toBeLessThanOrEqual(131);
  });
});
