import { fork, type ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import { analysisMethods, type AnalysisMethods } from '../protocol/analysis';
import { connect, RemoteError, type Client } from '../protocol/rpc';
import type { Analysis } from './analysisPort';
import { Disposable } from './disposable';
import { cleanEnvironment } from './training/cleanEnvironment';
import { RestrictedModeError } from './trust';

/** The analysis process: started with the first request, again after it died; never in Restricted Mode. */
export class AnalysisHost extends Disposable implements Analysis {
  private client: Client<AnalysisMethods> | null = null;
  private child: ChildProcess | null = null;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
  }

  override dispose(): void {
    this.client?.close('the extension ends');
    this.child?.kill();
    super.dispose();
  }

  readonly request: Analysis['request'] = (method, params, options) => {
    if (!vscode.workspace.isTrusted) {
      return Promise.reject(new RemoteError('RestrictedMode', new RestrictedModeError('analysis').message));
    }
    this.client ??= this.start();
    return this.client.request(method, params, options);
  };

  private start(): Client<AnalysisMethods> {
    const script = vscode.Uri.joinPath(this.extensionUri, 'dist', 'analysis.js').fsPath;
    const child = fork(script, [], {
      serialization: 'advanced',
      env: cleanEnvironment(process.env),
      execArgv: [],
    });
    this.child = child;
    const client = connect<AnalysisMethods>(
      {
        post: (message) => {
          if (child.connected) child.send(message as object);
        },
        onMessage: (listener) => {
          child.on('message', listener);
        },
      },
      analysisMethods,
    );
    child.on('exit', (code, signal) => {
      this.log.error(`The analysis process ended (${signal ?? code}).`);
      client.close('the analysis process ended');
      if (this.client === client) this.client = null;
    });
    return client;
  }
}
