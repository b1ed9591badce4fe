/** Bundles one file for each runtime into dist/. Type checking is apart: `npm run typecheck`. */
import { chmod, mkdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import * as esbuild from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const withTests = process.argv.includes('--tests');

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'info',
  logOverride: { 'empty-import-meta': 'silent' },
};
const node = { ...shared, platform: 'node', target: 'node20', format: 'cjs' };

const builds = [
  {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    outdir: 'dist',
    external: ['vscode'],
  },
  {
    ...node,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: 'dist',
    banner: { js: '#!/usr/bin/env node' },
    external: ['@tensorflow/*'],
  },
  {
    ...node,
    entryPoints: { analysis: 'src/analysis/main.ts', analysisWorker: 'src/analysis/worker.ts' },
    outdir: 'dist',
  },
  {
    ...shared,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    entryPoints: { evolution: 'webview/evolution/main.ts', comparison: 'webview/comparison/main.ts' },
    outdir: 'dist/webview',
  },
];
if (withTests) {
  builds.push({
    ...node,
    minify: false,
    sourcemap: 'inline',
    entryPoints: { index: 'test/integration/index.ts' },
    outdir: 'out/integration',
    external: ['vscode', 'mocha'],
  });
}

const present = builds.filter((build) =>
  Object.values(build.entryPoints).every((entry) => existsSync(path.join(root, entry))),
);
if (production && present.length !== builds.length) throw new Error('an entry point is missing');

if (watch) {
  const contexts = await Promise.all(present.map((build) => esbuild.context(build)));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  await rm(path.join(root, 'dist'), { recursive: true, force: true });
  await mkdir(path.join(root, 'dist'), { recursive: true });
  await Promise.all(present.map((build) => esbuild.build(build)));
  if (existsSync(path.join(root, 'dist/cli.js'))) await chmod(path.join(root, 'dist/cli.js'), 0o755);
}
