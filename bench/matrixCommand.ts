import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { median, print, printTable } from './table';

const RUNS = 7;
const EPOCH = 'epoch_190';

/**
 * Matrices of the authors' networks from their files, each run a process of the command line of its own: the first
 * layers of one epoch, and all pairs of all checkpoints, cold and from the cache.
 */
export async function commandMatrices(root: string, topologies: string): Promise<void> {
  print('\nBy the command line, from the start of the process to the printed result');
  await promisify(execFile)(process.execPath, [path.join(root, 'scripts/build.mjs'), '--production']);
  const scratch = await mkdtemp(path.join(tmpdir(), 'sparse-topology-bench-'));
  const command = path.join(root, 'dist/cli.js');
  try {
    const networks = (await readdir(topologies)).map((name) => path.join(topologies, name));
    const first = networks.map((folder) => path.join(folder, EPOCH, 'weight_l0.npz'));
    const all = networks.map((folder) => `${folder}@all`);
    const rows = [['what', 'pairs', 'median s', 'best s']];
    const measure = async (what: string, pairs: number, args: (run: number) => string[]): Promise<void> => {
      const seconds: number[] = [];
      for (let run = 0; run < RUNS; run++) seconds.push(await secondsOf(command, args(run), pairs));
      rows.push([what, String(pairs), median(seconds).toFixed(2), Math.min(...seconds).toFixed(2)]);
    };
    await measure('start of Node and the command (--version)', 0, () => ['--version']);
    for (const method of ['greedy', 'reference']) {
      await measure(`layer 0 at ${EPOCH}, ${method}, cold`, pairsOf(first), () => [
        'nnstd',
        ...first,
        '--method',
        method,
        '--no-cache',
      ]);
    }
    const checkpoints = (await Promise.all(networks.map((folder) => readdir(folder)))).flat();
    const pairs = pairsOf(checkpoints.filter((name) => name.startsWith('epoch_')));
    const greedy = (cache: string): string[] => [
      'nnstd',
      ...all,
      ...['--method', 'greedy', '--threads', '2', '--cache', path.join(scratch, cache)],
    ];
    await measure('all checkpoints, greedy, 2 threads, cold', pairs, (run) => greedy(`cold${String(run)}`));
    await measure('the same from the cache', pairs, () => greedy('cold0'));
    printTable(rows);
    print(
      `${String(RUNS)} runs each, every run a process of its own; the files are in the memory of the system.`,
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function secondsOf(command: string, args: readonly string[], pairs: number): Promise<number> {
  const begin = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...args], { maxBuffer: 64 << 20 });
  const seconds = (performance.now() - begin) / 1000;
  const printed = stdout.split('\n').filter((line) => /^\d+ – \d+ +0\.\d{4}/.test(line)).length;
  if (printed !== pairs) throw new Error(`${String(printed)} distances were printed, not ${String(pairs)}`);
  return seconds;
}

function pairsOf(checkpoints: readonly string[]): number {
  return (checkpoints.length * (checkpoints.length - 1)) / 2;
}
