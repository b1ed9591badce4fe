import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { childEnvironment } from '../../analysis/childEnvironment';

/** The newest, which the engine is tested with. */
export const tensorflowVersion = '4.22.0';

export const tensorflowPackages = {
  cpu: '@tensorflow/tfjs-node',
  gpu: '@tensorflow/tfjs-node-gpu',
} as const;

/** There is no npm to install with. */
export class NpmMissingError extends Error {
  override readonly name = 'NpmMissingError';

  constructor() {
    super(
      'npm was not found on the PATH. Install Node.js, which brings it, start the editor again so that it sees the new PATH, ' +
        'and run the command once more.',
    );
  }
}

/** The library was not installed; nothing of the attempt is left. */
export class InstallationError extends Error {
  override readonly name = 'InstallationError';

  constructor(
    readonly failedAt: 'download' | 'check' | 'replacement',
    readonly reason: string,
  ) {
    super(`TensorFlow was not installed: ${reason}`);
  }
}

/** It was called off; nothing of the attempt is left. */
export class InstallationCancelledError extends Error {
  override readonly name = 'InstallationCancelledError';
}

export interface InstallationOptions {
  /** Where the folder is made that holds the library. */
  readonly storage: string;
  readonly kind: keyof typeof tensorflowPackages;
  /** A line that npm printed. */
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
  /** Loads the library from a folder, in a process of its own: what it is, or throws an error with the reason. */
  readonly check: (folder: string) => Promise<string>;
}

/** Folder that holds the library, once it is installed. */
export function tensorflowFolder(storage: string): string {
  return path.join(storage, 'tensorflow');
}

/**
 * Installs the package with npm and puts it, once it is known to load, in the place of one that was there. Resolves with
 * what it is. Throws `NpmMissingError`, `InstallationError`, `InstallationCancelledError`.
 */
export async function installTensorflow(options: InstallationOptions): Promise<string> {
  const { storage, signal, check } = options;
  const npm = findNpm();
  if (npm === null) throw new NpmMissingError();
  await mkdir(storage, { recursive: true });
  await removeAbandoned(storage);
  const making = path.join(storage, `tensorflow.${randomUUID()}.installing`);
  try {
    await mkdir(making);
    await runNpm(npm, making, options);
    const description = await check(making).catch((error: unknown) => {
      throw new InstallationError('check', `it does not load: ${textOf(error)}`);
    });
    if (signal.aborted) throw new InstallationCancelledError('cancelled');
    await replace(making, tensorflowFolder(storage));
    return description;
  } finally {
    await rm(making, { recursive: true, force: true, maxRetries: 5 });
  }
}

function findNpm(): string | null {
  const name = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}

async function runNpm(
  npm: string,
  folder: string,
  { kind, onLine, signal }: InstallationOptions,
): Promise<void> {
  const name = tensorflowPackages[kind];
  const manifest = {
    private: true,
    dependencies: { [name]: tensorflowVersion },
    // Its install script fetches the native library; npm 11 runs only those that are allowed.
    allowScripts: { [`${name}@${tensorflowVersion}`]: true },
  };
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const isWindows = process.platform === 'win32';
  const child = spawn(
    isWindows ? `"${npm}"` : npm,
    // A user's npmrc may ask for any of these to be different.
    [
      ...['install', '--foreground-scripts', '--ignore-scripts=false', '--global=false', '--omit=dev'],
      ...['--no-audit', '--no-fund', '--no-update-notifier'],
    ],
    {
      cwd: folder,
      env: childEnvironment(process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      // A .cmd file needs a shell; elsewhere a group of its own, so that its children end with it.
      shell: isWindows,
      detached: !isWindows,
      windowsHide: true,
    },
  );
  let last = 'npm did not say why';
  let cause: string | null = null;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (line.trim() === '') return;
      onLine(line);
      last = line.trim();
      if (/\bError: |\bcode E[A-Z]+$/.test(last)) cause ??= last;
    });
  }
  const stop = (): void => {
    killTree(child);
  };
  signal.addEventListener('abort', stop);
  try {
    if (signal.aborted) stop();
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }).catch((error: unknown) => {
      throw new InstallationError('download', `npm cannot be run: ${textOf(error)}`);
    });
    if (signal.aborted) throw new InstallationCancelledError('cancelled');
    if (code !== 0) throw new InstallationError('download', `npm ended with code ${code}: ${cause ?? last}`);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** At once: what it was making is thrown away. */
function killTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function replace(made: string, place: string): Promise<void> {
  const before = `${made}.old`;
  try {
    const hadOne = existsSync(place);
    if (hadOne) await rename(place, before);
    try {
      await rename(made, place);
    } catch (error) {
      if (hadOne) await rename(before, place);
      throw error;
    }
  } catch (error) {
    throw new InstallationError(
      'replacement',
      `the one that is there cannot be replaced (${textOf(error)}); stop the training that uses it`,
    );
  }
  await rm(before, { recursive: true, force: true, maxRetries: 5 });
}

const abandonedMs = 3_600_000;

/** What an editor that was killed left behind; a young one may belong to another window. */
async function removeAbandoned(storage: string): Promise<void> {
  for (const name of await readdir(storage)) {
    if (!/^tensorflow\..*\.installing(\.old)?$/.test(name)) continue;
    const folder = path.join(storage, name);
    const changedMs = await stat(folder).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - changedMs > abandonedMs) await rm(folder, { recursive: true, force: true });
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
