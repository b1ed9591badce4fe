/** Runs a bench by name: `node bench/run.mjs pair`. Each is a claim; it prints a table with the peer beside it. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { buildKernels } from '../scripts/kernels.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(folder);
const names = (await readdir(folder))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -9));
const [name, ...args] = process.argv.slice(2);
if (!names.includes(name)) {
  process.stderr.write(`Usage: node bench/run.mjs NAME [ARG…], with NAME one of: ${names.join(', ')}\n`);
  process.exit(2);
}

await buildKernels();
const outfile = path.join(root, 'out', 'bench', `${name}.${process.pid}.mjs`);
await esbuild.build({
  entryPoints: [path.join(folder, `${name}.bench.ts`)],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  external: ['esbuild', 'playwright-core'],
  // Where the product's bundles stand, and the kernels beside them.
  define: { __dirname: JSON.stringify(path.join(root, 'dist')) },
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
});
try {
  const { run } = await import(pathToFileURL(outfile).href);
  await run(root, args);
} finally {
  await rm(outfile, { force: true });
}
