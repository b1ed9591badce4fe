import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  noAnnotation,
  readRunAnnotation,
  writeRunAnnotation,
} from '../../../src/checkpoints/runFolder/annotation';
import { readRun } from '../../../src/checkpoints/runFolder/readRun';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sparse-topology-annotation-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what is written is read, and nothing else is left in the folder', async () => {
  const annotation = { name: 'Wide, ζ = 0.3', note: 'two lines\nof “words”', experiment: null };
  await writeRunAnnotation(folder, annotation);
  expect(await readRunAnnotation(folder)).toEqual({ status: 'read', value: annotation });
  expect((await readRun(folder)).annotation).toEqual(annotation);
  expect(await readdir(folder)).toEqual(['annotation.json']);
});

test('a run without one has none, and blanks are nothing', async () => {
  expect((await readRun(folder)).annotation).toEqual(noAnnotation);
  await writeFile(path.join(folder, 'annotation.json'), '{"version":1,"name":"  ","note":" a "}');
  expect((await readRun(folder)).annotation).toEqual({ name: null, note: 'a', experiment: null });
});

test.each(['not JSON', '{"version":2}', '{"version":1,"name":5}'])(
  'a wrong one is told of: %s',
  async (content) => {
    await writeFile(path.join(folder, 'annotation.json'), content);
    const { annotation, problems } = await readRun(folder);
    expect(annotation).toEqual(noAnnotation);
    expect(problems.join()).toMatch(/annotation\.json/);
  },
);
