import { existsSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { section } from '../../configSchema';
import { DataError } from '../dataError';
import { commonKeys, defineDataFormat } from '../dataFormat';
import { readIdxFiles } from './idx';

const folderInPackage = path.join('media', 'fashion-mnist-sample');

/** The embedded sample of Fashion-MNIST: 28 × 28 pixels, 10 kinds of clothes. */
export const fashionMnistSampleFormat = defineDataFormat({
  schema: section({
    kind: z
      .literal('fashion-mnist-sample')
      .describe(
        'The sample of Fashion-MNIST that is part of the program: 6,000 training and 1,000 test images.',
      ),
    ...commonKeys('global'),
  }),
  pathKeys: [],
  shape: { inputs: 784, classes: 10 },
  recognise: () => null,
  async read(_config, { sampleFolder }) {
    const parts = await readIdxFiles({ folder: sampleFolder ?? findSampleFolder() });
    return { ...parts, classNames: clothes };
  },
});

const clothes = [
  'T-shirt',
  'trouser',
  'pullover',
  'dress',
  'coat',
  'sandal',
  'shirt',
  'sneaker',
  'bag',
  'ankle boot',
] as const;

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
