/** Several runs over each other in one Topology Evolution panel, in the browser harness. */
import { describe, expect, it } from 'vitest';
import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import { readRecorded } from '../unit/webview/recorded';
import { drag } from '../webview/drag';
import { chart, panelSession, texts } from '../webview/panelSession';
import { syntheticEvolution } from '../webview/syntheticRun';

const { evolution } = readRecorded();
const { open } = panelSession();
const first = syntheticEvolution;

function another(name: string): EvolutionSnapshot {
  return { ...syntheticEvolution, header: { ...syntheticEvolution.header, name, path: `/data/${name}` } };
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
