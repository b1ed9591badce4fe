import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDistanceCache } from '../../../../src/analysis/cache/distanceCache';
import { recordKey, recordLine } from '../../../../src/analysis/cache/record';
import { measureOf } from '../../../../src/measure/measure';
import { distanceMethods } from '../../../../src/nnstd/methods/registry';
import type { LayerComparison } from '../../../../src/protocol/analysis';
import { temporaryFolder } from '../support';

const root = await temporaryFolder();
const newFolder = (): Promise<string> => mkdtemp(path.join(root, 'cache-'));

/** No two numbers alike, and none that a sloppy writing of digits would keep. */
const layers: LayerComparison[] = [0, 1].map((layer) => ({
  layer,
  distance: 1 / (3 + layer),
  cost: 0.1 + 0.2 + layer,
  links: 100 + layer,
  counts: layer === 0,
  neurons: 20 + layer,
  matchedWithSelf: 30 + layer,
  matchedAtCostOne: 40 + layer,
  emptyA: 50 + layer,
  emptyB: 60 + layer,
  interchangeable: 70 + layer,
}));
const unmarked = layers.map((layer) => ({ ...layer, interchangeable: null }));
const turned = unmarked.map((layer) => ({ ...layer, emptyA: layer.emptyB, emptyB: layer.emptyA }));

test('everything that is kept comes back to the last bit', async () => {
  const folder = await newFolder();
  const cache = openDistanceCache(folder);
  const cells = layers.map(({ distance, links, counts }) => ({ distance, links, counts }));
  cache.keepPair(measureOf('greedy'), 'aa', 'bb', layers);
  const content = { hash: 'cc', epoch: null, depth: 3 };
  cache.keepContent('/a file', 'stamp', content);
  cache.keepChance(measureOf('refined'), 'shape', 3, cells);
  cache.close();
  const later = openDistanceCache(folder);
  for (const one of [cache, later]) {
    expect(one.pair(measureOf('greedy'), 'aa', 'bb')).toEqual(layers);
    expect([one.content('/a file', 'stamp'), one.content('/a file', 'other')]).toEqual([content, undefined]);
    expect(one.chance(measureOf('refined'), 'shape', 3)).toEqual(cells);
    expect(one.chance(measureOf('refined'), 'shape', 4)).toBeUndefined();
  }
});

test('a symmetric method is known either way round, the published one only as asked', () => {
  for (const method of ['greedy', 'refined', 'reference'] as const) {
    for (const [a, b] of [
      ['aa', 'bb'],
      ['dd', 'cc'],
    ]) {
      const cache = openDistanceCache(null);
      const measure = measureOf(method);
      cache.keepPair(measure, a, b, layers);
      expect(cache.pair(measure, a, b)).toEqual(layers);
      expect(cache.matrixPair(measure, a, b)).toEqual(unmarked);
      expect(cache.pair(measure, b, a)).toEqual(method === 'reference' ? undefined : turned);
    }
  }
});

test('who is interchangeable is known in the order asked for, and no matrix makes it forgotten', () => {
  const cache = openDistanceCache(null);
  const measure = measureOf('greedy');
  cache.keepPair(measure, 'bb', 'aa', unmarked);
  expect(cache.pair(measure, 'bb', 'aa')).toEqual(unmarked);
  cache.keepPair(measure, 'bb', 'aa', layers);
  cache.keepPair(measure, 'aa', 'bb', turned);
  expect(cache.pair(measure, 'bb', 'aa')).toEqual(layers);
  expect(cache.pair(measure, 'aa', 'bb')).toEqual(turned);
});

test('other measures and other versions of a method are other distances', () => {
  const cache = openDistanceCache(null);
  const measure = measureOf('refined', { budget: 'quick' });
  cache.keepPair(measure, 'aa', 'bb', layers);
  for (const other of [
    measureOf('refined'),
    measureOf('refined', { budget: 'quick', outputs: 'fixed' }),
    measureOf('refined', { budget: { seconds: 1 } }),
    measureOf('greedy'),
  ]) {
    expect(cache.pair(other, 'aa', 'bb')).toBeUndefined();
  }
  const { refined } = distanceMethods;
  (distanceMethods as { refined: typeof refined }).refined = { ...refined, version: refined.version + 1 };
  expect(cache.pair(measure, 'aa', 'bb')).toBeUndefined();
  (distanceMethods as { refined: typeof refined }).refined = refined;
  expect(cache.pair(measure, 'aa', 'bb')).toEqual(layers);
});

test('a value of another form, though it is whole, is none', async () => {
  const folder = await newFolder();
  const writer = openDistanceCache(folder);
  writer.keepPair(measureOf('greedy'), 'aa', 'bb', layers);
  writer.close();
  const file = path.join(folder, readdirSync(folder)[0]);
  const [, key] = readFileSync(file, 'utf8').split(' ');
  for (const value of ['', '[', 'null', '{}', '[1]', '[[1,2,3]]', '[[1,2,3,4,5,6,7,8,"9"]]']) {
    writeFileSync(file, recordLine({ key, value }));
    expect(openDistanceCache(folder).pair(measureOf('greedy'), 'aa', 'bb')).toBeUndefined();
  }
});

test('keys of other parts are other keys', () => {
  const keys = [['a', 'b'], ['ab'], ['a', 'b', ''], ['a,b'], ['a', 1], ['a', '1']].map((parts) =>
    recordKey(...parts),
  );
  expect(new Set(keys).size).toBe(keys.length);
});
