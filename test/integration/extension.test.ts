import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension in a real VS Code', () => {
  it('is found, in a VS Code that is new enough', () => {
    const extension = vscode.extensions.getExtension('sparse-topology.sparse-topology');
    assert.ok(extension, 'the extension is not there');
    const [major, minor] = vscode.version.split('.').map(Number);
    assert.ok(major! > 1 || minor! >= 100, `VS Code is ${vscode.version}`);
  });

  it('has a trusted workspace', () => {
    assert.equal(vscode.workspace.isTrusted, true);
    assert.equal(vscode.workspace.workspaceFolders?.length, 1);
  });
});
