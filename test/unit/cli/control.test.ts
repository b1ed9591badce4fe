import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readRun } from '../../../src/checkpoints/runFolder/readRun';
import { temporaryFolder, until } from '../runFolder/support';
import {
  bundleCli,
  checkpointNames,
  makeIdxFolder,
  readCheckpointFile,
  runCli,
  startCli,
  untilEpoch,
  untilState,
  writeConfig,
  type CliProcess,
} from './support';

// Many processes one after the other, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });
const root = temporaryFolder();
const started: CliProcess[] = [];
let cli: string;

beforeAll(() => {
  cli = bundleCli(root);
  makeIdxFolder(path.join(root, 'data'), { side: 8, train: 400, test: 20 });
});
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});

/** A run that goes on for hours unless it is told otherwise. */
async function longRun(name: string): Promise<{ run: CliProcess; folder: string }> {
  const config = writeConfig(path.join(root, `${name}.json`), {
    data: { kind: 'idx', folder: 'data' },
    network: { hidden: [16] },
    topology: { epsilon: 3 },
    optimizer: { batchSize: 2 },
    checkpointEvery: 1_000_000,
    epochs: 1_000_000,
  });
  const run = startCli(cli, ['train', config]);
  started.push(run);
  const folder = await run.folder;
  await untilEpoch(folder, 1);
  return { run, folder };
}

function resume(folder: string): CliProcess {
  const run = startCli(cli, ['resume', folder]);
  started.push(run);
  return run;
}

/**
 * Lets a stopped run go on for two more epochs, to its end then, and compares that with a run of as many epochs that
 * nobody disturbed.
 */
async function expectUndisturbedEnd(folder: string, config: string): Promise<void> {
  const epochs = (await readRun(folder)).epoch! + 2;
  for (const file of [config, path.join(folder, 'config.json')]) {
    await writeFile(file, (await readFile(file, 'utf8')).replace(/("epochs": ?)\d+/, `$1${epochs}`));
  }
  expect((await resume(folder).ended).code).toBe(0);
  const other = (await runCli(cli, ['train', config, '--name', 'undisturbed'])).out.trim();
  const names = await checkpointNames(other);
  expect(names).toHaveLength(2);
  // A stop that falls on the end of an epoch leaves a whole epoch, which stays; one in mid-epoch goes.
  const kept = await checkpointNames(folder);
  expect(kept).toEqual(expect.arrayContaining(names));
  expect(kept.filter((name) => name.includes('-step-'))).toEqual([]);
  const [end, otherEnd] = await Promise.all([folder, other].map((run) => readCheckpointFile(run, names[1])));
  expect(end.equals(otherEnd)).toBe(true);
}

test('pause, checkpoint, resume, stop, resume: each is done when the command returns', async () => {
  const { run, folder } = await longRun('all');
  const ask = async (...args: string[]) => {
    const { code, out, err } = await runCli(cli, args);
    return { code, text: out + err, state: (await readRun(folder)).state };
  };
  expect(await ask('pause', folder)).toEqual({ code: 0, text: 'all is paused.\n', state: 'paused' });
  expect(await ask('pause', folder)).toEqual({ code: 0, text: 'all is paused already.\n', state: 'paused' });
  expect(await ask('checkpoint', folder)).toMatchObject({ code: 0, state: 'paused' });
  expect(await checkpointNames(folder)).toHaveLength(2);
  expect(await ask('status', folder)).toMatchObject({
    code: 0,
    text: expect.stringContaining('paused') as string,
  });
  expect(await ask('resume', folder)).toEqual({ code: 0, text: 'all is running again.\n', state: 'running' });
  expect(await ask('resume', folder)).toEqual({
    code: 0,
    text: 'all is running already.\n',
    state: 'running',
  });
  expect(await ask('stop', folder)).toMatchObject({ code: 0, state: 'stopped' });
  expect(await run.ended).toMatchObject({ code: 0 });
  expect(await ask('stop', folder)).toMatchObject({ code: 0, text: 'all is stopped already.\n' });
  expect(await ask('pause', folder)).toMatchObject({
    code: 4,
    text: `sparse-topology: all is stopped, so it cannot pause. Resume it with: sparse-topology resume ${folder}\n`,
  });

  const epoch = (await readRun(folder)).epoch!;
  const again = resume(folder);
  await untilEpoch(folder, epoch + 1);
  expect(await ask('stop', folder, '--no-wait')).toMatchObject({ code: 0, text: 'Asked all to stop.\n' });
  expect((await again.ended).code).toBe(0);
});

test('a run that was paused, stopped and resumed ends byte for byte as one that was not', async () => {
  const { run, folder } = await longRun('disturbed');
  await runCli(cli, ['pause', folder]);
  await runCli(cli, ['checkpoint', folder]);
  await runCli(cli, ['resume', folder]);
  await runCli(cli, ['stop', folder]);
  await run.ended;
  expect((await readRun(folder)).state).toBe('stopped');
  await expectUndisturbedEnd(folder, path.join(root, 'disturbed.json'));
});

describe.skipIf(process.platform === 'win32')('signals (POSIX)', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s stops with a checkpoint and exit code %i; the run resumes', async (signal, code) => {
    const { run, folder } = await longRun(signal);
    run.child.kill(signal);
    const ended = await run.ended;
    expect({ code: ended.code, signal: ended.signal }).toEqual({ code, signal: null });
    expect(ended.err).toContain(`${signal}: stopping`);
    expect((await readRun(folder)).state).toBe('stopped');
    await expectUndisturbedEnd(folder, path.join(root, `${signal}.json`));
  });

  test('a paused run stops, too', async () => {
    const { run, folder } = await longRun('paused');
    await runCli(cli, ['pause', folder]);
    run.child.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
    expect((await readRun(folder)).state).toBe('stopped');
  });

  test('a process that does not answer: the command says so in time, and the request is obeyed later', async () => {
    const { run, folder } = await longRun('silent');
    run.child.kill('SIGSTOP');
    const { code, err } = await runCli(cli, ['pause', folder, '--timeout', '0.3']);
    expect(code).toBe(4);
    expect(err).toContain('silent did not pause within 0.3 s. Its process seems alive');
    run.child.kill('SIGCONT');
    await untilState(folder, 'paused');
  });
});

test('a second writer is refused; the first goes on', async () => {
  const { folder } = await longRun('held');
  const second = await runCli(cli, ['train', '--resume', folder]);
  expect(second.code).toBe(3);
  expect(second.out).toBe('');
  expect(second.err).toMatch(/^sparse-topology: .*held: it is being written by process \d+ on .+\n$/);
  const { epoch } = await readRun(folder);
  await untilEpoch(folder, epoch! + 1);
  expect((await readRun(folder)).state).toBe('running');
});

test('of two that resume a dead run at the same time one gets it', async () => {
  const { run, folder } = await longRun('raced');
  run.child.kill('SIGKILL');
  await run.ended;
  const both = [startCli(cli, ['train', '--resume', folder]), startCli(cli, ['train', '--resume', folder])];
  started.push(...both);
  const loser = await Promise.race(both.map(async (one) => ({ one, ended: await one.ended })));
  expect(loser.ended.code).toBe(3);
  expect(loser.ended.err).toContain('it is being written by process');
  const winner = both.find((one) => one !== loser.one)!;
  expect(await winner.folder).toBe(folder);
  expect((await readRun(folder)).record!.pid).toBe(winner.child.pid);
  expect((await runCli(cli, ['stop', folder])).code).toBe(0);
});

test('a run whose process is gone is interrupted: commands say so and how to go on', async () => {
  const { run, folder } = await longRun('killed');
  run.child.kill('SIGKILL');
  await run.ended;
  const { code, err } = await runCli(cli, ['pause', folder]);
  expect(code).toBe(4);
  expect(err).toBe(
    'sparse-topology: killed was interrupted: its process is gone, so it cannot pause. ' +
      `Resume it with: sparse-topology resume ${folder}\n`,
  );
  expect((await runCli(cli, ['status', folder])).out).toMatch(/state +interrupted/);
});

test('a process that dies before it obeys is noticed, and the request taken back', async () => {
  const { run, folder } = await longRun('dying');
  await runCli(cli, ['pause', folder]);
  // Stopped by the system, it cannot obey; then it dies.
  run.child.kill(process.platform === 'win32' ? 'SIGKILL' : 'SIGSTOP');
  const asking = startCli(cli, ['resume', folder]);
  if (process.platform !== 'win32') {
    const listing = () => readdir(path.join(folder, 'control'));
    await until('the request is there', async () =>
      (await listing()).some((name) => name.startsWith('resume-')),
    );
    run.child.kill('SIGKILL');
    const { code, err } = await asking.ended;
    expect(code).toBe(4);
    expect(err).toContain('dying was interrupted');
    expect(await listing()).toEqual([]);
  } else asking.child.kill();
});

test('a detached run without standard streams outlives its parent', async () => {
  const config = writeConfig(path.join(root, 'detached.json'), {
    data: { kind: 'idx', folder: 'data' },
    network: { hidden: [16] },
    topology: { epsilon: 3 },
    epochs: 1_000_000,
    checkpointEvery: 1_000_000,
  });
  const launcher =
    'require("child_process").spawn(process.execPath, process.argv.slice(1), ' +
    '{ detached: true, stdio: "ignore" }).unref()';
  const parent = spawn(process.execPath, ['-e', launcher, cli, 'train', config, '--name', 'detached'], {
    stdio: 'ignore',
  });
  await new Promise((resolve) => parent.on('exit', resolve));
  const folder = path.join(root, 'runs', 'detached');
  await untilState(folder, 'running');
  await untilEpoch(folder, 2);
  expect((await runCli(cli, ['stop', folder])).code).toBe(0);
  await untilState(folder, 'stopped');
});
