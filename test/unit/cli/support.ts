import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { readRun } from '../../../src/checkpoints/runFolder/readRun';
import { randomStream } from '../../../src/topology/random';
import { until } from '../runFolder/support';

const repository = path.resolve(import.meta.dirname, '../../..');

/**
 * Bundles the command line and its threads as the build does, into `folder`, with these compiled kernels beside them;
 * returns the script.
 */
export function bundleCli(folder: string, kernels: readonly string[] = []): string {
  const outdir = path.join(folder, 'dist');
  buildSync({
    absWorkingDir: repository,
    entryPoints: { cli: 'src/cli/main.ts', analysisWorker: 'src/analysis/worker.ts' },
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  for (const kernel of kernels) copyFileSync(kernel, path.join(outdir, path.basename(kernel)));
  chmodSync(folder, 0o755);
  return path.join(outdir, 'cli.js');
}

export interface TinyData {
  readonly side: number;
  readonly train: number;
  readonly test: number;
}

/** Random images of 5 classes as IDX files; the class shows in the mean of the pixels, so that there is something to learn. */
export function makeIdxFolder(folder: string, { side, train, test }: TinyData): void {
  mkdirSync(folder, { recursive: true });
  const random = randomStream(1, 'test images');
  for (const [name, count] of [
    ['train', train],
    ['t10k', test],
  ] as const) {
    const labels = Uint8Array.from({ length: count }, (_, i) => i % 5);
    const images = new Uint8Array(count * side * side);
    for (let i = 0; i < images.length; i++) {
      images[i] = random.below(100) + 30 * labels[Math.floor(i / (side * side))];
    }
    writeFileSync(path.join(folder, `${name}-images-idx3-ubyte`), idxBytes([count, side, side], images));
    writeFileSync(path.join(folder, `${name}-labels-idx1-ubyte`), idxBytes([count], labels));
  }
}

/** The content of an IDX file of bytes. */
export function idxBytes(dimensions: readonly number[], bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.writeUInt32BE(0x0800 + dimensions.length);
  dimensions.forEach((size, k) => header.writeUInt32BE(size, 4 + 4 * k));
  return Buffer.concat([header, bytes]);
}

export function writeConfig(file: string, config: Readonly<Record<string, unknown>>): string {
  writeFileSync(file, JSON.stringify(config));
  return file;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface CliProcess {
  readonly child: ChildProcess;
  /** The run folder, once it is printed. */
  readonly folder: Promise<string>;
  readonly ended: Promise<Ended>;
}

export interface CliOptions {
  /** The user it runs as; that of the tests if not given. */
  readonly uid?: number;
  /** The Node that runs it; that of the tests if not given. */
  readonly node?: string;
  /** Arguments of Node, before the script. */
  readonly nodeArgs?: readonly string[];
}

/** Starts the command line; `cli.ended` settles once its output is complete. */
export function startCli(script: string, args: readonly string[], options: CliOptions = {}): CliProcess {
  const { node = process.execPath, nodeArgs = [], ...user } = options;
  const child = spawn(node, [...nodeArgs, script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Distances are not kept where the user's are.
    env: { ...process.env, XDG_CACHE_HOME: path.join(path.dirname(script), 'cache') },
    ...user,
  });
  let out = '';
  let err = '';
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const folder = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
      if (out.includes('\n')) resolve(out.slice(0, out.indexOf('\n')));
    });
    child.on('close', () => {
      reject(new Error(`ended without a run folder: ${err}`));
    });
  });
  folder.catch(() => undefined);
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      resolve({ code, signal, out, err });
    });
  });
  return { child, folder, ended };
}

export function runCli(script: string, args: readonly string[], options?: CliOptions): Promise<Ended> {
  return startCli(script, args, options).ended;
}

/** Waits until a run shows a state. */
export function untilState(folder: string, state: string): Promise<boolean> {
  return until(`${folder} is ${state}`, async () => (await readRun(folder)).state === state);
}

/** Waits until a run has trained that many epochs. */
export function untilEpoch(folder: string, epoch: number): Promise<boolean> {
  return until(`epoch ${epoch} of ${folder}`, async () => ((await readRun(folder)).epoch ?? 0) >= epoch);
}

export async function checkpointNames(folder: string): Promise<string[]> {
  return (await readdir(path.join(folder, 'checkpoints'))).sort();
}

export function readCheckpointFile(folder: string, name: string): Promise<Buffer> {
  return readFile(path.join(folder, 'checkpoints', name));
}
