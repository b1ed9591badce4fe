import { readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { fileState } from '../../../src/analysis/fileState';
import { npzOf, randomNetwork } from '../analysis/support';
import { temporaryFolder, until } from '../runFolder/support';
import type { PrintedReport } from './printedReport';
import { bundleCli, runCli } from './support';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });
const root = temporaryFolder();
let cli: string;
const files = [1, 2, 3].map((seed) => path.join(root, `net${seed}.npz`));

beforeAll(async () => {
  cli = bundleCli(root);
  await Promise.all(
    files.map((file, k) => writeFile(file, npzOf(randomNetwork([30, 40], 4, k + 1).layers[0]))),
  );
});

/** A script for `node --require` that ends the command where a thread is sent one of these jobs. */
function withoutJobs(name: string, methods: readonly string[]): readonly string[] {
  const script = path.join(root, `${name}.cjs`);
  writeFileSync(
    script,
    `const threads = require('node:worker_threads');
     threads.Worker = class extends threads.Worker {
       postMessage(message) {
         if (${JSON.stringify(methods)}.includes(message.method)) process.exit(99);
         super.postMessage(message);
       }
     };`,
  );
  return ['--require', script];
}

test('a second time nothing is read and nothing computed, and the result is the same', async () => {
  const cache = path.join(root, 'kept');
  const args = ['nnstd', ...files, '--method', 'greedy', '--cache', cache, '--json'];
  // Which content a file has is kept once it was left alone for a while.
  await until('the files have settled', async () =>
    (await Promise.all(files.map(fileState))).every((state) => state!.settled),
  );
  const first = await runCli(cli, args);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(readdirSync(cache).length).toBeGreaterThan(0);
  const again = withoutJobs('again', ['describe', 'compare', 'comparePairs']);
  expect(await runCli(cli, args, { nodeArgs: again })).toEqual(first);
  expect(await runCli(cli, [...args, '--no-cache'], { nodeArgs: again })).toMatchObject({ code: 99 });
});

test('samples of chance are kept by their shape', async () => {
  const cache = path.join(root, 'chance');
  const args = ['--method', 'greedy', '--chance', '3', '--cache', cache, '--json'];
  const first = await runCli(cli, ['nnstd', files[0], files[1], ...args]);
  expect(first).toMatchObject({ code: 0, err: '' });
  // Of the three each has as many links.
  const links = ({ out }: { out: string }) => (JSON.parse(out) as PrintedReport).pairs[0].chance!.links.mean;
  const other = await runCli(cli, ['nnstd', files[1], files[2], ...args]);
  expect(links(other)).toBe(links(first));
  const again = withoutJobs('noSamples', ['chanceSample']);
  expect(await runCli(cli, ['nnstd', files[0], files[1], ...args], { nodeArgs: again })).toEqual(first);
});
