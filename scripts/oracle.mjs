/**
 * A Python with pinned NumPy, SciPy and safetensors in `.venv/`, as the oracle of the reference tests. Made on first
 * use where there is a python3 and the packages can be had; the tests that need it skip, and say why, where not.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const INSTALL_TIMEOUT_MS = 5 * 60_000;

/** Newest pins whose wheels exist for a Python 3 minor version; nothing is compiled. */
const PINS = [
  { from: 9, to: 12, packages: ['numpy==1.26.4', 'scipy==1.13.1', 'safetensors==0.5.3'] },
  { from: 13, to: 13, packages: ['numpy==2.2.6', 'scipy==1.15.3', 'safetensors==0.5.3'] },
  { from: 14, to: 14, packages: ['numpy==2.4.6', 'scipy==1.17.1', 'safetensors==0.8.0'] },
];

/**
 * @returns {Promise<{ readonly python: string, readonly reason: null } | { readonly python: null, readonly reason: string }>}
 *   the interpreter, or why there is none
 */
export async function ensureOracle() {
  if (process.env['SPARSE_TOPOLOGY_NO_ORACLE'] !== undefined) {
    return missing('SPARSE_TOPOLOGY_NO_ORACLE is set');
  }
  const base = await findPython();
  if (base === null) return missing('no python3 on this machine');
  const pins = PINS.find(({ from, to }) => base.minor >= from && base.minor <= to);
  if (pins === undefined) return missing(`no pinned packages for Python 3.${base.minor}`);

  const id = createHash('sha256').update(pins.packages.join()).digest('hex').slice(0, 8);
  const folder = path.join(root, '.venv', `oracle-3.${base.minor}-${id}`);
  const python = interpreterIn(folder);
  if (existsSync(python)) return { python, reason: null };

  // Made beside its place and moved there whole, so that two tests at once, or one that is stopped, leave no half of it.
  const making = `${folder}.${process.pid}.making`;
  try {
    await mkdir(path.dirname(folder), { recursive: true });
    await run(base.command, ['-m', 'venv', making], { timeout: INSTALL_TIMEOUT_MS });
    await run(
      interpreterIn(making),
      [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        '--only-binary',
        ':all:',
        ...pins.packages,
      ],
      { timeout: INSTALL_TIMEOUT_MS },
    );
    await run(interpreterIn(making), ['-c', 'import numpy, scipy.sparse, safetensors.numpy']);
    await rename(making, folder).catch((error) => {
      if (!existsSync(python)) throw error;
    });
    return { python, reason: null };
  } catch (error) {
    return missing(`${pins.packages.join(', ')} could not be installed: ${lastLine(error)}`);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function findPython() {
  for (const command of process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python']) {
    try {
      const { stdout } = await run(command, ['-c', 'import sys; print(*sys.version_info[:2])']);
      const [major, minor] = stdout.trim().split(' ').map(Number);
      if (major === 3) return { command, minor };
    } catch {
      continue;
    }
  }
  return null;
}

function interpreterIn(folder) {
  return process.platform === 'win32'
    ? path.join(folder, 'Scripts', 'python.exe')
    : path.join(folder, 'bin', 'python');
}

function missing(reason) {
  return { python: null, reason };
}

function lastLine(error) {
  const text = String(error.stderr ?? '').trim() || String(error.message);
  return text.split('\n').at(-1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { python, reason } = await ensureOracle();
  console.log(python ?? `no oracle: ${reason}`);
}
