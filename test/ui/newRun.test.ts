/** From the form to a run that trains by exactly what it says, again from that run, and from one of its checkpoints. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../scripts/support/wait.mjs';
import { readCheckpoint } from '../../src/checkpoints/readCheckpoint';
import { runPaths } from '../../src/checkpoints/runFolder/layout';
import { runRecordSchema } from '../../src/checkpoints/runFolder/runRecord';
import { resolveConfig } from '../../src/training/config';
import { webviewFrame } from '../host/webview';
import { runCommand } from '../host/workbench';
import { explorerRow, rightClick, showExplorer } from './support/explorer';
import { useSession } from './support/session';

const session = useSession(() => undefined);

const runFolder = (name: string): string => path.join(session().workspace, 'runs', name);
const firstCheckpoint = (name: string): string =>
  path.join(runPaths(runFolder(name)).checkpoints, 'epoch-0000.safetensors');

function form(page: Page): Promise<Frame> {
  return webviewFrame(page, '.form-facts');
}

async function type(frame: Frame, key: string, text: string): Promise<void> {
  await frame.locator(`[data-key="${key}"] input`).fill(text);
}

async function name(frame: Frame): Promise<string> {
  return frame.locator('[data-key=name] input').inputValue();
}

/** Starts what the form says once that is checked, and waits for its end. What the form wrote. */
async function trainToTheEnd(frame: Frame): Promise<unknown> {
  const json = JSON.parse((await frame.locator('[data-part=json]').textContent()) ?? '') as unknown;
  const called = await name(frame);
  await frame.locator('vscode-button.start:not([aria-disabled])').click();
  const { record } = runPaths(runFolder(called));
  await waitFor(
    `${called} to be finished`,
    () =>
      existsSync(record) &&
      runRecordSchema.parse(JSON.parse(readFileSync(record, 'utf8'))).state === 'finished',
    { timeoutMs: 60_000 },
  );
  return json;
}

function trainedBy(called: string): unknown {
  return JSON.parse(readFileSync(runPaths(runFolder(called)).config, 'utf8'));
}

describe('a new run', () => {
  it('is trained by what the form says', async () => {
    const { page, workspace } = session();
    await runCommand(page, 'Sparse Topology: New Training Run…');
    const frame = await form(page);
    await type(frame, 'network.hidden', '24, 16');
    await type(frame, 'topology.epsilon', '4');
    await type(frame, 'epochs', '2');
    await frame.locator('.form-facts', { hasText: '47 an epoch' }).waitFor();
    await waitFor('the links of the first layer, ε · (784 + 24)', async () =>
      ((await frame.locator('[data-part=forecast] tbody tr').first().textContent()) ?? '').includes('3,232'),
    );
    expect(await name(frame)).toBe('set');
    const written = await trainToTheEnd(frame);
    expect(written).toMatchObject({ network: { hidden: [24, 16] }, epochs: 2 });
    const file = path.join(workspace, 'runs', 'configurations', 'set.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(written);
    expect(trainedBy('set')).toEqual(resolveConfig(written, file));
  });

  it('is trained again with something else', async () => {
    const { page } = session();
    await runCommand(page, 'Sparse Topology: Train Again with…');
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'set' }).first().click();
    const frame = await form(page);
    expect(await name(frame)).toBe('set-2');
    await frame.locator('details[data-fold=run] summary').click();
    await type(frame, 'seed', '7');
    await trainToTheEnd(frame);
    expect(trainedBy('set-2')).toEqual({ ...(trainedBy('set') as object), seed: 7 });
  });

  it('begins with the links of a checkpoint, and with its weights where those are kept', async () => {
    const { page } = session();
    await showExplorer(page);
    const row = await explorerRow(page, 'runs', 'set', 'checkpoints', 'epoch-0002.safetensors');
    await rightClick(page, [row], 'Train from This Topology…');
    const frame = await form(page);
    const weights = frame.locator('[data-key="topology.weights"]');
    await weights.locator('vscode-single-select').click();
    await weights.getByRole('option', { name: 'kept', exact: true }).click();
    const called = await name(frame);
    await trainToTheEnd(frame);
    const from = path.join(runPaths(runFolder('set')).checkpoints, 'epoch-0002.safetensors');
    const [source, start] = [await readCheckpoint(from), await readCheckpoint(firstCheckpoint(called))];
    expect(start.topology.layers).toEqual(source.topology.layers);
  });
});
