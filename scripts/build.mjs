/** Bundles one file for each runtime into dist/. Type checking is apart: `npm run typecheck`. */
import { chmod, copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { buildConfigSchema } from './configSchema.mjs';
import { buildKernels } from './kernels.mjs';
import { inRoot, root } from './support/paths.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const withTests = process.argv.includes('--tests');

const shared = {
  absWorkingDir: root,
  bundle: true,
  metafile: true,
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
    entryPoints: {
      evolution: 'webview/evolution/main.ts',
      comparison: 'webview/comparison/main.ts',
      runForm: 'webview/runForm/main.ts',
      checkpoint: 'webview/checkpoint/main.ts',
    },
    outdir: 'dist/webview',
  },
];
if (withTests) {
  builds.push({
    ...node,
    minify: false,
    sourcemap: 'inline',
    entryPoints: await integrationEntries(),
    outdir: 'out/integration',
    external: ['vscode', 'mocha'],
  });
}

/** Every integration test is an entry of its own, found here: index.ts loads whatever stands beside it. */
async function integrationEntries() {
  const folder = 'test/integration';
  const files = await readdir(inRoot(folder), { recursive: true });
  const wanted = files.filter((file) => file === 'index.ts' || file.endsWith('.test.ts'));
  return Object.fromEntries(
    wanted.map((file) => [file.replace(/\.ts$/, ''), path.posix.join(folder, file.replaceAll('\\', '/'))]),
  );
}

const present = builds.filter((build) =>
  Object.values(build.entryPoints).every((entry) => existsSync(path.join(root, entry))),
);
if (production && present.length !== builds.length) throw new Error('an entry point is missing');

const kernels = await buildKernels();
if (watch) {
  const contexts = await Promise.all(present.map((build) => esbuild.context(build)));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  await mkdir(inRoot('dist'), { recursive: true });
  const results = await Promise.allSettled(present.map((build) => esbuild.build(build)));
  // What failed has been told of by esbuild.
  if (results.some(({ status }) => status === 'rejected')) process.exit(1);
  const icons = await copyIcons();
  const schema = await buildConfigSchema();
  await removeStale([
    ...kernels,
    ...icons,
    schema,
    ...results.flatMap(({ value }) => Object.keys(value.metafile.outputs)),
  ]);
  if (existsSync(inRoot('dist', 'cli.js'))) await chmod(inRoot('dist', 'cli.js'), 0o755);
}

/** The controls of the panels find the icons by the address of their style sheet. */
async function copyIcons() {
  const names = ['codicon.css', 'codicon.ttf'];
  return Promise.all(
    names.map(async (name) => {
      const to = inRoot('dist', 'webview', name);
      await copyFile(inRoot('node_modules', '@vscode', 'codicons', 'dist', name), to);
      return to;
    }),
  );
}

/** After the build, not before it: a run or an editor that uses dist/ never meets an empty folder. */
async function removeStale(outputs) {
  const built = new Set(outputs.map((output) => path.resolve(root, output)));
  for (const folder of ['dist', ...(withTests ? ['out/integration'] : [])].map((name) => inRoot(name))) {
    if (!existsSync(folder)) continue;
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath ?? entry.path, entry.name);
      if (entry.isFile() && !built.has(file)) await rm(file, { force: true });
    }
  }
}
