import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { ownIdentity, type ProcessProbe } from '../../../src/checkpoints/runFolder/liveness';
import { readRun, runState } from '../../../src/checkpoints/runFolder/readRun';
import type { RunRecord } from '../../../src/checkpoints/runFolder/runRecord';
import { temporaryFolder } from './support';

const root = temporaryFolder();
let folder: string;
let count = 0;
beforeEach(async () => {
  folder = path.join(root, `run-${count++}`);
  await mkdir(folder);
});

const record: RunRecord = {
  version: 1,
  state: 'running',
  pid: 4242,
  processStart: 'boot/77',
  host: 'here',
  created: '2026-01-01T00:00:00.000Z',
  heartbeat: '2026-01-01T01:00:00.000Z',
  epoch: 3,
  epochs: 20,
  testAccuracy: 0.84,
  versions: { sparseTopology: '0.1.0', node: '20.0.0' },
  gitCommit: null,
  error: null,
  endedEarly: null,
};
const gone: ProcessProbe = {
  host: 'here',
  scope: () => Promise.resolve('boot'),
  look: () => Promise.resolve({ status: 'gone' }),
};
const there: ProcessProbe = {
  ...gone,
  look: () => Promise.resolve({ status: 'running', start: 'boot/77' }),
};
const write = (name: string, content: string) => writeFile(path.join(folder, name), content);

test('a run is shown with its state, progress and configuration', async () => {
  await write('run.json', JSON.stringify(record));
  await write('config.json', '{"epochs":20}');
  expect(await readRun(folder, { probe: there })).toEqual({
    path: folder,
    name: path.basename(folder),
    state: 'running',
    epoch: 3,
    epochs: 20,
    testAccuracy: 0.84,
    error: null,
    record,
    config: { epochs: 20 },
    annotation: { name: null, note: null, experiment: null },
    problems: [],
  });
});

describe('the state', () => {
  test.each(['running', 'paused'] as const)('%s without its process is interrupted', async (state) => {
    expect(await runState({ ...record, state }, there)).toBe(state);
    expect(await runState({ ...record, state }, gone)).toBe('interrupted');
  });
  test.each(['finished', 'failed', 'stopped'] as const)('%s stays, process or not', async (state) => {
    expect(await runState({ ...record, state }, gone)).toBe(state);
    expect(await runState({ ...record, state }, there)).toBe(state);
  });
  test('is interrupted where the process id was given to another process', async () => {
    const own = await ownIdentity();
    expect(await runState({ ...record, ...own })).toBe('running');
    expect(await runState({ ...record, ...own, processStart: `${own.processStart}7` })).toBe('interrupted');
  });
  test('of a run on another host goes by its heartbeat', async () => {
    const beatMs = Date.parse(record.heartbeat);
    const other = { ...record, host: 'there' };
    expect(await runState(other, gone, beatMs + 60_000)).toBe('running');
    expect(await runState(other, gone, beatMs + 600_000)).toBe('interrupted');
    expect(await runState({ ...other, heartbeat: 'never' }, gone)).toBe('interrupted');
  });
});

describe('a broken folder ends in a problem, never in an error:', () => {
  test('nothing there', async () => {
    const facts = await readRun(path.join(folder, 'nowhere'));
    expect(facts).toMatchObject({ state: null, problems: ['run.json is missing', 'config.json is missing'] });
  });
  test('torn, empty or of another shape', async () => {
    await write('run.json', JSON.stringify(record).slice(0, 50));
    await write('config.json', '');
    let facts = await readRun(folder);
    expect(facts.state).toBeNull();
    expect(facts.problems[0]).toContain('run.json: expected JSON');
    expect(facts.problems[1]).toContain('config.json: expected JSON');
    await write('run.json', JSON.stringify({ ...record, pid: 'x' }));
    await write('config.json', '[1]');
    facts = await readRun(folder);
    expect(facts.problems[0]).toContain('pid');
    expect(facts.problems[1]).toContain('expected a JSON object');
  });
  test('a folder in place of the file, or a file far too long', async () => {
    await mkdir(path.join(folder, 'run.json'));
    await write('config.json', ' '.repeat(5 << 20));
    const facts = await readRun(folder);
    expect(facts.state).toBeNull();
    expect(facts.problems).toHaveLength(2);
    expect(facts.problems[1]).toMatch(/at most \d+ bytes/);
  });
  test('anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
        await write('run.json', text);
        await write('config.json', text);
        expect((await readRun(folder)).state).toBeNull();
      }),
      { numRuns: 50 },
    );
  });
});
