import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as script from '../scripts/fashionMnist.mjs';

export interface Split {
  /** Samples of each of the ten classes; null: all that the test leaves. */
  readonly trainPerClass: number | null;
  readonly testPerClass: number;
}

/** All of Fashion-MNIST, to be split; throws where its package cannot be fetched. */
export async function fashionMnist(root: string) {
  const url = pathToFileURL(path.join(root, 'scripts/fashionMnist.mjs')).href;
  const { fashionMnistImages, byHash, idx, side } = (await import(url)) as typeof script;
  const images = (await fashionMnistImages()).sort(byHash);

  /** Writes a split as IDX files into a folder: of each class the first in the order of their hashes are the test. */
  return async function writeSplit(
    folder: string,
    { trainPerClass, testPerClass }: Split,
  ): Promise<{ readonly train: number; readonly test: number }> {
    const seen = new Map<number, number>();
    const parts: { train: typeof images; test: typeof images } = { train: [], test: [] };
    for (const image of images) {
      const before = seen.get(image.label) ?? 0;
      seen.set(image.label, before + 1);
      if (before < testPerClass) parts.test.push(image);
      else if (before < testPerClass + (trainPerClass ?? Infinity)) parts.train.push(image);
    }
    for (const [name, part] of [
      ['train', parts.train],
      ['t10k', parts.test],
    ] as const) {
      const pixels = part.map((image) => image.pixels);
      await writeFile(path.join(folder, `${name}-images-idx3-ubyte`), idx([part.length, side, side], pixels));
      const labels = Uint8Array.from(part, ({ label }) => label);
      await writeFile(path.join(folder, `${name}-labels-idx1-ubyte`), idx([part.length], [labels]));
    }
    return { train: parts.train.length, test: parts.test.length };
  };
}
