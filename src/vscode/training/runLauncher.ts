import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SeriesStore } from '../series/seriesStore';
import { firstWorkspaceFolder, readSettings } from '../settings';
import { tensorflowFolder } from '../tensorflow/installation';
import { launchResume, launchTraining, type Launch, type NewRun } from './trainingLauncher';

/** Starts training processes, and tells who wants to know. */
export class RunLauncher implements vscode.Disposable {
  private readonly starts = new vscode.EventEmitter<string>();
  /** Folder of a run that was started or resumed here. */
  readonly onDidStart = this.starts.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly store: SeriesStore,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  dispose(): void {
    this.starts.dispose();
  }

  async start(run: NewRun): Promise<string> {
    this.log.info(`Starting training of ${path.join(run.out, run.name)} as ${run.config} says.`);
    const folder = await launchTraining(this.launch(path.dirname(run.config)), run);
    await this.announce(folder);
    return folder;
  }

  async resume(folder: string): Promise<void> {
    this.log.info(`Resuming ${folder}.`);
    await launchResume(this.launch(path.dirname(folder)), folder);
    await this.announce(folder);
  }

  private async announce(folder: string): Promise<void> {
    await this.store.adoptRun(folder);
    this.starts.fire(folder);
  }

  /** The workspace folder, so that the run notes the commit of the code it was started from. */
  private launch(otherwise: string): Launch {
    const tensorflow = tensorflowFolder(this.context.globalStorageUri.fsPath);
    return {
      cli: this.context.asAbsolutePath(path.join('dist', 'cli.js')),
      nodePath: readSettings().nodePath,
      tensorflowFolder: existsSync(tensorflow) ? tensorflow : null,
      cwd: firstWorkspaceFolder() ?? otherwise,
      logFolder: this.context.logUri.fsPath,
    };
  }
}
