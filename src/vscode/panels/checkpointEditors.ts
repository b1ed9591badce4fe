import path from 'node:path';
import * as vscode from 'vscode';
import { checkpointMethods, type CheckpointEvents } from '../../protocol/checkpoint';
import { layerDataMethods } from '../../protocol/layerData';
import { emitter, forwarding, serve } from '../../protocol/rpc';
import type { Analysis } from '../analysisPort';
import { checkpointLabels, seriesFolderOf } from '../checkpointLabels';
import { Disposable } from '../disposable';
import { editorTypes } from '../names';
import type { SeriesStore } from '../series/seriesStore';
import { CheckpointModel, type CheckpointSubject } from './checkpointModel';
import { panelHtml, webviewFolder } from './panelHtml';
import { PanelPort } from './panelPort';
import { savingHandlers } from './saveExport';

export interface CheckpointEditorServices {
  readonly extensionUri: vscode.Uri;
  readonly store: SeriesStore;
  readonly analysis: Analysis;
  readonly memory: vscode.Memento;
  readonly compareWith: (checkpoint: string) => Promise<void>;
  readonly openSeries: (checkpoint: string) => Promise<void>;
}

/** So often the file of an editor in sight is looked at; events do not come from every drive. */
const lookMs = 1000;

/** Checkpoint files in an editor of their own, read only. */
export class CheckpointEditors extends Disposable implements vscode.CustomReadonlyEditorProvider {
  private readonly editors = new Set<CheckpointEditor>();

  constructor(private readonly services: CheckpointEditorServices) {
    super();
    this.register(
      vscode.window.registerCustomEditorProvider(editorTypes.checkpoint, this, {
        supportsMultipleEditorsPerDocument: true,
      }),
    );
  }

  get open(): readonly CheckpointEditor[] {
    return [...this.editors];
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const editor = new CheckpointEditor(panel, uri.fsPath, this.services, () => {
      this.editors.delete(editor);
    });
    this.editors.add(editor);
  }
}

export class CheckpointEditor extends Disposable {
  readonly model: CheckpointModel;

  constructor(
    panel: vscode.WebviewPanel,
    file: string,
    { extensionUri, store, analysis, memory, compareWith, openSeries }: CheckpointEditorServices,
    onClosed: () => void,
  ) {
    super();
    const port = new PanelPort(panel);
    const emit = emitter<CheckpointEvents>(port);
    const model = new CheckpointModel(subjectOf(file, store), analysis, (snapshot) => {
      port.tell(() => {
        emit('snapshot', snapshot);
      });
    });
    this.model = model;
    const abort = serve(port, checkpointMethods, {
      ...forwarding(layerDataMethods, analysis.request),
      ...savingHandlers(memory),
      subscribe: () => port.open(model.snapshot()),
      compareWith: async () => {
        await compareWith(file);
        return null;
      },
      openSeries: async () => {
        await openSeries(file);
        return null;
      },
    });
    this.register({ dispose: abort });
    this.register(model);
    const timer = setInterval(() => {
      if (panel.visible) void model.check();
    }, lookMs);
    this.register({
      dispose: () => {
        clearInterval(timer);
      },
    });
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => void model.again()));
    this.register(
      panel.onDidDispose(() => {
        onClosed();
        this.dispose();
      }),
    );
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extensionUri)] };
    panel.webview.html = panelHtml(panel.webview, extensionUri, 'checkpoint', path.basename(file));
    void model.check();
  }
}

function subjectOf(file: string, store: SeriesStore): CheckpointSubject {
  const known = store.seriesOf(file);
  const name = known?.name ?? path.basename(seriesFolderOf(file));
  return { path: file, label: checkpointLabels([file])[0], series: { name, kind: known?.kind ?? 'folder' } };
}
