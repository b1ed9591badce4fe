/**
 * Makes media/fashion-mnist-sample/: 600 training and 100 test images of each kind of clothes out of Fashion-MNIST, as
 * gzipped IDX files, with their provenance and checksums in provenance.json. The same pixels come out every time; the gzip
 * bytes may differ between versions of zlib, so the recorded checksums are those of the unpacked files.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { byHash, classes, fashionMnistImages, idx, side, source } from './fashionMnist.mjs';
import { inRoot } from './support/paths.mjs';

const perClass = { train: 600, test: 100 };
const folder = inRoot('media', 'fashion-mnist-sample');

const images = await fashionMnistImages();
const split = { train: [], test: [] };
for (let label = 0; label < classes; label++) {
  const ofClass = images.filter((image) => image.label === label);
  split.train.push(...ofClass.slice(0, perClass.train));
  split.test.push(...ofClass.slice(perClass.train, perClass.train + perClass.test));
}

await mkdir(folder, { recursive: true });
const files = [];
let gzipBytes = 0;
for (const [part, prefix] of [
  ['train', 'train'],
  ['test', 't10k'],
]) {
  const chosen = split[part].sort(byHash);
  const count = chosen.length;
  await save(
    `${prefix}-images-idx3-ubyte.gz`,
    idx(
      [count, side, side],
      chosen.map((image) => image.pixels),
    ),
  );
  await save(
    `${prefix}-labels-idx1-ubyte.gz`,
    idx([count], [Buffer.from(chosen.map((image) => image.label))]),
  );
}
await writeFile(
  path.join(folder, 'provenance.json'),
  `${JSON.stringify(
    {
      dataset: 'Fashion-MNIST (Xiao, Rasul, Vollgraf 2017, arXiv 1708.07747)',
      licence: 'MIT, Copyright © 2017 Zalando SE; see LICENSE.txt',
      source: { ...source, files: 'src/clothes/{0..9}.json' },
      selection:
        'Of each class, without repeated images: the first 600 (training) and the next 100 (test) in the order of the SHA-256 of their pixels. The package mixes the original training and test images, so this is not a subset of the original split.',
      images: { train: perClass.train * classes, test: perClass.test * classes },
      files,
    },
    null,
    2,
  )}\n`,
);
console.log(`media/fashion-mnist-sample: ${Math.ceil(gzipBytes / 1024)} KiB`);

async function save(name, bytes) {
  const packed = gzipSync(bytes, { level: 9 });
  // Operating system of the gzip header: unknown, wherever this runs.
  packed[9] = 255;
  await writeFile(path.join(folder, name), packed);
  gzipBytes += packed.length;
  files.push({
    name,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
}
