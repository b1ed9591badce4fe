import path from 'node:path';
import * as vscode from 'vscode';
import {
  runFormMethods,
  runFormStateSchema,
  type RunFormSnapshot,
  type WrittenConfig,
} from '../../protocol/runForm';
import { serve } from '../../protocol/rpc';
import { configJsonSchema } from '../../training/configJsonSchema';
import { Disposable } from '../disposable';
import { messageOf } from '../log';
import { panelTypes } from '../names';
import { ConfigFiles } from '../training/configFiles';
import { planRun } from '../training/planRun';
import type { NewRun } from '../training/trainingLauncher';
import { panelHtml, webviewFolder } from './panelHtml';
import { PanelPort } from './panelPort';

/** What a form begins with. */
export interface FormStart {
  readonly config: WrittenConfig;
  readonly name: string;
  /** A sentence; null for a run from the beginning. */
  readonly origin: string | null;
  /** Of the new run. */
  readonly runsFolder: string;
}

export interface RunFormServices {
  readonly extensionUri: vscode.Uri;
  /** Starts a run; rejects with the reason. */
  readonly start: (run: NewRun) => Promise<unknown>;
  readonly nodePath: () => string | null;
}

/** Forms for new runs; each is a panel of its own. */
export class RunForms extends Disposable implements vscode.WebviewPanelSerializer {
  private readonly forms = new Set<vscode.Disposable>();

  constructor(private readonly services: RunFormServices) {
    super();
    this.register(vscode.window.registerWebviewPanelSerializer(panelTypes.runForm, this));
  }

  override dispose(): void {
    for (const form of [...this.forms]) form.dispose();
    super.dispose();
  }

  get open(): number {
    return this.forms.size;
  }

  show(start: FormStart): void {
    const panel = vscode.window.createWebviewPanel(
      panelTypes.runForm,
      'New Training Run',
      vscode.ViewColumn.Active,
      webviewOptions(this.services.extensionUri),
    );
    this.adopt(panel, start);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const parsed = runFormStateSchema.safeParse(state);
    if (!parsed.success) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.services.extensionUri);
    this.adopt(panel, parsed.data);
    await Promise.resolve();
  }

  private adopt(panel: vscode.WebviewPanel, begin: FormStart): void {
    const { extensionUri, start, nodePath } = this.services;
    const files = new ConfigFiles(begin.runsFolder);
    const port = new PanelPort(panel);
    const close = serve(port, runFormMethods, {
      subscribe: (): RunFormSnapshot => port.open({ ...begin, schema: configJsonSchema() }),
      check: (asked, { signal }) =>
        planRun(asked.config, {
          cli: vscode.Uri.joinPath(extensionUri, 'dist', 'cli.js').fsPath,
          nodePath: nodePath(),
          file: files.place(asked.name),
          signal,
        }),
      start: async (asked) => {
        try {
          const config = await files.write(asked.name, asked.config);
          await start({ config, out: begin.runsFolder, name: path.parse(config).name });
        } catch (error) {
          return { problem: messageOf(error) };
        }
        panel.dispose();
        return { problem: null };
      },
      openJson: async (asked) => {
        const file = await files.write(asked.name, asked.config);
        await vscode.window.showTextDocument(vscode.Uri.file(file), { viewColumn: vscode.ViewColumn.Beside });
        return null;
      },
      pickPath: async ({ folder }) => {
        const [picked] =
          (await vscode.window.showOpenDialog({
            canSelectFolders: folder,
            canSelectFiles: !folder,
            openLabel: 'Use',
          })) ?? [];
        return picked?.fsPath ?? null;
      },
    });
    const form = {
      dispose: () => {
        panel.dispose();
      },
    };
    this.forms.add(form);
    panel.onDidDispose(() => {
      close();
      this.forms.delete(form);
    });
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'panel.svg');
    panel.webview.html = panelHtml(panel.webview, extensionUri, 'runForm', panel.title);
  }
}

function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions & vscode.WebviewPanelOptions {
  return { enableScripts: true, enableFindWidget: true, localResourceRoots: [webviewFolder(extensionUri)] };
}
