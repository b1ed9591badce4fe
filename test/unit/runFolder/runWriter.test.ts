import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createRun, runFolderName, type NewRun } from '../../../src/checkpoints/runFolder/createRun';
import { dropRequest, listRequests } from '../../../src/checkpoints/runFolder/control';
import { ownIdentity } from '../../../src/checkpoints/runFolder/liveness';
import { takeLock } from '../../../src/checkpoints/runFolder/lock';
import { readMetrics } from '../../../src/checkpoints/runFolder/metricsLog';
import { readRun } from '../../../src/checkpoints/runFolder/readRun';
import { resumeRun } from '../../../src/checkpoints/runFolder/resumeRun';
import {
  LockLostError,
  RunFolderError,
  RunLockedError,
} from '../../../src/checkpoints/runFolder/runFolderErrors';
import type { RunWriter } from '../../../src/checkpoints/runFolder/runWriter';
import type { SnapshotFiles } from '../../../src/checkpoints/runFolder/snapshotFiles';
import { fakeSnapshots, fakeTraining, metricsOf, snapshotOf, temporaryFolder, until } from './support';

const root = temporaryFolder();
let count = 0;

function create(options: Partial<NewRun> = {}): Promise<RunWriter> {
  return createRun({
    parent: path.join(root, String(count++)),
    name: 'tiny',
    config: '{"epochs":3}',
    epochs: 3,
    version: '0.1.0',
    snapshots: fakeSnapshots,
    ...options,
  });
}
const resume = (folder: string): Promise<RunWriter> =>
  resumeRun({ folder, epochs: 3, version: '0.1.0', snapshots: fakeSnapshots });
const checkpoints = async (folder: string): Promise<string[]> =>
  (await readdir(path.join(folder, 'checkpoints'))).sort();
const logOf = (folder: string): Promise<string> => readFile(path.join(folder, 'train.log'), 'utf8');
const stateIs = (folder: string, state: string) => async () => (await readRun(folder)).state === state;
/** The process of a run is gone without a word: as if it had been killed. */
async function kill(run: RunWriter): Promise<void> {
  run.abandon();
  const file = path.join(run.folder, 'run.json');
  const text = (await readFile(file, 'utf8')).replace(/"pid": \d+/, '"pid": 4194000');
  await writeFile(file, text);
  const lock = path.join(run.folder, 'lock', (await readdir(path.join(run.folder, 'lock'))).sort().at(-1)!);
  const owner = (await readFile(path.join(lock, 'owner.json'), 'utf8')).replace(/"pid":\d+/, '"pid":4194000');
  await writeFile(path.join(lock, 'owner.json'), owner);
}

test('a run folder appears whole, and a run leaves what it should', async () => {
  const run = await create();
  const facts = await readRun(run.folder);
  expect(facts).toMatchObject({ name: 'tiny', state: 'running', epoch: 0, epochs: 3, problems: [] });
  expect(facts.config).toEqual({ epochs: 3 });
  await expect(takeLock(run.folder, await ownIdentity())).rejects.toBeInstanceOf(RunLockedError);

  await fakeTraining(run, { epochs: 3, stepsPerEpoch: 4, from: run.takeSnapshot() });
  await run.finish('finished');
  expect(await readRun(run.folder)).toMatchObject({ state: 'finished', epoch: 3, testAccuracy: 0.03 });
  expect((await readMetrics(path.join(run.folder, 'metrics.jsonl'))).lines.map(({ epoch }) => epoch)).toEqual(
    [0, 1, 2, 3],
  );
  expect(await checkpoints(run.folder)).toEqual([0, 1, 2, 3].map((e) => `epoch-000${e}.safetensors`));
  expect(await logOf(run.folder)).toMatch(/epoch 3\/3 {2}test loss 0\.5000 {2}accuracy 3\.00 %/);
  expect((await readdir(run.folder)).sort()).toEqual([
    'checkpoints',
    'config.json',
    'control',
    'lock',
    'metrics.jsonl',
    'run.json',
    'train.log',
  ]);
});

test('a taken name gets a number, also when many are made at once', async () => {
  const parent = path.join(root, 'many');
  const runs = await Promise.all(
    Array.from({ length: 6 }, () =>
      createRun({ parent, name: 'n', config: '{}', epochs: 1, version: '0', snapshots: fakeSnapshots }),
    ),
  );
  expect((await readdir(parent)).sort()).toEqual(['n', 'n-2', 'n-3', 'n-4', 'n-5', 'n-6']);
  expect(new Set(runs.map(({ folder }) => folder)).size).toBe(6);
  for (const run of runs) await run.finish('stopped');
});

test('a name is made fit for every file system', () => {
  expect(runFolderName('my run')).toBe('my run');
  expect(runFolderName('a/b:c')).toBe('a-b-c');
  expect(runFolderName('..')).toBe('run-');
  expect(runFolderName('con')).toBe('run-con');
  expect(runFolderName('x. ')).toBe('x');
});

test('where no folder can be made the error says so', async () => {
  const file = path.join(root, 'a-file');
  await writeFile(file, '');
  const attempt = createRun({
    parent: path.join(file, 'runs'),
    name: 'n',
    config: '{}',
    epochs: 1,
    version: '0',
    snapshots: fakeSnapshots,
  });
  await expect(attempt).rejects.toBeInstanceOf(RunFolderError);
});

test('pause holds the loop, takes a checkpoint when asked, and resume lets it go on', async () => {
  const run = await create();
  let steps = 0;
  const training = fakeTraining(run, {
    epochs: 3,
    stepsPerEpoch: 1e9,
    from: run.takeSnapshot(),
    onStep: () => steps++,
  });
  await until('it trains', () => steps > 0);
  await dropRequest(run.folder, 'pause');
  await until('it is paused', stateIs(run.folder, 'paused'));
  await until('the request is removed', async () => (await listRequests(run.folder)).requests.length === 0);
  const held = steps;
  await dropRequest(run.folder, 'checkpoint');
  await until('a checkpoint is there', async () => (await checkpoints(run.folder)).length === 2);
  await until('the request is removed', async () => (await listRequests(run.folder)).requests.length === 0);
  // A second one is answered by the same checkpoint, without another step.
  await dropRequest(run.folder, 'checkpoint');
  await until('the request is removed', async () => (await listRequests(run.folder)).requests.length === 0);
  expect(steps).toBe(held);
  expect((await readRun(run.folder)).state).toBe('paused');
  expect(await checkpoints(run.folder)).toEqual(
    ['epoch-0000.safetensors', `epoch-0000-step-${String(held).padStart(6, '0')}.safetensors`].sort(),
  );

  await dropRequest(run.folder, 'resume');
  await until('it runs', stateIs(run.folder, 'running'));
  await until('it steps', () => steps > held);
  await dropRequest(run.folder, 'stop');
  await training;
  await run.finish('stopped');
  expect(await readRun(run.folder)).toMatchObject({ state: 'stopped', epoch: 0 });
  expect((await listRequests(run.folder)).requests).toEqual([]);
});

test('a paused run can be stopped', async () => {
  const run = await create();
  run.request('pause');
  const training = fakeTraining(run, { epochs: 3, stepsPerEpoch: 1e9, from: run.takeSnapshot() });
  await until('it is paused', stateIs(run.folder, 'paused'));
  run.request('stop');
  await training;
  await run.finish('stopped');
  expect((await readRun(run.folder)).state).toBe('stopped');
});

test('mid-epoch checkpoints go once a full one is written', async () => {
  const run = await create();
  await fakeTraining(run, {
    epochs: 2,
    stepsPerEpoch: 3,
    from: null,
    onStep: (epoch, step) => {
      if (epoch === 0 && step === 2) run.request('checkpoint');
    },
  });
  expect(await logOf(run.folder)).toContain('epoch-0000-step-000002.safetensors');
  expect(await checkpoints(run.folder)).toEqual([0, 1, 2].map((e) => `epoch-000${e}.safetensors`));
  await run.finish('finished');
});

test('it says that it lives while it is busy and while it is paused', async () => {
  const run = await create({ heartbeatMs: 50 });
  const beat = async (): Promise<string> => (await readRun(run.folder)).record!.heartbeat;
  const first = await beat();
  const training = fakeTraining(run, { epochs: 1, stepsPerEpoch: 1e9, from: null });
  await until('the heartbeat moves', async () => (await beat()) !== first);
  run.request('pause');
  await until('it is paused', stateIs(run.folder, 'paused'));
  const paused = await beat();
  await until('the heartbeat moves', async () => (await beat()) !== paused);
  run.request('stop');
  await training;
  await run.finish('stopped');
});

test('unknown files in control/ are logged once and left', async () => {
  const run = await create();
  await writeFile(path.join(run.folder, 'control', 'hello.txt'), '');
  const training = fakeTraining(run, { epochs: 1, stepsPerEpoch: 1e9, from: null });
  await dropRequest(run.folder, 'checkpoint');
  await until('a request is obeyed', async () => (await listRequests(run.folder)).requests.length === 0);
  run.request('stop');
  await training;
  await run.finish('stopped');
  expect((await logOf(run.folder)).match(/hello\.txt/g)).toHaveLength(1);
  expect(await readdir(path.join(run.folder, 'control'))).toEqual(['hello.txt']);
});

test('a run that was taken over writes nothing more', async () => {
  const run = await create();
  await run.epochDone(metricsOf(0));
  await run.checkpoint(snapshotOf(0));
  await kill(run);
  const second = await resume(run.folder);
  await expect(run.checkpoint(snapshotOf(1))).rejects.toBeInstanceOf(LockLostError);
  await expect(run.epochDone(metricsOf(1))).rejects.toBeInstanceOf(LockLostError);
  await expect(run.finish('failed', 'x')).rejects.toBeInstanceOf(LockLostError);
  expect(await readRun(run.folder)).toMatchObject({ state: 'running', error: null });
  expect(await checkpoints(run.folder)).toEqual(['epoch-0000.safetensors']);
  await second.finish('stopped');
});

test('a run whose folder is deleted ends', async () => {
  const run = await create({ heartbeatMs: 20 });
  const training = fakeTraining(run, { epochs: 1, stepsPerEpoch: 1e9, from: null });
  await until('it trains', async () => (await checkpoints(run.folder)).length === 1);
  // Parts of it go before the others: either may be missed first.
  const ended = expect(training).rejects.toBeInstanceOf(RunFolderError);
  await rm(run.folder, { recursive: true, maxRetries: 5 });
  await ended;
  run.abandon();
});

test('a folder that goes, or a part of it, between the look at its lock and a write is named', async () => {
  let gone: string;
  const snapshots: SnapshotFiles = {
    ...fakeSnapshots,
    write: async (file, snapshot) => {
      await rm(gone, { recursive: true });
      await fakeSnapshots.write(file, snapshot);
    },
  };
  const whole = await create({ snapshots });
  gone = whole.folder;
  await expect(whole.checkpoint(snapshotOf(1))).rejects.toThrow(`${whole.folder}: the run folder is gone`);
  await expect(whole.finish('failed')).rejects.toBeInstanceOf(LockLostError);

  const part = await create({ snapshots });
  gone = path.join(part.folder, 'checkpoints');
  await expect(part.checkpoint(snapshotOf(1))).rejects.toThrow(`${part.folder}: a part of it is gone`);
  await part.finish('failed', 'no folder for checkpoints');
  expect(await readRun(part.folder)).toMatchObject({ state: 'failed' });
});

test('a resumed run goes on from its newest whole checkpoint, the rest is cut', async () => {
  const run = await create();
  await fakeTraining(run, {
    epochs: 3,
    stepsPerEpoch: 4,
    from: null,
    onStep: (epoch, step) => {
      if (epoch === 2 && step === 1) run.request('stop');
    },
  });
  await kill(run);
  const names = await checkpoints(run.folder);
  expect(names).toEqual([
    'epoch-0000.safetensors',
    'epoch-0001.safetensors',
    'epoch-0002-step-000001.safetensors',
    'epoch-0002.safetensors',
  ]);
  // Torn: both of epoch 2; one says another moment than its name. Metrics torn, too, and an old request.
  await writeFile(path.join(run.folder, 'checkpoints', 'epoch-0002-step-000001.safetensors'), '{"epoch":');
  await writeFile(
    path.join(run.folder, 'checkpoints', 'epoch-0002.safetensors'),
    '{"epoch":9,"stepInEpoch":0}',
  );
  await writeFile(path.join(run.folder, 'checkpoints', '.epoch-0003.safetensors.0123456789ab.tmp'), 'x');
  await writeFile(path.join(run.folder, 'metrics.jsonl'), '{"epoch":3,"st', { flag: 'a' });
  await dropRequest(run.folder, 'stop');
  expect((await readRun(run.folder)).state).toBe('interrupted');

  const again = await resume(run.folder);
  const from = again.takeSnapshot();
  expect(from).toMatchObject({ epoch: 1, stepInEpoch: 0 });
  expect(again.takeSnapshot()).toBeNull();
  expect(await readRun(run.folder)).toMatchObject({ state: 'running', epoch: 1, testAccuracy: 0.01 });
  const log = await logOf(run.folder);
  expect(log).toContain('skipped a checkpoint');
  expect(log).toContain('continuing from epoch-0001.safetensors');
  expect(log).toContain('dropped an old request: stop');
  expect(await readFile(path.join(run.folder, 'metrics.jsonl'), 'utf8')).toMatch(/^\{.*\}\n\{.*\}\n$/);

  expect(await fakeTraining(again, { epochs: 3, stepsPerEpoch: 4, from })).toBe(8);
  await again.finish('finished');
  expect(await checkpoints(run.folder)).toEqual([0, 1, 2, 3].map((e) => `epoch-000${e}.safetensors`));
  const { lines, problems } = await readMetrics(path.join(run.folder, 'metrics.jsonl'));
  expect(lines.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
  expect(problems).toEqual([]);
});

test('a run killed before its first checkpoint starts from the beginning', async () => {
  const run = await create();
  await run.epochDone(metricsOf(0));
  await kill(run);
  const again = await resume(run.folder);
  expect(again.takeSnapshot()).toBeNull();
  await fakeTraining(again, { epochs: 1, stepsPerEpoch: 2, from: null });
  await again.finish('finished');
  const { lines } = await readMetrics(path.join(run.folder, 'metrics.jsonl'));
  expect(lines.map(({ epoch }) => epoch)).toEqual([0, 1]);
});

test('a run is not resumed while it lives, once it is finished, or without a readable checkpoint', async () => {
  const run = await create();
  await run.checkpoint(snapshotOf(0));
  await expect(resume(run.folder)).rejects.toBeInstanceOf(RunLockedError);
  await run.epochDone(metricsOf(3));
  await run.finish('finished');
  await expect(resume(run.folder)).rejects.toThrow('the run is finished');

  const other = await create();
  await other.checkpoint(snapshotOf(0));
  await other.finish('stopped');
  await writeFile(path.join(other.folder, 'checkpoints', 'epoch-0000.safetensors'), 'x');
  await expect(resume(other.folder)).rejects.toThrow('none of its 1 checkpoints can be read');
  // The failed attempt left the lock free.
  await (await takeLock(other.folder, await ownIdentity())).release();

  await mkdir(path.join(root, 'empty'));
  await expect(resume(path.join(root, 'empty'))).rejects.toThrow('it is no run folder');
});

test('run.json that cannot be read is written anew', async () => {
  const run = await create();
  await run.checkpoint(snapshotOf(0));
  await run.finish('stopped');
  await writeFile(path.join(run.folder, 'run.json'), '{"version":');
  const again = await resume(run.folder);
  expect((await readRun(run.folder)).state).toBe('running');
  await again.finish('stopped');
});

test('a full disk or a read-only folder holds the run with a message until that is mended', async () => {
  const failures = ['ENOSPC', 'EROFS'];
  const snapshots: SnapshotFiles = {
    ...fakeSnapshots,
    write: (file, snapshot) => {
      const code = snapshot.epoch === 2 ? failures.shift() : undefined;
      return code === undefined
        ? fakeSnapshots.write(file, snapshot)
        : Promise.reject(Object.assign(new Error(code), { code }));
    },
  };
  const run = await create({ snapshots });
  const training = fakeTraining(run, { epochs: 3, stepsPerEpoch: 2, from: null });
  await until('the run waits', stateIs(run.folder, 'paused'));
  expect((await readRun(run.folder)).error).toMatch(/the disk is full \(ENOSPC\); the run waits/);
  await training;
  expect(await readRun(run.folder)).toMatchObject({ state: 'running', error: null });
  await run.finish('finished');
  expect(failures).toEqual([]);
  expect(await checkpoints(run.folder)).toHaveLength(4);
  expect((await readMetrics(path.join(run.folder, 'metrics.jsonl'))).lines).toHaveLength(4);
  expect(await logOf(run.folder)).toMatch(/can be written again: the run goes on/);
});

test('a run that waits for its disk ends when it is asked to stop, with its last checkpoint known', async () => {
  const snapshots: SnapshotFiles = {
    ...fakeSnapshots,
    write: (file, snapshot) =>
      snapshot.epoch < 2
        ? fakeSnapshots.write(file, snapshot)
        : Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })),
  };
  const run = await create({ snapshots });
  const training = fakeTraining(run, { epochs: 3, stepsPerEpoch: 2, from: null });
  await until('the run waits', stateIs(run.folder, 'paused'));
  expect(run.lastCheckpoint).toBe(path.join(run.folder, 'checkpoints', 'epoch-0001.safetensors'));
  run.request('stop');
  await expect(training).rejects.toThrow('full');
  await run.finish('failed', 'full');
});

/** Snapshots that are written aside; each write ends when it is told to, as it is told. */
function writesAside() {
  const underWay: { readonly epoch: number; end(error: Error | null): void }[] = [];
  const snapshots: SnapshotFiles = {
    ...fakeSnapshots,
    writeAside: (file, snapshot) => ({
      copy: snapshot,
      written: new Promise((resolve, reject) => {
        underWay.push({
          epoch: snapshot.epoch,
          end: (error) => {
            if (error === null) resolve(fakeSnapshots.write(file, snapshot));
            else reject(error);
          },
        });
      }),
    }),
  };
  return { underWay, snapshots };
}

test('training goes on while a checkpoint is written, up to the next one, and does not end before it is there', async () => {
  const { underWay, snapshots } = writesAside();
  const run = await create({ snapshots });
  let steps = 0;
  const training = fakeTraining(run, { epochs: 2, stepsPerEpoch: 3, from: null, onStep: () => steps++ });
  await until('the first epoch is over', () => steps === 3);
  expect(underWay.map(({ epoch }) => epoch)).toEqual([0]);
  expect(run.lastCheckpoint).toBeNull();
  underWay[0].end(null);
  await until('the second one is over', () => steps === 6);
  expect(underWay.map(({ epoch }) => epoch)).toEqual([0, 1]);
  expect(await checkpoints(run.folder)).toEqual(['epoch-0000.safetensors']);
  underWay[1].end(null);
  await training;
  let isOver = false;
  const settled = run.settled().then(() => (isOver = true));
  expect(await checkpoints(run.folder)).toHaveLength(2);
  expect(isOver).toBe(false);
  underWay[2].end(null);
  await settled;
  expect(await checkpoints(run.folder)).toHaveLength(3);
  expect(run.lastCheckpoint).toMatch(/epoch-0002\.safetensors$/);
  await run.finish('finished');
});

test('a checkpoint that was asked for is waited for, and the request stays until it is there', async () => {
  const { underWay, snapshots } = writesAside();
  const run = await create({ snapshots });
  const training = fakeTraining(run, { epochs: 1, stepsPerEpoch: 1e9, from: null });
  await until('the first one is under way', () => underWay.length === 1);
  underWay[0].end(null);
  await dropRequest(run.folder, 'checkpoint');
  await until('the second one is under way', () => underWay.length === 2);
  expect((await listRequests(run.folder)).requests).toHaveLength(1);
  underWay[1].end(null);
  await until('the request is removed', async () => (await listRequests(run.folder)).requests.length === 0);
  run.request('stop');
  await until('the last one is under way', () => underWay.length === 3);
  underWay[2].end(null);
  await training;
  expect(await checkpoints(run.folder)).toHaveLength(3);
  await run.finish('stopped');
});

test('a checkpoint that could not be written aside is written before training goes on', async () => {
  const { underWay, snapshots } = writesAside();
  const run = await create({ snapshots });
  let steps = 0;
  const training = fakeTraining(run, { epochs: 1, stepsPerEpoch: 1e9, from: null, onStep: () => steps++ });
  await until('it trains', () => steps > 0);
  underWay[0].end(Object.assign(new Error('full'), { code: 'ENOSPC' }));
  await until('it is there', async () => (await checkpoints(run.folder)).length === 1);
  await until('it is known', () => run.lastCheckpoint !== null);
  run.request('stop');
  await until('the last one is under way', () => underWay.length === 2);
  underWay[1].end(null);
  await training;
  await run.finish('stopped');
});

test('a run that ends with an error names the checkpoint that was under way only if it came to be', async () => {
  for (const error of [null, new Error('gone')]) {
    const { underWay, snapshots } = writesAside();
    const run = await create({ snapshots });
    await run.checkpoint(snapshotOf(0));
    underWay[0].end(error);
    await run.settledOnce();
    expect(run.lastCheckpoint === null).toBe(error !== null);
    await run.finish('failed', 'diverged');
  }
});

test('checkpoints that the policy does not keep go once a newer one is there', async () => {
  const run = await create({ keep: { every: 2, last: 1, best: false } });
  await fakeTraining(run, { epochs: 3, stepsPerEpoch: 2, from: null });
  await run.finish('finished');
  expect(await checkpoints(run.folder)).toEqual([0, 2, 3].map((e) => `epoch-000${e}.safetensors`));
});
