/** Puts the extension, with exactly the files that its package has, where the demo's VS Code looks for it. */
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { inRoot, root } from '../support/paths.mjs';

export async function installIntoExtensionsDir(extensionsDir) {
  // Not at the top: the packages may not have been installed when this file is loaded.
  const { listFiles, PackageManager } = (await import('@vscode/vsce')).default;
  const { name, publisher, version } = JSON.parse(await readFile(inRoot('package.json'), 'utf8'));
  const target = path.join(extensionsDir, `${publisher}.${name}-${version}`);
  // Also VS Code's list of what was there before: it is made anew from the folders.
  await rm(extensionsDir, { recursive: true, force: true });
  for (const file of await listFiles({ cwd: root, packageManager: PackageManager.None })) {
    await mkdir(path.dirname(path.join(target, file)), { recursive: true });
    await cp(inRoot(file), path.join(target, file));
  }
}
