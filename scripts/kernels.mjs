/**
 * Compiles the WebAssembly kernels into dist/, and the scripts of the threads that train and write. The sources of the assignment
 * and the search, src/kernels/assignment/ and src/kernels/search/, are TypeScript that AssemblyScript understands too;
 * src/kernels/assembly/ adds the modules' exports and takes the place of memory.ts and arithmetic.ts. The training kernels
 * are AssemblyScript alone, in src/kernels/assembly/training/.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const sources = ['assembly', 'assembly/training', 'assignment', 'search', 'training'].map((folder) =>
  path.join(root, 'src/kernels', folder),
);
const dist = path.join(root, 'dist');
/** Vectors, and one memory of all threads that the product makes, of at most 4 GiB. */
const training = [
  ...['--enable', 'simd', '--enable', 'threads'],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
];
const outputs = [
  { file: 'assignment.wasm', make: () => compile('assignment.ts', ['--use', 'WIDE=0']) },
  { file: 'assignmentWide.wasm', make: () => compile('assignment.ts', ['--use', 'WIDE=1']) },
  { file: 'search.wasm', make: () => compile('search.ts', ['--use', 'WIDE=0']) },
  { file: 'training.wasm', make: () => compile('training.ts', ['--use', 'WIDE=0', ...training]) },
  { file: 'trainingThread.js', make: () => bundle('src/kernels/training/helperThread.ts') },
  {
    file: 'checkpointThread.js',
    make: () => bundle('src/checkpoints/writingThread.ts'),
    sources: ['checkpoints', 'checkpoints/formats', 'topology'].map((folder) =>
      path.join(root, 'src', folder),
    ),
  },
];

/**
 * Compiles what is older than its sources. A file appears whole.
 * @returns {Promise<string[]>} the paths of all kernels
 */
export async function buildKernels() {
  await mkdir(dist, { recursive: true });
  for (const { file, make, sources: own = sources } of outputs) {
    const target = path.join(dist, file);
    if (existsSync(target) && (await stat(target)).mtimeMs > (await newestSourceMs(own))) continue;
    const making = `${target}.${process.pid}.making`;
    await writeFile(making, await make());
    await rename(making, target);
  }
  return outputs.map(({ file }) => path.join(dist, file));
}

async function compile(entry, options) {
  const { default: asc } = await import('assemblyscript/asc');
  let binary;
  const { error, stderr } = await asc.main(
    [entry, '-O3', '--runtime', 'stub', '--noAssert', ...options, '--outFile', 'kernel.wasm'],
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

/** The script of a thread, in one file. */
async function bundle(entry) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0].contents;
}

/** A file of the first folder that has one of this name. AssemblyScript knows no imports of types alone. */
async function readSource(name) {
  for (const folder of sources) {
    const file = path.join(folder, path.basename(name));
    if (existsSync(file)) return (await readFile(file, 'utf8')).replaceAll(/^import type /gm, 'import ');
  }
  return null;
}

async function newestSourceMs(folders) {
  const files = [fileURLToPath(import.meta.url)];
  for (const folder of folders) {
    for (const name of await readdir(folder)) files.push(path.join(folder, name));
  }
  return Math.max(...(await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
