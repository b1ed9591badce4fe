/** Packages of the npm registry as folders in the cache, without what they depend on. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from './console.mjs';
import { npm } from './npm.mjs';
import { cacheDir } from './paths.mjs';
import { run } from './processes.mjs';

/** What is put together beside its place has this name in the cache, until it is moved there whole. */
export const buildingPrefix = 'building-';

/** `npm pack` fetches exactly one package. `integrity`: its checksum, where it has to be this very one. */
export async function unpack(packageName, parent, folder, integrity) {
  const target = path.join(parent, folder);
  await mkdir(target);
  await npm(['pack', '--ignore-scripts', packageName], { cwd: parent });
  const tarball = (await readdir(parent)).find((name) => name.endsWith('.tgz'));
  if (integrity) await verify(path.join(parent, tarball), packageName, integrity);
  try {
    // Relative names, since some versions of tar read `C:\…` as a host name.
    await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], { cwd: parent, quiet: true });
  } catch (error) {
    throw new Problem(error.message, 'make sure that there is disk space (1 GB) and that `tar` is installed');
  }
  await rm(path.join(parent, tarball));
}

async function verify(tarball, packageName, integrity) {
  const found = `sha512-${createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')}`;
  if (found === integrity) return;
  throw new Problem(
    `${packageName} is not the package that this project was tested with (its checksum differs)`,
    'try again, from another network if need be; do not run what was downloaded',
  );
}

/** Moves what is complete to its place, unless another command has put as good a one there in the meantime. */
export async function moveIntoPlace(building, home, isThere) {
  try {
    await rename(building, home);
  } catch (error) {
    if (!(await isThere())) throw error;
  }
}

/** Leftovers of interrupted installations; a young one may belong to a command that still runs. */
export async function removeAbandonedBuilds() {
  for (const name of await readdir(cacheDir)) {
    if (!name.startsWith(buildingPrefix)) continue;
    const folder = path.join(cacheDir, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > 3_600_000) await rm(folder, { recursive: true, force: true });
  }
}
