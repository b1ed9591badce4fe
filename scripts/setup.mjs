/**
 * What `npm start` and `npm test` share: the packages and the build. Until the packages are installed only
 * Node's own modules can be imported, here and in everything this file imports.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareSampleWorkspace } from './demo/sampleWorkspace.mjs';
import { Problem, runMain, say, step } from './support/console.mjs';
import { npm } from './support/npm.mjs';
import { inRoot, root } from './support/paths.mjs';
import { run } from './support/processes.mjs';

const oldestNode = [20, 15];

export async function setUp({ withTests = false } = {}) {
  checkNode();
  await installPackages();
  await build({ withTests });
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new Problem(
    `this is Node ${process.versions.node}; Sparse Topology needs ${oldestNode.join('.')} or later`,
    'install Node 20, 22 or 24 (https://nodejs.org) and run the command again',
  );
}

async function installPackages() {
  if (await packagesAreCurrent()) return say('• packages are installed');
  await step('installing packages (npm ci)', () =>
    npm(['ci', '--include=dev', '--include=optional', '--ignore-scripts=false'], { cwd: root }),
  );
  if (!(await packagesAreCurrent())) {
    throw new Problem(
      'npm ci ended well, but node_modules does not hold what package-lock.json asks for',
      'remove node_modules and run the command again',
    );
  }
}

/**
 * Compares package-lock.json with npm's own record of what it installed, which npm writes last: an interrupted
 * install has none. Optional packages may be missing (other platforms; a native library out of reach).
 */
async function packagesAreCurrent() {
  const [wanted, installed] = await Promise.all([
    readPackages(inRoot('package-lock.json')),
    readPackages(inRoot('node_modules', '.package-lock.json')),
  ]);
  if (!wanted) throw new Problem('package-lock.json is missing or broken', 'git checkout package-lock.json');
  if (!installed) return false;
  return Object.entries(wanted).every(([location, { version, optional, devOptional }]) => {
    if (location === '') return true;
    const present = installed[location];
    return present ? present.version === version : Boolean(optional || devOptional);
  });
}

async function readPackages(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

async function build({ withTests }) {
  const args = [path.join('scripts', 'build.mjs'), ...(withTests ? ['--tests'] : [])];
  await step('building', () => run(process.execPath, args, { cwd: root, quiet: true }));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(async () => {
    await setUp({ withTests: process.argv.includes('--tests') });
    if (process.argv.includes('--sample-workspace')) await prepareSampleWorkspace();
  });
}
