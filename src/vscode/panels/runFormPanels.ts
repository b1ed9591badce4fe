import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { runFolderName } from '../../checkpoints/runFolder/createRun';
import { runFolderProblem } from '../../checkpoints/runFolder/runFolderErrors';
import {
  type RunForecast,
  runFormMethods,
  runFormStateSchema,
  type RunFormSnapshot,
  type WrittenConfig,
} from '../../protocol/runForm';
import { serve } from '../../protocol/rpc';
import { configJsonSchema } from '../../training/configJsonSchema';
import { Disposable } from '../disposable';
import { panelTypes } from '../names';
import { addWatchFolder } from '../settings';
import { ConfigFiles, freeName } from '../training/configFiles';
import { planRun } from '../training/planRun';
import { runsFolderProblem } from '../training/runsFolderProblem';
import type { NewRun } from '../training/trainingLauncher';
import { panelHtml, webviewFolder } from './panelHtml';
import { PanelPort } from './panelPort';
import { savingHandlers } from './saveExport';

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
  readonly memory: vscode.Memento;
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
    const { extensionUri, memory, start, nodePath } = this.services;
    // Folders that are gone later: those that were seen here.
    const seen = new Set([begin.runsFolder].filter(existsSync));
    const port = new PanelPort(panel);
    const close = serve(port, runFormMethods, {
      ...savingHandlers(memory),
      subscribe: (): RunFormSnapshot => port.open({ ...begin, schema: configJsonSchema() }),
      check: async ({ name, config, runsFolder }, { signal }) => {
        const runName = runFolderName(name);
        const planned = await planRun(config, {
          cli: vscode.Uri.joinPath(extensionUri, 'dist', 'cli.js').fsPath,
          nodePath: nodePath(),
          file: new ConfigFiles(runsFolder).place(runName),
          signal,
        });
        return {
          ...planned,
          runName: await freeName(runsFolder, runName),
          folderProblem: await runsFolderProblem({
            folder: runsFolder,
            wasThere: seen.has(runsFolder),
            bytes: bytesAtStart(planned.forecast),
          }),
        };
      },
      start: async ({ name, config, runsFolder }) => {
        try {
          const why = await runsFolderProblem({
            folder: runsFolder,
            wasThere: seen.has(runsFolder),
            bytes: 0,
          });
          if (why !== null) return { problem: why };
          const file = await new ConfigFiles(runsFolder).write(runFolderName(name), config);
          await start({ config: file, out: runsFolder, name: path.parse(file).name });
          if (runsFolder !== begin.runsFolder) await addWatchFolder(runsFolder);
        } catch (error) {
          return { problem: runFolderProblem(runsFolder, error).message };
        }
        panel.dispose();
        return { problem: null };
      },
      openJson: async ({ name, config, runsFolder }) => {
        const file = await new ConfigFiles(runsFolder).write(runFolderName(name), config);
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
        if (picked !== undefined && folder) seen.add(picked.fsPath);
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

/** A column and a weight of four bytes each for every link, and room for the rest of the folder. */
function bytesAtStart(forecast: RunForecast | null): number {
  const links = forecast?.layers.reduce((sum, { linksAtStart }) => sum + linksAtStart, 0) ?? 0;
  return 8 * links + 2 ** 20;
}

function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions & vscode.WebviewPanelOptions {
  return { enableScripts: true, enableFindWidget: true, localResourceRoots: [webviewFolder(extensionUri)] };
}
