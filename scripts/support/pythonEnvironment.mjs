/** A Python with pinned packages in a folder of its own under `.venv/`, made on first use. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './paths.mjs';

const run = promisify(execFile);

/** @typedef {{ readonly python: string, readonly reason: null } | { readonly python: null, readonly reason: string }} PythonOrReason */

/**
 * The interpreter, or why there is none. Nothing is compiled: the packages are wheels.
 * @param {{ name: string, pins: readonly { from: number, to: number, packages: readonly string[] }[], check: string, timeoutMs: number }} wanted
 *   packages by minor version of Python 3, and a statement that imports them
 * @returns {Promise<PythonOrReason>}
 */
export async function ensurePython({ name, pins, check, timeoutMs }) {
  const base = await findPython();
  if (base === null) return noPython('no python3 on this machine');
  const packages = pins.find(({ from, to }) => base.minor >= from && base.minor <= to)?.packages;
  if (packages === undefined) return noPython(`no pinned packages for Python 3.${base.minor}`);

  const id = createHash('sha256').update(packages.join()).digest('hex').slice(0, 8);
  const folder = path.join(root, '.venv', `${name}-3.${base.minor}-${id}`);
  const python = interpreterIn(folder);
  if (existsSync(python)) return { python, reason: null };

  // Made beside its place and moved there whole, so that two at once, or one that is stopped, leave no half of it.
  const making = `${folder}.${process.pid}.making`;
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  try {
    await mkdir(path.dirname(folder), { recursive: true });
    await run(base.command, ['-m', 'venv', making], { timeout: timeoutMs });
    await run(interpreterIn(making), [...install, '--only-binary', ':all:', ...packages], {
      timeout: timeoutMs,
    });
    await run(interpreterIn(making), ['-c', check]);
    await rename(making, folder).catch((error) => {
      if (!existsSync(python)) throw error;
    });
    return { python, reason: null };
  } catch (error) {
    return noPython(`${packages.join(', ')} could not be installed: ${lastLine(error)}`);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/**
 * @param {string} reason
 * @returns {PythonOrReason}
 */
export function noPython(reason) {
  return { python: null, reason };
}

export async function findPython() {
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

export function interpreterIn(folder) {
  return process.platform === 'win32'
    ? path.join(folder, 'Scripts', 'python.exe')
    : path.join(folder, 'bin', 'python');
}

export function lastLine(error) {
  const text = String(error.stderr ?? '').trim() || String(error.message);
  return text.split('\n').at(-1);
}
