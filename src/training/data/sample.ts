import { existsSync } from 'node:fs';
import path from 'node:path';
import { DataError } from './dataError';

const folderInPackage = path.join('media', 'fashion-mnist-sample');

/**
 * Folder of the embedded Fashion-MNIST sample: `media/fashion-mnist-sample` in the folder of this program or the nearest
 * one above it, whether it runs bundled (dist/cli.js) or from its sources. Throws `DataError`.
 */
export function findSampleFolder(start: string = __dirname): string {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, folderInPackage);
    if (existsSync(candidate)) return candidate;
    if (path.dirname(folder) === folder) {
      throw new DataError(
        path.join(start, folderInPackage),
        'the embedded data in a folder above',
        'nothing',
      );
    }
  }
}
