import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readRecords, type CsvRecord } from '../../../src/training/data/csvRecords';
import { DataError } from '../../../src/training/data/dataError';
import { dataFolder } from './support/dataFolder';

async function recordsOf(pieces: readonly string[], separator = ','): Promise<CsvRecord[]> {
  async function* source(): AsyncGenerator<string> {
    for (const piece of pieces) yield await Promise.resolve(piece);
  }
  const records: CsvRecord[] = [];
  for await (const some of readRecords('x.csv', source(), () => separator)) records.push(...some);
  return records;
}

const fieldsOf = (records: readonly CsvRecord[]) => records.map(({ fields }) => fields);

describe('CSV records', () => {
  it('are those of RFC 4180', async () => {
    const text = 'a,b,c\r\n1,"two, and ""more""",\n"multi\r\nline",,x\n\n"","",""';
    const records = await recordsOf([text]);
    expect(fieldsOf(records)).toEqual([
      ['a', 'b', 'c'],
      ['1', 'two, and "more"', ''],
      ['multi\r\nline', '', 'x'],
      ['', '', ''],
    ]);
    expect(records.map(({ line }) => line)).toEqual([1, 2, 3, 6]);
  });

  it('are the same however they are quoted, and wherever the pieces of text end', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\n', '\r', ' '), maxLength: 6 });
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.infiniteStream(fc.boolean()),
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.nat(60), { maxLength: 5 }),
        async (rows, quotes, lineEnd, cuts) => {
          const written = (text: string): string =>
            /[",\n\r]/.test(text) || quotes.next().value === true ? `"${text.replaceAll('"', '""')}"` : text;
          const text = rows.map((row) => row.map(written).join(',') + lineEnd).join('');
          const ends = [0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length].sort(
            (a, b) => a - b,
          );
          const pieces = ends.slice(1).map((end, k) => text.slice(ends[k], end));
          expect(fieldsOf(await recordsOf(pieces))).toEqual(rows);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a,b\n1,"two', /closing quote after line 2, found the end/],
    ['a,b\n1,"two"x\n', /separator after the quoted field in line 2, found "x/],
    ['a,b\n\n1,tw"o\n', /quote in line 3 only around a whole field, found "tw/],
  ])('refuse %j', async (text, message) => {
    await expect(recordsOf([text])).rejects.toThrow(message);
  });
});

describe('CSV data', () => {
  const folder = dataFolder();
  const flowers = 'length,width,species\n5.1,3.5,setosa\n7,3.2,"versicolor"\n6.3,-1e-1,setosa\n';

  it('has its classes in order, numbers as they are, and tells what it found out', async () => {
    await folder.write('flowers.csv', `\uFEFF${flowers}`);
    const parts = await folder.read({ kind: 'csv', train: 'flowers.csv' });
    expect(parts).toMatchObject({
      train: { count: 3, features: 2, labels: Uint8Array.of(0, 1, 0) },
      test: null,
      classes: 2,
      classNames: ['setosa', 'versicolor'],
      image: null,
    });
    expect([...parts.train.values]).toEqual([5.1, 3.5, 7, 3.2, 6.3, -0.1].map(Math.fround));
    expect(parts.notes).toEqual([
      'separator ","',
      'the first line is a header',
      'the label is column 3, "species"',
    ]);
  });

  it('keeps whole numbers of 0 to 255 as bytes, sorts number labels by number', async () => {
    await folder.write('train.csv.gz', gzipSync('10;0;255\n9;1;2\n-1;3;4\n'));
    await folder.write('test.csv', '9;7;8\n10;5;6\n');
    const parts = await folder.read({ kind: 'csv', folder: '.', label: 0 });
    expect(parts.train.values).toEqual(Uint8Array.of(0, 255, 1, 2, 3, 4));
    expect(parts.test!.values).toEqual(Uint8Array.of(7, 8, 5, 6));
    expect(parts.classNames).toEqual(['-1', '9', '10']);
    expect([[...parts.train.labels], [...parts.test!.labels]]).toEqual([
      [2, 1, 0],
      [1, 2],
    ]);
  });

  it('takes the label by name, and a header or separator as told', async () => {
    await folder.write('named.csv', 'kind|1|2\nb|3|4\na|5|6\n');
    const named = await folder.read({ kind: 'csv', train: 'named.csv', label: 'kind', separator: '|' });
    expect(named.train.values).toEqual(Uint8Array.of(3, 4, 5, 6));
    await folder.write('numbers.csv', '1,2,0\n3,4,1\n');
    const all = await folder.read({ kind: 'csv', train: 'numbers.csv' });
    expect(all.train.count).toBe(2);
    const headed = await folder.read({ kind: 'csv', train: 'numbers.csv', header: true });
    expect(headed.train.count).toBe(1);
  });

  it.each([
    [
      'a missing value',
      'x,y,z\n1,2,a\n3,,b\n',
      /value in line 3, column 2 \("y"\), found nothing: a missing/,
    ],
    ['NA', '1,2,a\n3,NA,b\n', /line 2, column 2, found "NA": a missing value/],
    ['a missing label', 'x,y\n1,a\n2,\n', /line 3, column 2 \("y"\)/],
    ['text for a number', 'x,y\n1,a\ntwo,b\n', /number in line 3, column 1 \("x"\), found "two"/],
    ['a hexadecimal number', '1,a\n0x10,b\n', /number in line 2, column 1, found "0x10"/],
    ['beyond float32', '1,a\n1e39,b\n', /number in line 2, column 1, found "1e39"/],
    ['short rows', '1,2,a\n3,b\n', /3 fields in line 2, found 2/],
    ['one column', 'a\nb\n', /2 to 16777216 columns in line 1, found 1/],
    ['a header alone', 'x,y\n', /at least one row of data, found none/],
    ['nothing', '', /at least one row/],
    ['too many labels', Array.from({ length: 300 }, (_, k) => `1,${k}\n`).join(''), /at most 256 classes/],
  ])('is refused with its place: %s', async (_, text, message) => {
    await folder.write('bad.csv', text);
    const error: unknown = await folder
      .read({ kind: 'csv', train: 'bad.csv' })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DataError);
    expect((error as DataError).message).toMatch(message);
    expect((error as DataError).file).toBe(folder.place('bad.csv'));
  });

  it('is refused where the columns are not as told, or not alike', async () => {
    await folder.write('a.csv', flowers);
    await folder.write('b.csv', flowers.replace('width', 'height'));
    await folder.write('c.csv', '1,a\n');
    await folder.write('latin1.csv', Buffer.from([0x31, 0x2c, 0xe9, 0x0a]));
    const problems: readonly (readonly [object, RegExp])[] = [
      [{ train: 'a.csv', label: 'kind' }, /a column "kind" in line 1, found the columns/],
      [{ train: 'a.csv', label: 5 }, /a column 5 for the label, found 3 columns/],
      [{ train: 'a.csv', test: 'b.csv' }, /column 2 "width", as in training, found "height"/],
      [{ train: 'a.csv', test: 'c.csv' }, /3 columns, as in training, found 2/],
      [{ train: 'latin1.csv' }, /text in UTF-8/],
      [{ train: 'absent.csv' }, /readable CSV file, found nothing/],
      [{ train: '.' }, /found a folder/],
    ];
    for (const [data, message] of problems) {
      await expect(folder.read({ kind: 'csv', ...data })).rejects.toThrow(message);
    }
  });
});
