/** Makes the package once for all its tests, as `npm run package` does. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { projectRoot } from '../host/projectRoot';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the package. */
    readonly vsix: string;
  }
}

export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sparse-topology-package-'));
  const vsix = path.join(folder, 'package.vsix');
  execFileSync(process.execPath, [path.join(projectRoot, 'scripts', 'package.mjs'), vsix], { stdio: 'pipe' });
  project.provide('vsix', vsix);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
