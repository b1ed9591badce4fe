import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readRunInputs, type RunInputs, writeRunInputs } from '../../../src/checkpoints/runFolder/runInputs';
import { temporaryFolder } from './support';

const folder = temporaryFolder();
const file = path.join(folder, 'inputs.json');
const colour = { height: 32, width: 16, channels: 3, order: 'interleaved' } as const;

async function kept(inputs: RunInputs): Promise<RunInputs> {
  await writeRunInputs(folder, inputs);
  const read = await readRunInputs(folder);
  if (read.status !== 'read') throw new Error(read.status);
  return read.value;
}

test('a run that says nothing of its inputs is none that says something wrong', async () => {
  expect(await readRunInputs(folder)).toEqual({ status: 'missing' });
});

test('what is written is read, and nothing else is left in the folder', async () => {
  const columns = ['Alter, in Jahren', 'ζ “quoted”', '', '收入'];
  expect(await kept({ columns, image: null })).toEqual({ columns, image: null });
  expect(await kept({ columns: null, image: colour })).toEqual({ columns: null, image: colour });
  expect(await readdir(folder)).toEqual(['inputs.json']);
});

test('names become one line each, of at most 100 characters', async () => {
  const { columns } = await kept({ columns: [' a\r\n\tb\u0000 ', '💡'.repeat(500)], image: null });
  expect(columns).toEqual(['a b', `${'💡'.repeat(99)}…`]);
});

test('a hundred thousand columns are named; names that take megabytes are left out, the image is not', async () => {
  const many = Array.from({ length: 100_000 }, (_, k) => `gene ${String(k)}`);
  expect((await kept({ columns: many, image: null })).columns).toEqual(many);
  expect(await kept({ columns: many.map((name) => name.repeat(9)), image: colour })).toEqual({
    columns: null,
    image: colour,
  });
  expect((await stat(file)).size).toBeLessThan(200);
});

test.each([
  ['no JSON', '{'],
  ['another version', '{"version":2,"columns":["a"]}'],
  ['names that are none', '{"version":1,"columns":["a",5]}'],
  ['sizes that are none', '{"version":1,"image":{"height":0,"width":2,"channels":1,"order":"planar"}}'],
  ['more than anybody needs', JSON.stringify({ version: 1, columns: ['x'.repeat(5 << 20)] })],
])('%s is told of, with the file', async (_, content) => {
  await writeFile(file, content);
  expect(await readRunInputs(folder)).toEqual({
    status: 'invalid',
    problem: expect.stringContaining('inputs.json') as string,
  });
  expect(await readFile(file, 'utf8')).toBe(content);
});
