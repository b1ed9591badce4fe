import { fork } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readRunRecord } from '../../checkpoints/runFolder/runFiles';
import { childEnvironment } from '../../analysis/childEnvironment';
import { folderVariable } from '../../training/engines/tensorflow/library';

/** Training that did not begin: what its process said. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';

  constructor(
    readonly runFolder: string,
    readonly exitCode: number | null,
    /** The last lines of its standard error. */
    readonly output: string,
  ) {
    super(output === '' ? `Training ended with code ${exitCode} before it began.` : output);
  }
}

export interface Launch {
  /** `dist/cli.js`. */
  readonly cli: string;
  /** Null: the editor's own Node. */
  readonly nodePath: string | null;
  /** Folder that TensorFlow is installed in, if any. */
  readonly tensorflowFolder: string | null;
  readonly cwd: string;
  /** Folder for what the process prints. */
  readonly logFolder: string;
}

export interface NewRun {
  readonly config: string;
  readonly out: string;
  readonly name: string;
}

/** Starts a new run that outlives the editor; resolves with its folder once it holds it. Throws `LaunchError`. */
export async function launchTraining(launch: Launch, { config, out, name }: NewRun): Promise<string> {
  const folder = path.join(out, name);
  await detach(launch, folder, ['train', config, '--out', out, '--name', name]);
  return folder;
}

/** Goes on with a run that no process trains. Throws `LaunchError`. */
export async function launchResume(launch: Launch, folder: string): Promise<void> {
  await detach(launch, folder, ['train', '--resume', folder]);
}

async function detach(launch: Launch, runFolder: string, args: readonly string[]): Promise<void> {
  await mkdir(launch.logFolder, { recursive: true });
  const output = path.join(launch.logFolder, `train-${path.basename(runFolder)}-${Date.now()}.log`);
  const handle = await open(output, 'a');
  try {
    // `fork`, because Electron makes a Node of itself only for it; with its own session (or, on Windows, console), no
    // pipe and no reference, nothing that happens to the editor reaches it.
    const child = fork(launch.cli, args, {
      cwd: launch.cwd,
      detached: true,
      stdio: ['ignore', handle.fd, handle.fd, 'ipc'],
      env: environmentOf(launch),
      execArgv: [],
      ...(launch.nodePath === null ? {} : { execPath: launch.nodePath }),
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    // Handled below; without this a failure between two looks would count as unhandled.
    ended.catch(() => undefined);
    if (child.connected) child.disconnect();
    child.unref();
    await begun(runFolder, child.pid, ended, output);
  } finally {
    await handle.close();
  }
}

/** What the user's own environment names comes before what the editor installed. */
function environmentOf({ tensorflowFolder }: Launch): NodeJS.ProcessEnv {
  const env = childEnvironment(process.env);
  return tensorflowFolder === null ? env : { [folderVariable]: tensorflowFolder, ...env };
}

const pollMs = 50;

/** Resolves when `run.json` names the process, or when the process ended well before that was seen. */
async function begun(
  runFolder: string,
  pid: number | undefined,
  ended: Promise<number | null>,
  output: string,
): Promise<void> {
  for (;;) {
    const exited = await Promise.race([
      ended.then((code) => ({ code })),
      new Promise<null>((resolve) =>
        setTimeout(() => {
          resolve(null);
        }, pollMs),
      ),
    ]);
    const record = await readRunRecord(runFolder);
    if (record.status === 'read' && record.value.pid === pid) return;
    if (exited !== null) throw new LaunchError(runFolder, exited.code, await lastLines(output));
  }
}

async function lastLines(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return lines.slice(-6).join('\n');
}
