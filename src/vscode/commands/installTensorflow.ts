import * as vscode from 'vscode';
import { commandIds } from '../names';
import { readSettings } from '../settings';
import { checkTensorflow } from '../tensorflow/checkTensorflow';
import {
  InstallationCancelledError,
  InstallationError,
  installTensorflow,
  NpmMissingError,
  type InstallationOptions,
} from '../tensorflow/installation';
import { requireTrust } from '../trust';

export interface InstallServices {
  readonly context: Pick<vscode.ExtensionContext, 'globalStorageUri' | 'asAbsolutePath'>;
  readonly log: vscode.LogOutputChannel;
}

type KindPick = vscode.QuickPickItem & { readonly kindOfLibrary: InstallationOptions['kind'] };

const kinds: readonly KindPick[] = [
  {
    label: 'TensorFlow for processors',
    detail: '@tensorflow/tfjs-node, about 500 MB on the disk',
    kindOfLibrary: 'cpu',
  },
  {
    label: 'TensorFlow for NVIDIA graphics cards',
    detail: '@tensorflow/tfjs-node-gpu, over 1 GB; needs CUDA 11 and cuDNN 8 on this machine',
    kindOfLibrary: 'gpu',
  },
];

/** What to do about a failure at each stage. */
const advice: Readonly<Record<InstallationError['failedAt'], string>> = {
  download:
    'The package comes from the npm registry, its library from a host of its own: check the network and the proxy, and that ' +
    'there is a library for this platform (Linux, Windows or macOS, 64 bits).',
  check:
    'It needs a processor with AVX, glibc on Linux and the Visual C++ runtime on Windows; the setting ' +
    '"sparseTopology.nodePath" makes another Node train. Training goes on with the sparse engine meanwhile.',
  replacement: 'Then run the command again.',
};

/** Puts TensorFlow's native library where training processes find it. Returns whether it did. */
export async function installTensorflowCommand({ context, log }: InstallServices): Promise<boolean> {
  if (!(await requireTrust('the installation'))) return false;
  const kind = await askForKind();
  if (kind === undefined) return false;
  const cli = context.asAbsolutePath('dist/cli.js');
  const { nodePath } = readSettings();
  try {
    const description = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: 'Installing TensorFlow',
        cancellable: true,
      },
      (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => {
          abort.abort();
        });
        return installTensorflow({
          storage: context.globalStorageUri.fsPath,
          kind,
          signal: abort.signal,
          onLine: (line) => {
            log.info(`npm: ${line}`);
            progress.report({ message: line.trim().slice(0, 80) });
          },
          check: (folder) => {
            progress.report({ message: 'seeing whether it computes' });
            return checkTensorflow({ cli, nodePath }, folder);
          },
        });
      },
    );
    log.info(`Installed ${description}.`);
    void vscode.window.showInformationMessage(
      `${description} is installed: networks with most of their links train with it from now on, unless their "engine" says otherwise.`,
    );
    return true;
  } catch (error) {
    if (error instanceof InstallationCancelledError) {
      log.info('The installation of TensorFlow was cancelled.');
      return false;
    }
    if (!(error instanceof InstallationError || error instanceof NpmMissingError)) throw error;
    log.error(error.message);
    void offerLog(
      error instanceof InstallationError ? `${error.message}. ${advice[error.failedAt]}` : error.message,
    );
    return false;
  }
}

/** Only Linux and Windows have CUDA. */
async function askForKind(): Promise<InstallationOptions['kind'] | undefined> {
  if (process.platform === 'darwin') return 'cpu';
  const pick = await vscode.window.showQuickPick(kinds, {
    title: 'Install TensorFlow Engine',
    placeHolder: 'Networks with most of their links train faster with it',
  });
  return pick?.kindOfLibrary;
}

async function offerLog(message: string): Promise<void> {
  const show = 'Show Log';
  if ((await vscode.window.showErrorMessage(message, show)) === show) {
    await vscode.commands.executeCommand(commandIds.showLog);
  }
}
