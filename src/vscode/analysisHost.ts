import * as vscode from 'vscode';
import { startAnalysis, type Analysis as AnalysisProcess } from '../analysis/client';
import { RemoteError } from '../protocol/rpc';
import type { Analysis } from './analysisPort';
import { commandIds } from './names';
import { readSettings } from './settings';
import { RestrictedModeError } from './trust';

/** The analysis process as the extension uses it: never in Restricted Mode, its failure shown once. */
export class AnalysisHost implements Analysis, vscode.Disposable {
  private readonly process: AnalysisProcess;
  private failureShown = false;

  constructor(
    { extensionUri, globalStorageUri }: Pick<vscode.ExtensionContext, 'extensionUri' | 'globalStorageUri'>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { cacheMegabytes } = readSettings();
    this.process = startAnalysis({
      script: vscode.Uri.joinPath(extensionUri, 'dist', 'analysis.js').fsPath,
      ...(cacheMegabytes > 0 && {
        cacheFolder: vscode.Uri.joinPath(globalStorageUri, 'distances').fsPath,
        cacheBytes: cacheMegabytes * 2 ** 20,
      }),
      onLog: (line) => {
        log.info(`Analysis: ${line}`);
      },
      onCrash: (reason, givenUp) => {
        this.crashed(reason, givenUp);
      },
    });
  }

  /** Null while no process runs. */
  get pid(): number | null {
    return this.process.pid;
  }

  dispose(): void {
    this.process.dispose();
  }

  readonly request: Analysis['request'] = (method, params, options) => {
    if (!vscode.workspace.isTrusted) {
      return Promise.reject(new RemoteError('RestrictedMode', new RestrictedModeError('analysis').message));
    }
    return this.process.request(method, params, options);
  };

  private crashed(reason: string, givenUp: boolean): void {
    this.log.error(
      `The analysis process ended: ${reason}.${givenUp ? ' It is left alone for a while.' : ' The next request starts it again.'}`,
    );
    if (this.failureShown) return;
    this.failureShown = true;
    const show = 'Show Log';
    void vscode.window
      .showWarningMessage(
        `The analysis process of Sparse Topology ended: ${reason}. It is started again.`,
        show,
      )
      .then((choice) => {
        if (choice === show) void vscode.commands.executeCommand(commandIds.showLog);
      });
  }
}
