import { appendFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import {
  appendMetrics,
  formatMetrics,
  keptMetrics,
  metricsStart,
  readMetrics,
} from '../../../src/checkpoints/runFolder/metricsLog';
import { metricsOf, temporaryFolder } from './support';

const root = temporaryFolder();
let file: string;
let count = 0;
beforeEach(() => {
  file = path.join(root, `metrics-${count++}.jsonl`);
});
const upTo = (epoch: number) => Array.from({ length: epoch + 1 }, (_, i) => metricsOf(i));

test('what is appended is read, also bit by bit', async () => {
  expect(await readMetrics(file)).toEqual({
    lines: [],
    cursor: metricsStart,
    restarted: false,
    problems: [],
  });
  await appendMetrics(file, metricsOf(0));
  const first = await readMetrics(file);
  expect(first.lines).toEqual([metricsOf(0)]);
  await appendMetrics(file, metricsOf(1));
  await appendMetrics(file, metricsOf(2));
  const second = await readMetrics(file, first.cursor);
  expect(second).toMatchObject({ lines: [metricsOf(1), metricsOf(2)], restarted: false, problems: [] });
  expect((await readMetrics(file, second.cursor)).lines).toEqual([]);
});

test('a torn last line is left until it is whole', async () => {
  const line = formatMetrics(metricsOf(1));
  await writeFile(file, formatMetrics(metricsOf(0)) + line.slice(0, 30));
  const first = await readMetrics(file);
  expect(first).toMatchObject({ lines: [metricsOf(0)], problems: [] });
  await appendFile(file, line.slice(30));
  expect((await readMetrics(file, first.cursor)).lines).toEqual([metricsOf(1)]);
});

test('however the file grows, each line is read once', async () => {
  const text = Buffer.from(upTo(6).map(formatMetrics).join('').replaceAll('"time"', '"é":"ü","time"'));
  const cuts = fc.uniqueArray(fc.nat(text.length), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(cuts, async (unsorted) => {
      const target = `${file}-${count++}`;
      const seen: number[] = [];
      let cursor = metricsStart;
      let from = 0;
      for (const to of [...unsorted.sort((a, b) => a - b), text.length]) {
        await appendFile(target, text.subarray(from, to));
        from = to;
        const read = await readMetrics(target, cursor);
        expect(read.restarted).toBe(false);
        seen.push(...read.lines.map(({ epoch }) => epoch));
        cursor = read.cursor;
      }
      expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(cursor.offset).toBe(text.length);
    }),
    { numRuns: 40 },
  );
});

test('a file that was cut or replaced is read anew', async () => {
  await writeFile(file, upTo(5).map(formatMetrics).join(''));
  const { cursor } = await readMetrics(file);
  const cut = upTo(3).map(formatMetrics).join('');
  await writeFile(file, cut);
  expect(await readMetrics(file, cursor)).toMatchObject({ lines: upTo(3), restarted: true });

  const other = upTo(5).map((metrics) => formatMetrics({ ...metrics, elapsedMs: 13.5 }));
  await writeFile(`${file}.new`, other.join(''));
  await rename(`${file}.new`, file);
  const again = await readMetrics(file, cursor);
  expect(again.restarted).toBe(true);
  expect(again.lines).toHaveLength(6);
  expect(again.lines[5].elapsedMs).toBe(13.5);
});

test('lines that are none of ours are told with their numbers, the others read', async () => {
  const lines = [
    formatMetrics(metricsOf(0)),
    'garbage\n',
    '{"epoch":-1}\n',
    '\n',
    '\u0000\u0000\n',
    formatMetrics(metricsOf(1)),
  ];
  await writeFile(file, lines.join(''));
  const read = await readMetrics(file);
  expect(read.lines).toEqual([metricsOf(0), metricsOf(1)]);
  expect(read.problems.map((problem) => problem.split(':')[0])).toEqual(['line 2', 'line 3', 'line 5']);
});

test('a resumed run keeps one line an epoch up to its checkpoint', () => {
  expect(keptMetrics(upTo(5), 3)).toEqual(upTo(3));
  expect(keptMetrics(upTo(5), null)).toEqual([]);
  const twice = [...upTo(2), { ...metricsOf(1), elapsedMs: 99 }];
  expect(keptMetrics(twice, 2).map(({ epoch, elapsedMs }) => [epoch, elapsedMs])).toEqual([
    [0, 12.5],
    [1, 99],
    [2, 12.5],
  ]);
});
