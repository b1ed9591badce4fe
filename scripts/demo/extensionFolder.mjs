/** Puts the extension where the demo's VS Code looks for it. */
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { inRoot } from '../support/paths.mjs';

// What .vscodeignore allows; asking vsce for it takes ten seconds, since it lists everything first.
const packaged = ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'dist', 'media', 'docs/images'];

export async function installIntoExtensionsDir(extensionsDir) {
  const { name, publisher, version } = JSON.parse(await readFile(inRoot('package.json'), 'utf8'));
  const target = path.join(extensionsDir, `${publisher}.${name}-${version}`);
  // Also VS Code's list of what was there before: it is made anew from the folders.
  await rm(extensionsDir, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const entry of packaged) await cp(inRoot(entry), path.join(target, entry), { recursive: true });
}
