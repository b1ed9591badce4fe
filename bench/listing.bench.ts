import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { discoverSeries } from '../src/checkpoints/discovery';
import { checkpointFileName } from '../src/checkpoints/runFolder/layout';
import { readRun } from '../src/checkpoints/runFolder/readRun';
import type { KnownRun } from '../src/vscode/series/knownSeries';
import { arrangeRuns, noFilter } from '../src/vscode/views/runArrangement';
import { describeMachine, median, print, printTable } from './table';

const RUNS = 1000;
const CHECKPOINTS = 200;
const REPEATS = 5;

/** Finding, reading and arranging a thousand runs, as the Runs view does before it shows them. */
export async function run(): Promise<void> {
  print(`${String(RUNS)} runs of ${String(CHECKPOINTS)} checkpoints; ${describeMachine()}`);
  const folder = await mkdtemp(path.join(tmpdir(), 'sparse-topology-bench-'));
  try {
    await make(folder);
    const all: Listing[] = [];
    for (let k = 0; k < REPEATS; k++) all.push(await list(folder));
    const row = (name: string, of: (listing: Listing) => number): string[] => [
      name,
      median(all.map(of)).toFixed(0),
      Math.max(...all.map(of)).toFixed(0),
    ];
    printTable([
      ['', 'median, ms', 'worst'],
      row('find', ({ findMs }) => findMs),
      row('read', ({ readMs }) => readMs),
      row('sort and group', ({ arrangeMs }) => arrangeMs),
      row('all', ({ findMs, readMs, arrangeMs }) => findMs + readMs + arrangeMs),
      row('all, processor time', ({ processorMs }) => processorMs),
    ]);
    print(`Median of ${String(REPEATS)}; the files are in the memory of the system.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Listing {
  readonly findMs: number;
  readonly readMs: number;
  readonly arrangeMs: number;
  readonly processorMs: number;
}

async function list(folder: string): Promise<Listing> {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const found = await discoverSeries(folder);
  const foundAt = performance.now();
  const runs = await Promise.all(
    found.map(async (series): Promise<KnownRun> => ({
      ...series,
      kind: 'run',
      run: await readRun(series.path),
      watchMode: 'events',
    })),
  );
  const readAt = performance.now();
  const arranged = arrangeRuns(runs, { order: 'method', grouped: true, filter: noFilter }, Date.now());
  const endedAt = performance.now();
  if (arranged.length !== 10) throw new Error(`found ${String(arranged.length)} experiments in place of 10`);
  const { user, system } = process.cpuUsage(before);
  return {
    findMs: foundAt - startedAt,
    readMs: readAt - foundAt,
    arrangeMs: endedAt - readAt,
    processorMs: (user + system) / 1000,
  };
}

/** All runs share one folder of checkpoints: 200,000 files would take longer to make than to list. */
async function make(folder: string): Promise<void> {
  const shared = path.join(folder, '.shared');
  await mkdir(shared);
  for (let epoch = 0; epoch < CHECKPOINTS; epoch++) {
    await writeFile(path.join(shared, checkpointFileName({ epoch, stepInEpoch: 0 })), '');
  }
  const created = '2026-01-01T00:00:00.000Z';
  const record = JSON.stringify({
    version: 1,
    state: 'finished',
    pid: 1,
    processStart: 'none/0',
    host: 'elsewhere',
    created,
    heartbeat: created,
    epoch: CHECKPOINTS,
    epochs: CHECKPOINTS,
    testAccuracy: 0.8,
    versions: { sparseTopology: '0.1.0', node: '20.0.0' },
    gitCommit: null,
    error: null,
  });
  for (let k = 0; k < RUNS; k++) {
    const run = path.join(folder, `experiment-${String.fromCharCode(97 + (k % 10))}-${String(k)}`);
    await mkdir(run);
    await writeFile(path.join(run, 'run.json'), record);
    await writeFile(
      path.join(run, 'config.json'),
      JSON.stringify({ method: { kind: k % 2 ? 'set' : 'rigl' } }),
    );
    await symlink(shared, path.join(run, 'checkpoints'), 'junction');
  }
}
