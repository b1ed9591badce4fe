/** The form for a new run, alone in a page. */
import { describe, expect, it } from 'vitest';
import { checkedRight as right, formSnapshot as snapshot } from '../webview/formFixture';
import { panelSession, rows, texts } from '../webview/panelSession';
import type { PanelPage } from '../webview/panelPage';

const session = panelSession();

async function json(panel: PanelPage): Promise<unknown> {
  return JSON.parse((await panel.page.locator('[data-part=json]').textContent()) ?? '');
}
const row = (panel: PanelPage, key: string) => panel.page.locator(`[data-key="${key}"]`);
const typeInto = async (panel: PanelPage, key: string, text: string): Promise<void> => {
  await row(panel, key).locator('input').fill(text);
};
const choose = async (panel: PanelPage, key: string, text: string): Promise<void> => {
  await row(panel, key).locator('vscode-single-select').click();
  await row(panel, key).getByRole('option', { name: text, exact: true }).click();
};

describe('New Training Run', () => {
  it('shows the configuration that it is given, and what would be trained', async () => {
    const panel = await session.open({ panel: 'runForm', snapshot, checked: right });
    expect(await json(panel)).toEqual(snapshot.config);
    expect(await row(panel, 'network.hidden').locator('input').inputValue()).toBe('256, 128');
    expect(await row(panel, 'epochs').locator('input').inputValue()).toBe('12');
    // A default is seen, and not written.
    const rate = row(panel, 'optimizer.learningRate').locator('input');
    expect([await rate.inputValue(), await rate.getAttribute('placeholder')]).toEqual(['', '0.01']);
    await expect
      .poll(() => rows(panel, 'forecast'))
      .toEqual([
        ['Layer 1', '784 → 256', '20,800', '10.36 %'],
        ['Layer 2', '256 → 128', '7,680', '23.44 %'],
        ['Output', '128 → 10', '1,280', '100 %'],
        ['All', '', '29,760', '12.68 %'],
      ]);
    await expect
      .poll(() => texts(panel.page.locator('.form-facts dd')))
      .toContain('0.041 s to 0.26 s an epoch, estimated');
  });

  it('writes what is changed, and nothing else', async () => {
    const panel = await session.open({ panel: 'runForm', snapshot, checked: right });
    await typeInto(panel, 'network.hidden', '64 32');
    await typeInto(panel, 'method.dropFraction', '');
    await choose(panel, 'network.activation', 'tanh');
    await row(panel, 'optimizer.nesterov').locator('input').check();
    await row(panel, 'earlyStopping').locator('input').first().check();
    await typeInto(panel, 'earlyStopping.patience', '5');
    const expected = {
      network: { hidden: [64, 32], activation: 'tanh' },
      method: { kind: 'set' },
      epochs: 12,
      optimizer: { nesterov: true },
      earlyStopping: { patience: 5 },
    };
    await expect.poll(() => json(panel)).toEqual(expected);
    await panel.page.getByRole('button', { name: 'Open as JSON' }).click();
    await panel.page.getByRole('button', { name: 'Start Training' }).click();
    await expect
      .poll(async () => (await panel.requests()).filter(({ method }) => method !== 'check'))
      .toEqual([
        { method: 'openJson', params: { name: 'set-small', config: expected } },
        { method: 'start', params: { name: 'set-small', config: expected } },
      ]);
    expect(await panel.state()).toMatchObject({ name: 'set-small', config: expected });
  });

  it('changes the fields with the method, and keeps what both methods have', async () => {
    const panel = await session.open({ panel: 'runForm', snapshot, checked: right });
    await choose(panel, 'method.kind', 'rigl');
    await expect.poll(() => json(panel)).toMatchObject({ method: { kind: 'rigl', dropFraction: 0.2 } });
    expect(await row(panel, 'method.variant').count()).toBe(0);
    expect(await texts(row(panel, 'method.interval').locator('.form-meaning'))).toEqual([
      'ΔT: optimiser steps from one change of links to the next (RigL paper: 100).',
    ]);
    await choose(panel, 'method.kind', 'static');
    await expect.poll(() => json(panel)).toMatchObject({ method: { kind: 'static' } });
    expect(await row(panel, 'method.dropFraction').count()).toBe(0);
  });

  it('says what is wrong at its field, and starts nothing', async () => {
    const problem = { key: 'method.dropFraction', possible: 'a number above 0 and below 1', found: '3' };
    const checked = { problems: [problem], forecast: null, failure: null };
    const panel = await session.open({ panel: 'runForm', snapshot, checked });
    await typeInto(panel, 'method.dropFraction', '3');
    const line = row(panel, 'method.dropFraction').locator('.field-problem');
    await expect.poll(() => line.textContent()).toBe('expected a number above 0 and below 1; found 3');
    expect(await texts(panel.page.locator('[data-part=problems] li'))).toEqual([
      'method.dropFraction: expected a number above 0 and below 1; found 3',
    ]);
    const start = panel.page.getByRole('button', { name: 'Start Training' });
    expect(await start.getAttribute('aria-disabled')).toBe('true');
  });

  it('has paths picked, and is restored as it was', async () => {
    const panel = await session.open({ panel: 'runForm', snapshot, checked: right });
    await choose(panel, 'data.kind', 'idx');
    await panel.page.getByRole('button', { name: 'Choose folder…' }).click();
    await expect.poll(() => json(panel)).toMatchObject({ data: { kind: 'idx', folder: '/data/picked' } });
    const again = await session.open({
      panel: 'runForm',
      snapshot,
      checked: right,
      state: await panel.state(),
    });
    expect(await json(again)).toEqual(await json(panel));
    expect(await row(again, 'data.folder').locator('input').inputValue()).toBe('/data/picked');
  });
});
