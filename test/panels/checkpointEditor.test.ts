/** The editor of one checkpoint alone in a browser: what it shows, asks, explains, and says when it cannot. */
import { describe, expect, it } from 'vitest';
import { glossary } from '../../src/protocol/glossary';
import { checkpointSnapshot, editedCheckpoint } from '../webview/checkpointFixture';
import { parseCsv } from '../webview/parseCsv';
import { panelSession, rows, texts } from '../webview/panelSession';
import { syntheticLinks } from '../webview/syntheticRun';

const { open } = panelSession();
const snapshot = checkpointSnapshot;
const { topology } = editedCheckpoint;
const links = topology.layers.map(({ indices }) => indices.length);

describe('the editor of a checkpoint', () => {
  it('shows what the file holds, layer by layer', async () => {
    const panel = await open({ panel: 'checkpoint', snapshot, links: syntheticLinks });
    const total = links[0] + links[1] + links[2];
    const summary = await texts(panel.page.locator('[data-part=summary]'));
    expect(summary[0]).toContain(`784·60·40·10 · ${total.toLocaleString('en-US')} links`);
    expect(await texts(panel.page.locator('[data-part=file] dd'))).toEqual(
      expect.arrayContaining([snapshot.path, snapshot.step!.facts.formatLabel, '123 kB', '40', 'synthetic']),
    );
    const table = await rows(panel, 'layers');
    expect(table.map((cells) => cells.slice(0, 3))).toEqual([
      ['Layer 1', '784 → 60', links[0].toLocaleString('en-US')],
      ['Layer 2', '60 → 40', links[1].toLocaleString('en-US')],
      ['Output', '40 → 10', links[2].toLocaleString('en-US')],
    ]);
    expect(await panel.page.locator('[data-part=layers] thead').textContent()).not.toContain('initial');
    // In a narrow window all columns are in sight.
    await panel.page.setViewportSize({ width: 640, height: 800 });
    await expect
      .poll(() =>
        panel.page.evaluate(`(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(
        document.querySelector('.scroll-x:has([data-part=layers])'))`),
      )
      .toBe(0);
  });

  it('shows one layer, and the same one after a reload', async () => {
    const panel = await open({ panel: 'checkpoint', snapshot, links: syntheticLinks });
    await panel.page.getByRole('tab', { name: 'Layer 2' }).click();
    await panel.page.getByRole('tab', { name: 'Layer 2', selected: true }).waitFor();
    const state = await panel.state();
    expect(state).toMatchObject({ version: 1, layer: 1 });
    const again = await open({ panel: 'checkpoint', snapshot, links: syntheticLinks, state });
    await again.page.getByRole('tab', { name: 'Layer 2', selected: true }).waitFor();
  });

  it('asks for a comparison and for its run', async () => {
    const panel = await open({ panel: 'checkpoint', snapshot, links: syntheticLinks });
    await panel.page.getByRole('button', { name: 'Compare with…' }).click();
    await panel.page.getByRole('button', { name: 'Open its run synthetic' }).click();
    await expect
      .poll(async () => (await panel.requests()).map(({ method }) => method))
      .toEqual(['compareWith', 'openSeries']);
  });

  it('gives its layers as numbers, and all its pictures in one report', async () => {
    const panel = await open({ panel: 'checkpoint', snapshot, links: syntheticLinks });
    await panel.page.locator('[data-part=input-uses]').getByText('inputs without a link').waitFor();
    const section = panel.page.locator('section', { has: panel.page.locator('[data-part=layers]') });
    await section.getByRole('button', { name: 'Export' }).click();
    await panel.page.getByRole('menuitem', { name: 'Save Numbers as CSV…' }).click();
    await panel.page.locator('.exporter').getByRole('button', { name: 'Export' }).click();
    await panel.page.getByRole('menuitem', { name: 'Save Report (HTML)…' }).click();
    await expect.poll(async () => (await panel.saved()).length).toBe(2);
    const [table, report] = await panel.saved();
    expect([table.name, report.name]).toEqual(['synthetic-epoch-40-layers.csv', 'synthetic-epoch-40.html']);
    const [head, ...cells] = parseCsv(table.content.toString());
    expect(cells.map((row) => Number(row[head.indexOf('Links')]))).toEqual(links);
    // Nothing of what only an earlier checkpoint could tell.
    expect(head.filter((column) => /initial|previous|gained|lost/.test(column))).toEqual([]);
    const text = report.content.toString();
    for (const part of ['layers', 'connections', 'inputMap']) expect(text).toContain(`<section id="${part}"`);
    expect(text.match(/<figure><svg/g)?.length).toBeGreaterThanOrEqual(3);
  });

  it('explains its terms, by the pointer and by the keyboard', async () => {
    const panel = await open({ panel: 'checkpoint', snapshot, links: syntheticLinks });
    const word = panel.page.locator('[data-term=effectiveDensity]');
    const tip = panel.page.locator('.tip');
    expect(await word.getAttribute('aria-description')).toBe(glossary.effectiveDensity.meaning);
    await word.focus();
    await tip.waitFor();
    expect(await tip.textContent()).toBe(
      glossary.effectiveDensity.meaning + glossary.effectiveDensity.source!,
    );
    await panel.page.keyboard.press('Escape');
    await tip.waitFor({ state: 'hidden' });
    await panel.page.locator('[data-term=sparsity]').hover();
    await panel.page.getByText(glossary.sparsity.meaning).waitFor();
  });

  it('says what cannot be read and why, and shows it once it can', async () => {
    const reason = '/data/x.npz: expected 40 bytes more, found the end of the file';
    const broken = { ...snapshot, phase: 'failed', reason, step: null };
    const panel = await open({ panel: 'checkpoint', snapshot: broken, links: syntheticLinks });
    expect(await texts(panel.page.locator('[data-part=reason]'))).toEqual([reason]);
    expect(await panel.page.locator('table:visible').count()).toBe(0);
    await panel.emit('snapshot', snapshot);
    await panel.page.getByRole('table', { name: 'Layers of this checkpoint' }).waitFor();
    expect(await panel.page.locator('[data-part=reason]').isVisible()).toBe(false);
  });
});
