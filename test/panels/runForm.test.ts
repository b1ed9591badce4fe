/** The form for a new run, alone in a page. */
import { describe, expect, it } from 'vitest';
import { checkedRight as right, formSnapshot as snapshot } from '../webview/formFixture';
import { exportFrom } from '../webview/exporting';
import { parseCsv } from '../webview/parseCsv';
import { panelSession, rows, texts } from '../webview/panelSession';
import type { PanelPage } from '../webview/panelPage';

const session = panelSession();

async function json(panel: PanelPage): Promise<unknown> {
  return JSON.parse((await panel.page.locator('[data-part=json]').textContent()) ?? '');
}
const row = (panel: PanelPage, key: string) => panel.page.locator(`[data-key="${key}"]`);
const fold = (panel: PanelPage, id: string) => panel.page.locator(`details[data-fold=${id}]`);
const unfold = async (panel: PanelPage, id: string): Promise<void> => {
  await fold(panel, id).locator('summary').click();
};
const words = async (panel: PanelPage, id: string): Promise<string> =>
  (await texts(fold(panel, id).locator('.fold-words')))[0];
const isOpen = async (panel: PanelPage, id: string): Promise<boolean> =>
  (await fold(panel, id).getAttribute('open')) !== null;
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
      .toContain('0.041 to 0.26 s an epoch, estimated');
  });

  it('writes what is changed, and nothing else', async () => {
    const panel = await session.open({ panel: 'runForm', snapshot, checked: right });
    await typeInto(panel, 'network.hidden', '64 32');
    await typeInto(panel, 'method.dropFraction', '');
    await unfold(panel, 'network');
    await choose(panel, 'network.activation', 'tanh');
    await unfold(panel, 'optimizer');
    await row(panel, 'optimizer.nesterov').locator('input').check();
    await unfold(panel, 'run');
    await row(panel, 'earlyStopping').locator('input').first().check();
    await typeInto(panel, 'earlyStopping.patience', '5');
    const expected = {
      network: { hidden: [64, 32], activation: 'tanh' },
      method: { kind: 'set' },
      epochs: 12,
      optimizer: { nesterov: true },
      earlyStopping: { patience: 5 },
    };
    const filled = { name: 'set-small', config: expected, runsFolder: '/data/runs' };
    await expect.poll(() => json(panel)).toEqual(expected);
    expect(await words(panel, 'optimizer')).toBe(
      'set: nesterov · by default: sgd · learning rate 0.01 · momentum 0.9 · batch size 128',
    );
    expect(await words(panel, 'network')).toBe('set: activation tanh · by default: loss cross-entropy');
    expect(await words(panel, 'run')).toBe(
      'set: early stopping · early stopping patience 5 · by default: seed 1 · engine auto',
    );
    await panel.page.getByRole('button', { name: 'Open as JSON' }).click();
    await panel.page.getByRole('button', { name: 'Start Training' }).click();
    await expect
      .poll(async () => (await panel.requests()).filter(({ method }) => method !== 'check'))
      .toEqual([
        { method: 'openJson', params: filled },
        { method: 'start', params: filled },
      ]);
    expect(await panel.state()).toMatchObject({ ...filled, open: ['network', 'optimizer', 'run'] });
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
    expect(await fold(panel, 'method').isVisible()).toBe(false);
  });

  it('takes one of several ways to say how many links there are, and forgets the others', async () => {
    const panel = await session.open({ panel: 'runForm', snapshot, checked: right });
    await typeInto(panel, 'topology.epsilon', '4');
    await choose(panel, 'topology.epsilon', 'by density');
    await typeInto(panel, 'topology.density', '0.05');
    await expect.poll(() => json(panel)).toMatchObject({ topology: { density: 0.05 } });
    expect(await json(panel)).not.toHaveProperty('topology.epsilon');
    await choose(panel, 'topology.density', 'of a checkpoint');
    await row(panel, 'topology.from').getByRole('button', { name: 'Choose from…' }).click();
    await expect.poll(() => json(panel)).toMatchObject({ topology: { from: '/data/picked' } });
    await choose(panel, 'topology.weights', 'kept');
    await unfold(panel, 'topology');
    expect(await row(panel, 'topology.distribution').count()).toBe(0);
    await expect
      .poll(() => json(panel))
      .toEqual({ ...snapshot.config, topology: { from: '/data/picked', weights: 'kept' } });
  });

  it('says what became of its folder, loses nothing, and takes another', async () => {
    const folderProblem = '/data/runs: the disk is full';
    const panel = await session.open({
      panel: 'runForm',
      snapshot,
      checked: { ...right, folderProblem, runName: 'set-small-2' },
    });
    await expect
      .poll(() => texts(row(panel, 'runsFolder').locator('.field-problem')))
      .toEqual([folderProblem]);
    expect(await texts(row(panel, 'name').locator('.form-meaning'))).toEqual([
      'The run will be called set-small-2: this name is taken.',
    ]);
    expect(await texts(panel.page.locator('[data-part=verdict]'))).toEqual(['✕ One thing is wrong: Folder']);
    const start = panel.page.getByRole('button', { name: 'Start Training' });
    expect(await start.getAttribute('aria-disabled')).toBe('true');
    // Beside it stands what would be trained nevertheless.
    expect((await rows(panel, 'forecast')).at(-1)).toEqual(['All', '', '29,760', '12.68 %']);
    await panel.page.getByRole('button', { name: 'Choose the folder of the run…' }).click();
    await expect
      .poll(async () => (await panel.requests()).at(-1))
      .toMatchObject({ method: 'check', params: { runsFolder: '/data/picked', config: snapshot.config } });
    expect(await panel.state()).toMatchObject({ runsFolder: '/data/picked' });
  });

  it('stays as it is where the start fails, and says why', async () => {
    const startProblem = '/data/runs: it cannot be written (EROFS): check its permissions';
    const panel = await session.open({ panel: 'runForm', snapshot, checked: right, startProblem });
    await typeInto(panel, 'epochs', '7');
    const checks = async (): Promise<number> =>
      (await panel.requests()).filter(({ method }) => method === 'check').length;
    await expect.poll(checks).toBe(1);
    await panel.page.locator('vscode-button.start:not([aria-disabled])').click();
    await expect
      .poll(() => texts(panel.page.locator('.form-top .problem-line')))
      .toEqual([`Training did not start. ${startProblem}`]);
    expect(await json(panel)).toEqual({ ...snapshot.config, epochs: 7 });
    // What has changed under it is asked for again, and it can be tried again.
    await expect.poll(checks).toBe(2);
    await panel.page.locator('vscode-button.start:not([aria-disabled])').waitFor();
  });

  it('gives away its plan as numbers, and its configuration as a file', async () => {
    const panel = await session.open({ panel: 'runForm', snapshot, checked: right });
    const { layers } = right.forecast;
    await exportFrom(panel, panel.page.locator('.forecast'), 'Save Numbers as CSV…');
    await exportFrom(panel, panel.page.locator('.forecast'), 'Save Numbers as JSON…');
    await panel.page.getByRole('button', { name: 'Save the configuration…' }).click();
    await expect.poll(async () => (await panel.saved()).length).toBe(3);
    const [csv, plan, config] = await panel.saved();
    expect([csv.name, plan.name, config.name]).toEqual([
      'set-small-plan.csv',
      'set-small-plan.json',
      'set-small.json',
    ]);
    const expected = layers.map(({ inputs, outputs, linksAtStart }) => [inputs, outputs, linksAtStart]);
    const [head, ...cells] = parseCsv(csv.content.toString());
    expect(head.slice(1, 4)).toEqual(['Inputs', 'Neurons', 'Links at the start']);
    expect(cells.map((line) => line.slice(1, 4).map(Number))).toEqual(expected);
    expect(JSON.parse(plan.content.toString())).toMatchObject({
      panel: 'New Training Run',
      configuration: { Configuration: JSON.stringify(snapshot.config) },
      tables: [{ columns: head, rows: expected.map((line) => expect.arrayContaining(line) as unknown) }],
    });
    expect(JSON.parse(config.content.toString())).toEqual(snapshot.config);
  });

  it('says what is wrong at its field, and starts nothing', async () => {
    const problems = [
      { key: 'method.dropFraction', possible: 'a number above 0 and below 1', found: '3' },
      { key: 'optimizer.schedule.factor', possible: 'a number above 0', found: '-1' },
    ];
    const checked = { ...right, problems, forecast: null };
    const panel = await session.open({ panel: 'runForm', snapshot, checked });
    await typeInto(panel, 'method.dropFraction', '3');
    const line = row(panel, 'method.dropFraction').locator('.field-problem');
    await expect.poll(() => line.textContent()).toBe('expected a number above 0 and below 1; found 3');
    expect(await texts(panel.page.locator('[data-part=problems] li'))).toEqual([
      'method.dropFraction: expected a number above 0 and below 1; found 3',
      'optimizer.schedule.factor: expected a number above 0; found -1',
    ]);
    // What is wrong where there is no field for it now is said at what it stands in, unfolded.
    expect(await isOpen(panel, 'optimizer')).toBe(true);
    expect(await isOpen(panel, 'run')).toBe(false);
    expect(await texts(row(panel, 'optimizer.schedule.kind').locator('.field-problem'))).toEqual([
      'expected a number above 0; found -1',
    ]);
    const verdict = panel.page.locator('[data-part=verdict]');
    expect(await verdict.textContent()).toBe('✕ 2 things are wrong: Drop fraction, Schedule');
    await verdict.getByRole('button', { name: 'Drop fraction' }).press('Enter');
    expect(await row(panel, 'method.dropFraction').locator(':focus').count()).toBeGreaterThan(0);
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
