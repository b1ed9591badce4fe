import { writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { randomNetwork, npzOf } from '../analysis/support';
import { temporaryFolder } from '../runFolder/support';
import type { PrintedReport } from './printedReport';
import { bundleCli, runCli } from './support';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });
const root = temporaryFolder();
let cli: string;
const layers = [1, 2, 3].map((seed) => randomNetwork([30, 40], 4, seed).layers[0]);
const files = layers.map((_, k) => path.join(root, `net${k}.npz`));
const arguments_ = ['nnstd', ...files, '--method', 'greedy', '--threads', '2', '--no-cache', '--json'];

beforeAll(async () => {
  cli = bundleCli(root);
  await Promise.all(files.map((file, k) => writeFile(file, npzOf(layers[k]))));
});

/** A script for `node --require` that does something whenever a thread is sent a comparison. */
function atEachComparison(name: string, action: string): readonly string[] {
  const script = path.join(root, `${name}.cjs`);
  writeFileSync(
    script,
    `const threads = require('node:worker_threads');
     let sent = 0;
     threads.Worker = class extends threads.Worker {
       postMessage(message) {
         const compares = message.type === 'request' && message.method === 'comparePairs';
         ${action}
       }
     };`,
  );
  return ['--require', script];
}

describe('threads of a comparison', () => {
  test('one that is killed is replaced, and nothing is missing', async () => {
    const [undisturbed, disturbed] = await Promise.all([
      runCli(cli, arguments_),
      runCli(cli, arguments_, {
        nodeArgs: atEachComparison(
          'killed',
          'super.postMessage(message); if (compares && sent++ === 0) void this.terminate();',
        ),
      }),
    ]);
    expect(disturbed).toEqual(undisturbed);
    expect(disturbed).toMatchObject({ code: 0, err: '' });
  });

  test('where they die again and again the pairs have no distance, and the command ends', async () => {
    const { code, out, err } = await runCli(cli, arguments_, {
      nodeArgs: atEachComparison(
        'killedAlways',
        'super.postMessage(message); if (compares) void this.terminate();',
      ),
    });
    expect(code).toBe(5);
    expect(err).toContain('3 of 3 pairs have no distance');
    for (const { problem } of (JSON.parse(out) as PrintedReport).pairs) {
      expect(problem).toContain('the computation broke off 2 times');
    }
  });
});

test('a checkpoint that is replaced on the way is not compared under its old hash', async () => {
  const changing = path.join(root, 'changing.npz');
  const replacement = path.join(root, 'replacement.npz');
  await writeFile(changing, npzOf(layers[0]));
  await writeFile(replacement, npzOf(layers[1]));
  const args = ['nnstd', files[2], changing, files[1], '--method', 'greedy', '--no-cache', '--json'];
  const { code, out } = await runCli(cli, [...args, '--threads', '1'], {
    nodeArgs: atEachComparison(
      'replaced',
      `if (compares && sent++ === 0) {
         const { copyFileSync } = require('node:fs');
         copyFileSync(${JSON.stringify(replacement)}, ${JSON.stringify(changing)});
       }
       super.postMessage(message);`,
    ),
  });
  expect(code).toBe(5);
  const { pairs } = JSON.parse(out) as PrintedReport;
  const changed = `${changing}: it changed while it was compared`;
  expect(pairs.map(({ problem }) => problem)).toEqual([changed, null, changed]);
});
