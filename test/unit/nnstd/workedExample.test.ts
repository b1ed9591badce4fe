import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DistanceMethod, measureOf } from '../../../src/measure/measure';
import { networkDistance } from '../../../src/nnstd/networkDistance';
import { layerOf } from './layers';

const document = readFileSync(path.resolve(import.meta.dirname, '../../../docs/nnstd.md'), 'utf8');
const example = /### An example\n([\s\S]*?)\n## /.exec(document)![1];

type Row = Readonly<Record<string, string>>;

/** The tables of a text: a record for each row, by the names of the columns. */
function tables(text: string): readonly (readonly Row[])[] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('|'))
    .map((block) => {
      const [names, , ...rows] = block.split('\n').map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
      return rows.map((row) => Object.fromEntries(row.map((cell, k) => [names[k], cell])));
    });
}

const inputsIn = (set: string): number[] => (set.match(/\d+/g) ?? []).map(Number);

function fraction(text: string): number {
  const [part, whole = '1'] = text.split('/').map((number) => number.trim());
  return Number(part) / Number(whole);
}

/** Such as 1/12 in "distance is (…) / 4 = 1/12". */
const results = [...example.matchAll(/= (\d+\/\d+)/g)].map(([, result]) => fraction(result));

describe('the example of docs/nnstd.md', () => {
  const layers = tables(example);
  const network = (column: string) => ({
    layers: layers.map((rows, k) =>
      layerOf(
        k === 0 ? 5 : layers[k - 1].length,
        rows.map((row) => inputsIn(row[column])),
      ),
    ),
  });
  const first = network('first network');
  const second = network('second network');

  test('has two layers, of four neurons and of two', () => {
    expect(layers.map((rows) => rows.length)).toEqual([4, 2]);
    expect(results.length).toBe(3);
  });

  test.each<DistanceMethod>(['reference', 'greedy', 'refined'])('is what %s finds', (method) => {
    const found = networkDistance(first, second, measureOf(method));
    layers.forEach((rows, k) => {
      expect([...found.layers[k].matching]).toEqual(rows.map((row) => Number(row['matched with'])));
      expect([...found.layers[k].pairCosts]).toEqual(rows.map((row) => fraction(row['distance'])));
      expect(found.layers[k].distance).toBeCloseTo(results[k], 12);
    });
    expect(found.mean).toBeCloseTo(results[2], 12);
  });

  test('renames the inputs of the second layer by the matching of the first', () => {
    const matching = layers[0].map((row) => Number(row['matched with']));
    for (const row of layers[1]) {
      const renamed = inputsIn(row['second network']).map((input) => matching.indexOf(input));
      expect(inputsIn(row['the same, renamed'])).toEqual(renamed.sort((x, y) => x - y));
    }
  });
});
