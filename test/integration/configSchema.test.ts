import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { workspaceFolder } from './support/extension';
import { waitUntil } from './support/waitUntil';

/** What VS Code's own JSON editor makes of our schema. */
describe('A configuration in the JSON editor', () => {
  async function open(name: string, text: string): Promise<vscode.TextDocument> {
    const folder = path.join(workspaceFolder(), 'runs', 'configurations');
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, name);
    await writeFile(file, text);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    return document;
  }

  const after = (document: vscode.TextDocument, text: string): vscode.Position =>
    document.positionAt(document.getText().indexOf(text) + text.length);

  it('offers the keys of the chosen method, and no others', async () => {
    const document = await open('keys.json', '{ "method": { "kind": "rigl",  } }');
    const offered = await waitUntil('the keys of RigL to be offered', async () => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        after(document, '"rigl", '),
      );
      const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return labels.includes('interval') ? labels : undefined;
    });
    assert.ok(offered.includes('dropFraction') && offered.includes('endEpoch'), offered.join());
    assert.ok(!offered.includes('variant') && !offered.includes('rounds'), offered.join());
  });

  it('says what a key means', async () => {
    const document = await open('hover.json', '{ "method": { "kind": "set", "dropFraction": 0.3 } }');
    await waitUntil('a hover about the drop fraction', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        after(document, '"dropFr'),
      );
      const words = hovers.flatMap(({ contents }) =>
        contents.map((part) => (typeof part === 'string' ? part : part.value)),
      );
      return words.some((text) => text.includes('ζ: share of the links')) ? true : undefined;
    });
  });

  it('marks a value that cannot be, and a key of another method', async () => {
    const document = await open('wrong.json', '{ "epochs": 0, "method": { "kind": "static", "rounds": 3 } }');
    await waitUntil('both to be marked', () => {
      const marked = vscode.languages
        .getDiagnostics(document.uri)
        .map(({ range }) => document.getText(range).replaceAll('"', ''));
      return marked.includes('0') && marked.includes('rounds') ? true : undefined;
    });
  });
});
