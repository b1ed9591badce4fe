import { chmodSync, mkdirSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import manifest from '../../../package.json';
import { readMetrics } from '../../../src/checkpoints/runFolder/metricsLog';
import { runInputsTask } from '../../../src/analysis/runInputsTask';
import { readRun, type RunFacts } from '../../../src/checkpoints/runFolder/readRun';
import { type RunInputs, unknownInputs } from '../../../src/protocol/runInputs';
import { readSnapshot } from '../../../src/checkpoints/snapshotFile';
import { temporaryFolder, until } from '../runFolder/support';
import {
  bundleCli,
  checkpointNames,
  makeIdxFolder,
  readCheckpointFile,
  runCli,
  startCli,
  writeConfig,
} from './support';

// Many processes one after the other, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });
const root = temporaryFolder();
let cli: string;
const tiny = {
  data: { kind: 'idx', folder: 'data' },
  network: { hidden: [16] },
  topology: { epsilon: 3 },
  optimizer: { batchSize: 20 },
  epochs: 3,
};

beforeAll(() => {
  cli = bundleCli(root);
  makeIdxFolder(path.join(root, 'data'), { side: 8, train: 100, test: 20 });
});

const config = (name: string, change: object = {}): string =>
  writeConfig(path.join(root, `${name}.json`), { ...tiny, ...change });

async function replaceIn(file: string, from: string, to: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
}

test('train prints the run folder alone on standard output and leaves a finished run', async () => {
  const { code, out, err } = await runCli(cli, ['train', config('first')]);
  const folder = path.join(root, 'runs', 'first');
  expect({ code, out }).toEqual({ code: 0, out: `${folder}\n` });
  expect(err).toMatch(/epoch 3\/3 {2}test loss [\d.]+ {2}accuracy [\d.]+ %/);
  expect(err).not.toContain('\u001b');
  expect(await readRun(folder)).toMatchObject({ state: 'finished', epoch: 3, epochs: 3, problems: [] });
  expect((await readMetrics(path.join(folder, 'metrics.jsonl'))).lines.map(({ epoch }) => epoch)).toEqual([
    0, 1, 2, 3,
  ]);
  const names = await checkpointNames(folder);
  expect(names).toEqual([0, 1, 2, 3].map((epoch) => `epoch-000${epoch}.safetensors`));
  const last = await readSnapshot(path.join(folder, 'checkpoints', names[3]));
  expect(last).toMatchObject({ epoch: 3, stepInEpoch: 0, step: 15 });
  expect(await readFile(path.join(folder, 'train.log'), 'utf8')).toContain('epoch 3/3');

  const status = await runCli(cli, ['status', folder, '--json']);
  const facts = JSON.parse(status.out) as RunFacts & { lastCheckpoint: string };
  expect(facts).toMatchObject({ state: 'finished', epoch: 3, lastCheckpoint: 'epoch-0003.safetensors' });
  expect((await runCli(cli, ['status', path.join(folder, 'run.json')])).out).toMatch(
    /state +finished\n +epoch +3 of 3/,
  );
  expect(await runCli(cli, ['resume', folder])).toMatchObject({
    code: 0,
    out: 'first is finished: there is nothing to resume.\n',
  });
  expect((await runCli(cli, ['pause', folder])).code).toBe(4);
});

test('train --json prints a JSON object a line', async () => {
  const { code, out } = await runCli(cli, ['train', config('lines'), '--json']);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(code).toBe(0);
  expect(lines[0]).toEqual({ event: 'run', version: 1, folder: path.join(root, 'runs', 'lines') });
  expect(lines.slice(1, -1).map(({ event, epoch }) => [event, epoch])).toEqual(
    [0, 1, 2, 3].map((epoch) => ['epoch', epoch]),
  );
  expect(lines.at(-1)).toEqual({ event: 'end', state: 'finished', error: null, endedEarly: null });
});

test('a run on a table names its inputs for who looks at it, also after it is resumed', async () => {
  const rows = Array.from({ length: 40 }, (_, k) => `${String(k)},${k % 2 ? 'yes' : 'no'},${String(k % 7)}`);
  await writeFile(path.join(root, 'table.csv'), `age,bought,"visits, a year"\n${rows.join('\n')}\n`);
  const data = { kind: 'csv', train: 'table.csv', label: 'bought' };
  const table = { data, topology: { density: 0.5 }, epochs: 1 };
  const folder = (await runCli(cli, ['train', config('table', table)])).out.trim();
  const checkpoints = path.join(folder, 'checkpoints');
  const told = (): Promise<RunInputs> =>
    Promise.resolve(runInputsTask.runInputs({ path: checkpoints }, {} as never));
  expect(await told()).toEqual({ columns: ['age', 'visits, a year'], image: null, problem: null });

  const file = path.join(folder, 'inputs.json');
  await writeFile(file, '{"version":1,"columns":["a","b"]}');
  await replaceIn(path.join(folder, 'config.json'), '"epochs": 1', '"epochs": 2');
  expect((await runCli(cli, ['resume', folder])).code).toBe(0);
  expect((await told()).columns).toEqual(['a', 'b']);

  await writeFile(file, '{}');
  expect(await told()).toMatchObject({ columns: null, problem: expect.stringContaining(file) as string });
  expect(await runInputsTask.runInputs({ path: folder }, {} as never)).toEqual(unknownInputs);
});

test('--out and --name place the run; a taken name gets a number', async () => {
  const args = [
    'train',
    config('placed', { epochs: 1 }),
    '--out',
    path.join(root, 'elsewhere'),
    '--name',
    'a b',
  ];
  expect((await runCli(cli, args)).out).toBe(`${path.join(root, 'elsewhere', 'a b')}\n`);
  expect((await runCli(cli, args)).out).toBe(`${path.join(root, 'elsewhere', 'a b-2')}\n`);
  const bad = await runCli(cli, [...args.slice(0, 4), '--name', '../up']);
  expect(bad.code).toBe(2);
  expect(bad.err).toBe('sparse-topology: "../up" cannot be the name of a folder.\n');
});

test('the same configuration gives the same checkpoints, byte for byte', async () => {
  const file = config('same');
  const [a, b] = [
    (await runCli(cli, ['train', file])).out.trim(),
    (await runCli(cli, ['train', file])).out.trim(),
  ];
  for (const name of await checkpointNames(a)) {
    expect((await readCheckpointFile(a, name)).equals(await readCheckpointFile(b, name))).toBe(true);
  }
});

test('a finished run goes on where it is given more epochs, and ends as one that had them from the start', async () => {
  const short = (await runCli(cli, ['train', config('short', { epochs: 2 })])).out.trim();
  const long = (await runCli(cli, ['train', config('long', { epochs: 4 })])).out.trim();
  await replaceIn(path.join(short, 'config.json'), '"epochs": 2', '"epochs": 4');
  expect((await runCli(cli, ['resume', short])).code).toBe(0);
  const name = 'epoch-0004.safetensors';
  expect((await readCheckpointFile(short, name)).equals(await readCheckpointFile(long, name))).toBe(true);
});

describe('what is wrong is said in plain words, with an exit code:', () => {
  test('a broken configuration', async () => {
    const file = config('broken', { optimizer: { momentum: 2 }, epoch: 3 });
    const { code, out, err } = await runCli(cli, ['train', file]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('optimizer.momentum');
    expect(err).toContain('did you mean "epochs"');
    expect(err).not.toMatch(/\n\s+at /);
    expect(await readdir(path.join(root, 'runs'))).not.toContain('broken');
  });
  test('a configuration that is no JSON, or not there', async () => {
    await writeFile(path.join(root, 'torn.json'), '{"epochs": 3');
    const torn = await runCli(cli, ['train', path.join(root, 'torn.json')]);
    expect(torn.code).toBe(2);
    expect(torn.err).toContain('torn.json is not JSON');
    const missing = await runCli(cli, ['train', path.join(root, 'nowhere.json')]);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('nowhere.json cannot be read');
  });
  test('wrong arguments', async () => {
    for (const args of [['train'], ['trian', 'x'], ['pause'], ['train', 'a', '--resume', 'b']]) {
      const { code, err } = await runCli(cli, args);
      expect({ args, code }).toEqual({ args, code: 2 });
      expect(err).not.toBe('');
    }
    expect((await runCli(cli, ['pause', 'x', '--timeout', 'soon'])).code).toBe(2);
  });
  test('no run folder', async () => {
    for (const command of ['status', 'resume', 'pause']) {
      const { code, err } = await runCli(cli, [command, root]);
      expect({ command, code }).toEqual({ command, code: 3 });
      expect(err).toContain('is no run folder');
    }
    expect((await runCli(cli, ['train', '--resume', root])).code).toBe(3);
  });
  test('training that diverges: where, why, and the last good checkpoint', async () => {
    const failed = await runCli(cli, ['train', config('wild', { optimizer: { learningRate: 1e30 } })]);
    expect(failed.code).toBe(1);
    const checkpoint = path.join(failed.out.trim(), 'checkpoints', 'epoch-0000.safetensors');
    expect(failed.err).toMatch(/training diverged in epoch 1, step \d+: .* try a tenth of it/);
    expect(failed.err).toContain(`The last good checkpoint is ${checkpoint}`);
    expect((await readRun(failed.out.trim())).error).toContain(checkpoint);
  });

  test('data that is missing: the run failed, says why, and can be resumed once it is there', async () => {
    const file = config('dataless', { data: { kind: 'idx', folder: 'data-later' } });
    const failed = await runCli(cli, ['train', file]);
    const folder = failed.out.trim();
    expect(failed.code).toBe(1);
    expect(failed.err).toContain('data-later');
    const facts = await readRun(folder);
    expect(facts.state).toBe('failed');
    expect(facts.error).toContain('data-later');
    const pause = await runCli(cli, ['pause', folder]);
    expect(pause.code).toBe(4);
    expect(pause.err).toContain('resume');
    makeIdxFolder(path.join(root, 'data-later'), { side: 8, train: 100, test: 20 });
    expect((await runCli(cli, ['resume', folder])).code).toBe(0);
    expect(await readRun(folder)).toMatchObject({ state: 'finished', error: null });
  });
  test('--debug shows where an error came from', async () => {
    const { err } = await runCli(cli, ['--debug', 'status', root]);
    expect(err).toMatch(/\n\s+at /);
  });
  test.skipIf(process.platform === 'win32')('a folder that cannot be written', async () => {
    const readOnly = path.join(root, 'read-only');
    mkdirSync(readOnly);
    chmodSync(readOnly, 0o555);
    // Root may write everywhere, so the command runs as nobody then.
    const options = process.getuid?.() === 0 ? { uid: 65534 } : {};
    const { code, err } = await runCli(cli, ['train', config('unwritable'), '--out', readOnly], options);
    expect(code).toBe(3);
    expect(err).toMatch(/read-only: it cannot be written \(EACCES\)/);
    expect(err.split('\n').length).toBeLessThanOrEqual(3);
  });
});

test('a newest checkpoint that is torn is skipped, and the run ends the same', async () => {
  const whole = (await runCli(cli, ['train', config('whole')])).out.trim();
  const torn = (await runCli(cli, ['train', config('torn-run')])).out.trim();
  const last = 'epoch-0003.safetensors';
  const bytes = await readCheckpointFile(torn, last);
  await writeFile(path.join(torn, 'checkpoints', last), bytes.subarray(0, bytes.length - 100));
  await writeFile(path.join(torn, 'checkpoints', 'epoch-0002.safetensors'), '');
  await replaceIn(path.join(torn, 'run.json'), '"finished"', '"stopped"');
  const resumed = await runCli(cli, ['train', '--resume', torn]);
  expect(resumed.code).toBe(0);
  expect(resumed.err.match(/warning: skipped a checkpoint/g)).toHaveLength(2);
  expect(resumed.err).toContain('continuing from epoch-0001.safetensors');
  for (const name of await checkpointNames(whole)) {
    expect((await readCheckpointFile(torn, name)).equals(await readCheckpointFile(whole, name))).toBe(true);
  }
});

test('a run goes on when whoever reads its output goes away', async () => {
  const started = startCli(cli, ['train', config('unread', { epochs: 30 })]);
  const folder = await started.folder;
  started.child.stdout!.destroy();
  started.child.stderr!.destroy();
  await until('it is finished', async () => (await readRun(folder)).state === 'finished');
  await rm(folder, { recursive: true, maxRetries: 5 });
});

test('the version is that of the package, and help is help', async () => {
  expect((await runCli(cli, ['--version'])).out).toBe(`${manifest.version}\n`);
  expect(await runCli(cli, ['--help'])).toMatchObject({ code: 0 });
});
