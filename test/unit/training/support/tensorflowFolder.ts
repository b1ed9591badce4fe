import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A folder that looks as if `@tensorflow/tfjs-node` were installed there: the module of this text, by default the same
 * library in plain JavaScript.
 */
export function makeTensorflowFolder(text?: string): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'sparse-topology-tensorflow-'));
  const home = path.join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
  mkdirSync(home, { recursive: true });
  const plain = createRequire(import.meta.url).resolve('@tensorflow/tfjs');
  writeFileSync(path.join(home, 'index.js'), text ?? `module.exports = require(${JSON.stringify(plain)});`);
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
