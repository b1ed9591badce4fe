/** How the charts of the Topology Evolution panel are looked at: zoom, axes, smoothing; all of them at once. */
import { describe, expect, it } from 'vitest';
import { readRecorded } from '../unit/webview/recorded';
import { choicesOf, choose } from '../webview/controls';
import type { PanelPage } from '../webview/panelPage';
import { chart, panelSession, texts } from '../webview/panelSession';

const { evolution: recorded } = readRecorded();
const evolution = {
  ...recorded,
  curve: recorded.curve.map((point) => ({
    ...point,
    steps: 469 * point.epoch,
    timeMs: 60_000 * point.epoch,
  })),
};
const session = panelSession();
const open = (state?: unknown): Promise<PanelPage> =>
  session.open({ panel: 'evolution', snapshot: evolution, state });

/** What each chart says of the part that it shows: one entry where all show the same. */
async function zooms(panel: PanelPage): Promise<string[]> {
  const labels = await panel.page
    .locator('.chart canvas')
    .evaluateAll((all) => all.map((canvas) => canvas.getAttribute('aria-label')));
  return [...new Set(labels.map((label) => /Zoomed: [^.]*(\.\d+[^.]*)*/.exec(label ?? '')?.[0] ?? 'all'))];
}

async function middleOf(panel: PanelPage, id: string): Promise<{ x: number; y: number }> {
  const box = (await chart(panel, id).locator('canvas').boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

describe('the charts', () => {
  it('zoom together by the wheel, move by a drag, and go back by a double click, a button or a key', async () => {
    const panel = await open();
    const { x, y } = await middleOf(panel, 'accuracy');
    expect(await zooms(panel)).toEqual(['all']);
    await panel.page.mouse.move(x, y);
    await panel.page.mouse.wheel(0, -400);
    await expect.poll(() => zooms(panel)).not.toContain('all');
    const [zoomed] = await zooms(panel);
    expect(await zooms(panel)).toEqual([zoomed]);

    await panel.page.mouse.down();
    await panel.page.mouse.move(x - 150, y, { steps: 8 });
    await panel.page.mouse.up();
    await expect.poll(() => zooms(panel)).not.toContain(zoomed);
    expect(await panel.state()).toMatchObject({ choices: { zoom: { min: expect.any(Number) as number } } });
    const again = await open(await panel.state());
    const [moved] = await zooms(again);
    // The first move of the drag may be drawn before the last.
    await expect.poll(() => zooms(panel)).toEqual([moved]);
    const ends = (text: string): number[] => text.match(/[\d.]+/g)!.map(Number);
    expect(ends(moved)[0]).toBeGreaterThan(ends(zoomed)[0]);
    // A drag is no click: the time line stayed.
    expect(await panel.page.locator('[data-part=moment]').innerText()).toBe('epoch 190 against 0');

    await panel.page.mouse.dblclick(x, y);
    await expect.poll(() => zooms(panel)).toEqual(['all']);
    expect(await panel.page.locator('[data-part=moment]').innerText()).toBe('epoch 190 against 0');
    await panel.page.getByRole('button', { name: /^Zoom in/ }).press('Enter');
    await expect.poll(() => zooms(panel)).toEqual(['Zoomed: epoch 95 to 194.5']);
    await panel.page.getByRole('button', { name: 'Reset zoom' }).press('Enter');
    await expect.poll(() => zooms(panel)).toEqual(['all']);
  });

  it('take the time line to the point that is clicked, and follow it where they are zoomed', async () => {
    const panel = await open();
    const { x, y } = await middleOf(panel, 'toInitial');
    await panel.page.mouse.click(x, y);
    await expect.poll(() => panel.page.locator('[data-part=moment]').innerText()).toBe('epoch 100 against 0');
    await panel.page.getByRole('button', { name: /^Zoom in/ }).click();
    await expect.poll(() => zooms(panel)).toEqual(['Zoomed: epoch 50 to 149.5']);
    await panel.page.getByRole('button', { name: 'First checkpoint' }).click();
    await expect.poll(() => zooms(panel)).toEqual(['Zoomed: epoch 0 to 99.5']);
  });

  it('show the values at the pointer in all of them', async () => {
    const panel = await open();
    const { x, y } = await middleOf(panel, 'toPrevious');
    const image = (id: string): Promise<unknown> =>
      chart(panel, id)
        .locator('canvas')
        .evaluate((canvas) => (canvas as unknown as { toDataURL(): string }).toDataURL());
    const before = await Promise.all(['accuracy', 'links', 'empty'].map(image));
    await panel.page.mouse.move(x, y);
    await expect
      .poll(() => panel.page.locator('.chart-cursor.pointer:visible').count())
      .toBe(await panel.page.locator('.chart').count());
    const after = await Promise.all(['accuracy', 'links', 'empty'].map(image));
    after.forEach((picture, k) => {
      expect(picture).not.toBe(before[k]);
    });
    await panel.page.mouse.move(5, 5);
    await expect.poll(() => Promise.all(['accuracy', 'links', 'empty'].map(image))).toEqual(before);
  });

  it('are drawn over steps or time, logarithmic and smoothed, and keep that', async () => {
    const panel = await open();
    const label = (id: string): Promise<string | null> =>
      chart(panel, id).locator('canvas').getAttribute('aria-label');
    const white = [204, 204, 204];
    const sharp = await panel.pixelsOf('accuracy', white);
    await panel.page.getByRole('slider', { name: /^Smoothing/ }).focus();
    await panel.page.keyboard.press('End');
    await expect.poll(() => label('accuracy')).toMatch(/Smoothed\.$/);
    // The curve itself is faint now: what is white is the one line before it.
    expect(await panel.pixelsOf('accuracy', white)).toBeLessThan(1.2 * sharp);
    expect(await label('toInitial')).not.toContain('Smoothed');
    await panel.page.getByRole('button', { name: 'Log scale' }).click();
    for (const id of ['accuracy', 'toInitial', 'toPrevious', 'empty']) {
      await expect
        .poll(() => texts(chart(panel, id).locator('.chart-measure')))
        .toEqual([expect.stringMatching(/ · logarithmic$/)]);
    }
    expect(await texts(chart(panel, 'links').locator('.chart-measure'))).toEqual(['each step']);
    await choose(panel.page, 'x axis', 'step');
    await panel.page.getByRole('button', { name: /^Zoom in/ }).click();
    await expect.poll(() => zooms(panel)).toEqual(['Zoomed: step 44,555 to 91,220.5']);
    expect(await panel.state()).toMatchObject({ choices: { x: 'step', log: true, smoothing: 0.99 } });
  });

  it('say why an axis cannot be had', async () => {
    const panel = await session.open({ panel: 'evolution', snapshot: recorded });
    await panel.page.getByRole('combobox', { name: 'x axis' }).click();
    const step = choicesOf(panel.page, 'x axis').getByText('step', { exact: true });
    await step.click({ force: true });
    expect(await panel.state()).toMatchObject({ choices: { x: 'epoch' } });
    expect(await panel.page.locator('vscode-single-select[title*="no metrics tell"]').count()).toBe(1);
  });

  it('let the newest point pulse once as it comes, and not where motion is unwanted', async () => {
    for (const reducedMotion of ['no-preference', 'reduce'] as const) {
      const panel = await session.open({
        panel: 'evolution',
        snapshot: { ...evolution, points: evolution.points.slice(0, 8) },
      });
      await panel.page.emulateMedia({ reducedMotion });
      await panel.page.evaluate(`
        window.pulses = [];
        new MutationObserver((records) => {
          for (const { target, addedNodes } of records) for (const node of addedNodes) {
            if (node.className === 'chart-pulse') window.pulses.push(target.closest('.chart').dataset.chart);
          }
        }).observe(document.body, { subtree: true, childList: true });`);
      await panel.emit('points', [evolution.points[8]]);
      await expect
        .poll(() => panel.page.locator('[data-part=moment]').innerText())
        .toBe('epoch 190 against 0');
      const pulses = (await panel.page.evaluate('window.pulses')) as string[];
      const expected = reducedMotion === 'reduce' ? [] : ['toInitial', 'toPrevious', 'links', 'empty'];
      expect(pulses.filter((id) => expected.includes(id))).toEqual(expected);
      expect(pulses).not.toContain('accuracy');
      if (reducedMotion === 'reduce') expect(pulses).toEqual([]);
      await expect.poll(() => panel.page.locator('.chart-pulse').count()).toBe(0);
    }
  });
});
