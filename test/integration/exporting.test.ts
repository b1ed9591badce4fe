import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SavedFile } from '../../src/protocol/saving';
import { savingHandlers } from '../../src/vscode/panels/saveExport';
import { workspaceFolder } from './support/extension';
import { answering } from './support/stubWindow';

describe('exporting from a panel', () => {
  let folder: string;
  const kept = new Map<string, unknown>();
  const memory = {
    keys: () => [...kept.keys()],
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  } as vscode.Memento;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sparse-topology-export-'));
    kept.clear();
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** Gives what the dialog was asked, and what the page is told. */
  async function save(file: SavedFile, to: string | undefined) {
    let name: string | null = null;
    const asked = await answering(
      {
        showSaveDialog: () => (to === undefined ? undefined : vscode.Uri.file(to)),
        showInformationMessage: () => undefined,
      },
      async () => {
        const context = { signal: new AbortController().signal, progress: () => undefined };
        ({ name } = await savingHandlers(memory).save(file, context));
      },
    );
    const dialog = asked.find(({ what }) => what === 'showSaveDialog')!.args[0] as vscode.SaveDialogOptions;
    return { name, suggested: dialog.defaultUri!.fsPath, filters: dialog.filters, asked };
  }

  it('asks in the workspace first, then where the last export went', async () => {
    const first = await save({ name: 'loss.csv', content: 'a,b\r\n1,2\r\n' }, path.join(folder, 'mine.csv'));
    assert.equal(first.suggested, path.join(workspaceFolder(), 'loss.csv'));
    assert.deepEqual(first.filters, { 'CSV table': ['csv'] });
    assert.equal(first.name, 'mine.csv');
    assert.equal(await readFile(path.join(folder, 'mine.csv'), 'utf8'), 'a,b\r\n1,2\r\n');
    assert.deepEqual(first.asked.find(({ what }) => what === 'showInformationMessage')?.args, [
      'Exported mine.csv',
      'Open',
      'Reveal',
    ]);
    const bytes = Uint8Array.of(137, 80, 78, 71);
    const second = await save({ name: 'loss.png', content: bytes }, path.join(folder, 'loss.png'));
    assert.equal(second.suggested, path.join(folder, 'loss.png'));
    assert.deepEqual([...(await readFile(path.join(folder, 'loss.png')))], [...bytes]);
    // Nothing half-written is left.
    assert.deepEqual((await readdir(folder)).sort(), ['loss.png', 'mine.csv']);
  });

  it('writes nothing where the user thinks better of it', async () => {
    const { name } = await save({ name: 'loss.svg', content: '<svg/>' }, undefined);
    assert.equal(name, null);
    assert.deepEqual(await readdir(folder), []);
    assert.equal(kept.size, 0);
  });

  it('says why where nothing can be written', async () => {
    await assert.rejects(
      save({ name: 'a.csv', content: 'x' }, path.join(folder, 'absent', 'a.csv')),
      /ENOENT/,
    );
  });
});
