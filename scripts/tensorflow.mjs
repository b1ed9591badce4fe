/**
 * `npm run setup:tensorflow`: TensorFlow's native library for the tests, without the download of `@tensorflow/tfjs-node`
 * itself. The library is that of a PyPI wheel, and the package's addon is compiled against it. Kept in `.tensorflow/`, as
 * `node_modules` of a folder of its own, where the engine finds it by SPARSE_TOPOLOGY_TENSORFLOW. Made on first use; the
 * tests that need it skip, and say why, where that cannot be.
 */
import { execFile } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { npm } from './support/npm.mjs';
import { inRoot } from './support/paths.mjs';
import { findPython, interpreterIn, lastLine } from './support/pythonEnvironment.mjs';

const run = promisify(execFile);

const bindings = '@tensorflow/tfjs-node';
const bindingsVersion = '4.22.0';
/** From 2.17 on, rounding an integer tensor gives 0 with these bindings; before 2.12 a wheel has no such library. */
const wheel = 'tensorflow-cpu==2.13.1';
const wheelHash = 'sha256:87be6e61314b2c0fa062f71e26e41d6a17e162ffe4da72c820fe8f1fc94d97fe';
/** Of the addon's interface to Node, where Node's own headers are not installed. */
const nodeHeaders = 'node-api-headers@1.9.0';

const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
/** Names under which the linker and the package's own installation look for them. */
const otherNames = {
  'libtensorflow.so': libraries[0],
  'libtensorflow.so.2.9.1': libraries[0],
  'libtensorflow_framework.so': libraries[1],
};
const timeout = 20 * 60_000;

/** @typedef {{ readonly folder: string, readonly reason: null } | { readonly folder: null, readonly reason: string }} FolderOrReason */

/**
 * The folder, or why there is none.
 * @returns {Promise<FolderOrReason>}
 */
export async function ensureTensorflow() {
  if (process.env['SPARSE_TOPOLOGY_NO_TENSORFLOW'] !== undefined) {
    return none('SPARSE_TOPOLOGY_NO_TENSORFLOW is set');
  }
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64') return none(`this is ${platform}, and the library is for linux-x64`);
  const folder = inRoot('.tensorflow', `tfjs-node-${bindingsVersion}-tensorflow-2.13.1`);
  if (existsSync(folder)) return { folder, reason: null };

  // Made beside its place and moved there whole, so that two at once, or one that is stopped, leave no half of it.
  const making = `${folder}.${process.pid}.making`;
  try {
    const compiler = await findCompiler();
    if (compiler === null) return none('no C++ compiler (on Debian: apt-get install g++)');
    const python = await findPython();
    if (python === null) return none('no python3 to get the library with');
    await mkdir(making, { recursive: true });
    await installBindings(making);
    await unpackLibrary(python.command, making);
    await compileAddon(compiler, making);
    await checkThatItComputes(making);
    await rename(making, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
    return { folder, reason: null };
  } catch (error) {
    return none(`it could not be made: ${lastLine(error)}`);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** The package without what its installation downloads. */
async function installBindings(folder) {
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  await npm(['install', '--ignore-scripts', '--no-save', `${bindings}@${bindingsVersion}`], { cwd: folder });
}

/** The library and its C headers, from the wheel. */
async function unpackLibrary(python, folder) {
  const building = path.join(folder, 'building');
  await mkdir(building);
  // Of an environment of its own, since the system's Python may come without pip.
  await run(python, ['-m', 'venv', path.join(building, 'python')], { timeout });
  const requirements = path.join(building, 'requirements.txt');
  await writeFile(requirements, `${wheel} --hash=${wheelHash}\n`);
  await run(
    interpreterIn(path.join(building, 'python')),
    [
      ...['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-cache-dir', '--no-deps'],
      ...['--require-hashes', '--only-binary', ':all:', '--python-version', '3.11', '--implementation', 'cp'],
      ...['--abi', 'cp311', '--platform', 'manylinux2014_x86_64', '--dest', building, '-r', requirements],
    ],
    { timeout },
  );
  const file = (await readdir(building)).find((name) => name.endsWith('.whl'));
  const deps = path.join(packageIn(folder), 'deps');
  await unzip(path.join(building, file), (name) => {
    const base = path.posix.basename(name);
    if (name === `tensorflow/${base}` && libraries.includes(base)) return path.join(deps, 'lib', base);
    const header = /^tensorflow\/include\/(.*(?:\/c\/|\/platform\/ctstring).*\.h)$/.exec(name);
    return header === null ? null : path.join(deps, 'include', header[1]);
  });
  await rm(building, { recursive: true });
  for (const [name, library] of Object.entries(otherNames)) {
    await symlink(library, path.join(deps, 'lib', name));
  }
}

async function compileAddon(compiler, folder) {
  const home = packageIn(folder);
  const target = path.join(home, 'lib', 'napi-v8');
  await mkdir(target, { recursive: true });
  await run(
    compiler,
    [
      ...['-O2', '-std=c++17', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
      ...[await headersOfNode(folder), path.join(home, 'deps', 'include')].map((include) => `-I${include}`),
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((source) => path.join(home, 'binding', source)),
      ...[`-L${path.join(home, 'deps', 'lib')}`, '-ltensorflow', '-ltensorflow_framework'],
      ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', path.join(target, 'tfjs_binding.node')],
    ],
    { timeout },
  );
}

async function headersOfNode(folder) {
  const own = path.resolve(process.execPath, '..', '..', 'include', 'node');
  if (existsSync(path.join(own, 'node_api.h'))) return own;
  await npm(['install', '--ignore-scripts', '--no-save', nodeHeaders], { cwd: folder });
  return path.join(folder, 'node_modules', 'node-api-headers', 'include');
}

/** In a process of its own: a library that does not fit may end it. */
async function checkThatItComputes(folder) {
  const script =
    "const util = require('node:util'); util.isNullOrUndefined = (value) => value == null; util.isArray = Array.isArray;" +
    `const tf = require('${bindings}');` +
    "const answer = tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).dataSync().join() + ' ' + tf.getBackend();" +
    "if (answer !== '19,22,43,50 tensorflow') throw new Error('it computes ' + answer);";
  await run(process.execPath, ['-e', script], {
    cwd: folder,
    timeout,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
  });
}

async function findCompiler() {
  for (const command of ['g++', 'clang++']) {
    try {
      await run(command, ['--version']);
      return command;
    } catch {
      continue;
    }
  }
  return null;
}

/** Writes those entries of an archive that `targetOf` gives a path. */
async function unzip(file, targetOf) {
  const archive = await promisify(yauzl.open)(file, { lazyEntries: true, autoClose: true });
  const openEntry = promisify(archive.openReadStream.bind(archive));
  const ended = new Promise((resolve, reject) => {
    archive.once('end', resolve);
    archive.once('error', reject);
  });
  archive.on('entry', (entry) => {
    const target = targetOf(entry.fileName);
    const written = target === null ? Promise.resolve() : write(entry, target);
    written.then(
      () => archive.readEntry(),
      (error) => archive.emit('error', error),
    );
  });
  const write = async (entry, target) => {
    await mkdir(path.dirname(target), { recursive: true });
    await pipeline(await openEntry(entry), createWriteStream(target));
  };
  archive.readEntry();
  await ended;
}

function packageIn(folder) {
  return path.join(folder, 'node_modules', ...bindings.split('/'));
}

/**
 * @param {string} reason
 * @returns {FolderOrReason}
 */
function none(reason) {
  return { folder: null, reason };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { folder, reason } = await ensureTensorflow();
  console.log(folder ?? `no TensorFlow: ${reason}`);
}
