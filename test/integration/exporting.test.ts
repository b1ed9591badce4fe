import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
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

  /** Gives what the dialog was asked, and what the page is told; `elsewhere` is where it goes when it fails at first. */
  async function save(file: SavedFile, to: string | undefined, elsewhere?: string) {
    let name: string | null = null;
    const targets = elsewhere === undefined ? [to] : [to, elsewhere];
    const asked = await answering(
      {
        showSaveDialog: () => {
          const target = targets.shift();
          return target === undefined ? undefined : vscode.Uri.file(target);
        },
        showErrorMessage: (_why, _options, button) => (elsewhere === undefined ? undefined : button),
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

  it('says why where nothing can be written, and takes another place', async () => {
    const absent = path.join(folder, 'absent', 'a.csv');
    await assert.rejects(save({ name: 'a.csv', content: 'x' }, absent), {
      message: `a.csv was not saved: ${path.dirname(absent)} is not there.`,
    });
    const inTheWay = path.join(folder, 'file');
    await writeFile(inTheWay, '');
    await assert.rejects(save({ name: 'a.csv', content: 'x' }, path.join(inTheWay, 'a.csv')), {
      message: `a.csv was not saved: ${inTheWay}: it is no folder.`,
    });
    const there = path.join(folder, 'a.csv');
    const { name } = await save({ name: 'a.csv', content: 'x' }, absent, there);
    assert.equal(name, 'a.csv');
    assert.equal(await readFile(there, 'utf8'), 'x');
  });

  it('asks in the workspace again where the last folder is gone', async () => {
    const gone = path.join(folder, 'gone');
    await mkdir(gone);
    await save({ name: 'a.csv', content: 'x' }, path.join(gone, 'a.csv'));
    await rm(gone, { recursive: true });
    const { suggested } = await save({ name: 'a.csv', content: 'x' }, undefined);
    assert.equal(suggested, path.join(workspaceFolder(), 'a.csv'));
  });
});
