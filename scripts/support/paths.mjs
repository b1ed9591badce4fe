/** Where things are. The cache can live elsewhere, so that several clones share one VS Code. */
import { fileURLToPath } from 'node:url';
import path from 'node:path';

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

export const cacheDir = path.resolve(root, process.env.SPARSE_TOPOLOGY_CACHE || '.vscode-test');

export function inRoot(...segments) {
  return path.join(root, ...segments);
}
