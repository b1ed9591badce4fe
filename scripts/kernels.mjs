/**
 * Compiles the WebAssembly kernels into dist/. Their sources, src/kernels/assignment/ and src/kernels/search/, are
 * TypeScript that AssemblyScript understands too; src/kernels/assembly/ adds the modules' exports and takes the place of
 * memory.ts and arithmetic.ts.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const sources = ['src/kernels/assembly', 'src/kernels/assignment', 'src/kernels/search'].map((folder) =>
  path.join(root, folder),
);
const dist = path.join(root, 'dist');
const outputs = [
  { file: 'assignment.wasm', entry: 'assignment.ts', wide: 0 },
  { file: 'assignmentWide.wasm', entry: 'assignment.ts', wide: 1 },
  { file: 'search.wasm', entry: 'search.ts', wide: 0 },
];

/**
 * Compiles what is older than its sources. A file appears whole.
 * @returns {Promise<string[]>} the paths of all kernels
 */
export async function buildKernels() {
  await mkdir(dist, { recursive: true });
  const newest = await newestSourceMs();
  for (const { file, entry, wide } of outputs) {
    const target = path.join(dist, file);
    if (existsSync(target) && (await stat(target)).mtimeMs > newest) continue;
    const making = `${target}.${process.pid}.making`;
    await writeFile(making, await compile(entry, wide));
    await rename(making, target);
  }
  return outputs.map(({ file }) => path.join(dist, file));
}

async function compile(entry, wide) {
  const { default: asc } = await import('assemblyscript/asc');
  let binary;
  const { error, stderr } = await asc.main(
    [entry, '-O3', '--runtime', 'stub', '--noAssert', '--use', `WIDE=${wide}`, '--outFile', 'kernel.wasm'],
    {
      readFile: readSource,
      writeFile: (name, contents) => {
        if (name === 'kernel.wasm') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null) throw new Error(`AssemblyScript: ${error.message}\n${stderr.toString()}`);
  return binary;
}

/** A file of the first folder that has it. AssemblyScript knows no imports of types alone. */
async function readSource(name) {
  for (const folder of sources) {
    const file = path.join(folder, name);
    if (existsSync(file)) return (await readFile(file, 'utf8')).replaceAll(/^import type /gm, 'import ');
  }
  return null;
}

async function newestSourceMs() {
  const files = [fileURLToPath(import.meta.url)];
  for (const folder of sources) {
    for (const name of await readdir(folder)) files.push(path.join(folder, name));
  }
  return Math.max(...(await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
