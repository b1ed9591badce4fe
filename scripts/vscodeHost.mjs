/**
 * Fetches a real VS Code from the npm registry, once: `code-server` carries the VS Code server and its web
 * workbench. Used where VS Code itself need not or cannot be downloaded: the demo, the tests.
 */
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureNode, ownMajor } from './nodeVersions.mjs';
import { say, step } from './support/console.mjs';
import { npm } from './support/npm.mjs';
import { cacheDir } from './support/paths.mjs';
import { buildingPrefix, moveIntoPlace, removeAbandonedBuilds, unpack } from './support/registryPackage.mjs';

const codeServer = {
  version: '4.139.1',
  vscodeVersion: '1.139.1',
  integrity:
    'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
};

/** The Node of that VS Code. A newer one does as well, where no package brings this. */
const serverMajor = 24;

/** Half of the server's packages by size, for chat and containers, which neither demo nor tests have. */
const leftOut = ['@github/copilot-sdk', '@microsoft/mxc-sdk', '@devcontainers/cli'];

// Bump when the steps below change, so that an older installation is not taken for this one.
const recipe = 2;

/** Returns where the server and its Node are, after fetching them if they are not there yet. */
export async function ensureVscodeHost() {
  const home = path.join(cacheDir, `vscode-web-${codeServer.version}-${process.platform}-${process.arch}`);
  if (!(await isComplete(home))) {
    await mkdir(cacheDir, { recursive: true });
    await removeAbandonedBuilds();
    await install(home);
  }
  return { serverDir: path.join(home, 'vscode'), node: await serverNode() };
}

async function serverNode() {
  try {
    return await ensureNode(serverMajor);
  } catch (error) {
    if (ownMajor > serverMajor) return process.execPath;
    throw error;
  }
}

function stampFile(home) {
  return path.join(home, 'complete.json');
}

/** The stamp is written last. */
async function isComplete(home) {
  try {
    const stamp = JSON.parse(await readFile(stampFile(home), 'utf8'));
    return stamp.recipe === recipe && stamp.codeServer === codeServer.version;
  } catch {
    return false;
  }
}

/** Builds in a folder beside the final one and moves it into place, so that no half installation is ever used. */
async function install(home) {
  say(
    `• VS Code ${codeServer.vscodeVersion} (web) is fetched once into ${path.relative(process.cwd(), cacheDir) || '.'}`,
  );
  const building = await mkdtemp(path.join(cacheDir, buildingPrefix));
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
    await writeFile(stampFile(building), JSON.stringify({ recipe, codeServer: codeServer.version }));
    await rm(home, { recursive: true, force: true });
    await moveIntoPlace(building, home, () => isComplete(home));
  } finally {
    await rm(building, { recursive: true, force: true });
  }
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
