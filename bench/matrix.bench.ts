import { existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { startAnalysis } from '../src/analysis/client';
import { measureOf } from '../src/measure/measure';
import { commandMatrices } from './matrixCommand';
import { describeMachine, median, print, printTable } from './table';

const RUNS = 7;

interface Timing {
  /** From the start of a fresh analysis process to the last cell. */
  readonly seconds: number;
  /** To the first cells. */
  readonly firstSeconds: number;
  /** Longest time that a request for one checkpoint's facts took meanwhile. */
  readonly waitSeconds: number;
}

/** All pairs of the authors' 90 checkpoints by `greedy` in the analysis process: cold, then from the cache; and by command. */
export async function run(root: string): Promise<void> {
  const topologies = path.resolve(root, '../shared/reference/topologies');
  if (!existsSync(topologies)) {
    print(`ABSENT: the authors' topologies (${topologies}).`);
    return;
  }
  const dist = path.join(root, 'dist');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: { analysis: 'src/analysis/main.ts', analysisWorker: 'src/analysis/worker.ts' },
    outdir: dist,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  const script = path.join(dist, 'analysis.js');
  const paths = readdirSync(topologies, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^epoch_\d+$/.test(path.basename(file)))
    .map((file) => path.join(topologies, file))
    .sort();
  print(
    `${String(paths.length)} checkpoints, ${String((paths.length * (paths.length - 1)) / 2)} pairs; ${describeMachine()}`,
  );

  const folder = await mkdtemp(path.join(tmpdir(), 'sparse-topology-bench-'));
  const cold: Timing[] = [];
  const known: Timing[] = [];
  for (let round = 0; round < RUNS; round++) {
    const cacheFolder = path.join(folder, String(round));
    cold.push(await timed(script, cacheFolder, paths));
    known.push(await timed(script, cacheFolder, paths));
  }
  rmSync(folder, { recursive: true });
  const row = (name: string, timings: readonly Timing[]): string[] => [
    name,
    ...(['seconds', 'firstSeconds', 'waitSeconds'] as const).map((what) =>
      median(timings.map((timing) => timing[what])).toFixed(2),
    ),
  ];
  printTable([
    ['a fresh process, s', 'all cells', 'first cells', 'longest wait of another request'],
    row('cold', cold),
    row('from the cache', known),
  ]);
  await commandMatrices(root, topologies);
}

async function timed(script: string, cacheFolder: string, paths: readonly string[]): Promise<Timing> {
  const begin = performance.now();
  const seconds = (): number => (performance.now() - begin) / 1000;
  const analysis = startAnalysis({ script, cacheFolder });
  let firstSeconds: number | null = null;
  let running = true;
  let waitSeconds = 0;
  const matrix = analysis.request(
    'matrix',
    { id: 'bench', paths: [...paths], measure: measureOf('greedy') },
    { onProgress: () => (firstSeconds ??= seconds()) },
  );
  const others = (async () => {
    while (running) {
      const asked = seconds();
      await analysis.request('describe', { path: paths[0] });
      waitSeconds = Math.max(waitSeconds, seconds() - asked);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  const { failed } = await matrix;
  const total = seconds();
  running = false;
  await others;
  analysis.dispose();
  if (failed > 0) throw new Error(`${String(failed)} cells failed`);
  return { seconds: total, firstSeconds: firstSeconds!, waitSeconds };
}
