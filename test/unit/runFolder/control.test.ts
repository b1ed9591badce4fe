import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { dropRequest, listRequests, removeRequest } from '../../../src/checkpoints/runFolder/control';
import { temporaryFolder } from './support';

const root = temporaryFolder();
let folder: string;
let count = 0;
beforeEach(() => {
  folder = path.join(root, String(count++));
});

test('a request lies there until it is removed', async () => {
  const file = await dropRequest(folder, 'pause');
  expect(await listRequests(folder)).toEqual({ requests: [{ request: 'pause', file }], unknown: [] });
  expect(await removeRequest(file)).toBe(true);
  expect(await removeRequest(file)).toBe(true);
  expect(await listRequests(folder)).toEqual({ requests: [], unknown: [] });
  expect(await readdir(path.join(folder, 'control'))).toEqual([]);
});

test('a folder without control/ holds none', async () => {
  expect(await listRequests(path.join(folder, 'nowhere'))).toEqual({ requests: [], unknown: [] });
});

test('requests come in the order they were made', async () => {
  const late = await dropRequest(folder, 'pause');
  const early = await dropRequest(folder, 'stop');
  await utimes(early, new Date(1000), new Date(1000));
  expect((await listRequests(folder)).requests.map(({ file }) => file)).toEqual([early, late]);
});

test('hand-made requests count; other names are told, unfinished ones are not', async () => {
  const control = path.join(folder, 'control');
  await mkdir(control, { recursive: true });
  for (const name of [
    'stop',
    'checkpoint.txt',
    'stopping',
    'Pause',
    'pause_now',
    '.pause-1.tmp',
    'notes.md',
  ]) {
    await writeFile(path.join(control, name), 'whatever');
  }
  const { requests, unknown } = await listRequests(folder);
  expect(requests.map(({ request }) => request).sort()).toEqual(['checkpoint', 'stop']);
  expect([...unknown].sort()).toEqual(['Pause', 'notes.md', 'pause_now', 'stopping']);
});
