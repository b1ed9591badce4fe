/** Writes the JSON Schema of training configurations, by which the JSON editor completes and checks. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { inRoot, root } from './support/paths.mjs';

/** Path of the file that was written. */
export async function buildConfigSchema() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sparse-topology-schema-'));
  try {
    const outfile = path.join(folder, 'configJsonSchema.js');
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: ['src/training/configJsonSchema.ts'],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      outfile,
      logLevel: 'warning',
    });
    const { configJsonSchema } = createRequire(import.meta.url)(outfile);
    const file = inRoot('dist', 'trainingConfig.schema.json');
    await mkdir(inRoot('dist'), { recursive: true });
    await writeFile(file, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
    return file;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
