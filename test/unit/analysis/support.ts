import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll } from 'vitest';
import { randomLayer } from '../../../src/topology/initial';
import { randomStream } from '../../../src/topology/random';
import type { SparseLayer, Topology } from '../../../src/topology/topology';
import { scipyNpz } from '../checkpoints/support/npzFiles';

const root = path.resolve(import.meta.dirname, '../../..');

/** A folder that is gone after the tests of the file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sparse-topology-analysis-'));
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Bundles sources (paths from the root) as the build does, one file each. */
export async function bundle(entryPoints: Readonly<Record<string, string>>, folder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
}

/** The analysis process and its worker; returns the script to start. */
export async function bundleAnalysis(folder: string): Promise<string> {
  await bundle({ analysis: 'src/analysis/main.ts', analysisWorker: 'src/analysis/worker.ts' }, folder);
  return path.join(folder, 'analysis.js');
}

/** Layers of these widths with `fanIn` inputs a neuron on average. */
export function randomNetwork(widths: readonly number[], fanIn: number, seed: number): Topology {
  return {
    layers: widths
      .slice(1)
      .map((outputs, k) =>
        randomLayer(widths[k], outputs, Math.min(fanIn, widths[k]) * outputs, randomStream(seed, 'test', k)),
      ),
  };
}

/** As a folder in the layout of the NNSTD authors. */
export async function writeNetwork(folder: string, network: Topology): Promise<string> {
  await mkdir(folder, { recursive: true });
  await Promise.all(
    network.layers.map((layer, k) => writeFile(path.join(folder, `weight_l${String(k)}.npz`), npzOf(layer))),
  );
  return folder;
}

export function npzOf(layer: SparseLayer): Uint8Array {
  const entries: [number, number, number][] = [];
  for (let j = 0; j < layer.outputs; j++) {
    for (let e = layer.indptr[j]; e < layer.indptr[j + 1]; e++) entries.push([layer.indices[e], j, 1]);
  }
  return scipyNpz({ rows: layer.inputs + 1, columns: layer.outputs, entries }, { format: 'coo' });
}
