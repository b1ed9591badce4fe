import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkTensorflow } from '../../../src/vscode/tensorflow/checkTensorflow';
import {
  InstallationCancelledError,
  InstallationError,
  installTensorflow,
  NpmMissingError,
  tensorflowFolder,
} from '../../../src/vscode/tensorflow/installation';
import { FakeNpm } from '../../support/fakeNpm';
import { bundleCli } from '../cli/support';
import { until } from '../runFolder/support';

const bundle = mkdtempSync(path.join(tmpdir(), 'sparse-topology-engines-'));
const cli = bundleCli(bundle);
const plain = createRequire(import.meta.url).resolve('@tensorflow/tfjs');
const works = `module.exports = require(${JSON.stringify(plain)});`;

let storage: string;
let npm: FakeNpm;
beforeEach(() => {
  storage = mkdtempSync(path.join(tmpdir(), 'sparse-topology-storage-'));
  npm = new FakeNpm();
});
afterEach(() => {
  npm.remove();
  rmSync(storage, { recursive: true, force: true });
});
afterAll(() => {
  rmSync(bundle, { recursive: true, force: true });
});

function install({
  onLine = () => undefined,
  signal = new AbortController().signal,
}: { onLine?: (line: string) => void; signal?: AbortSignal } = {}): Promise<string> {
  const check = (folder: string): Promise<string> => checkTensorflow({ cli, nodePath: null }, folder);
  return installTensorflow({ storage, kind: 'cpu', onLine, signal, check });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Killed, but its new parent has not noticed yet.
    const isZombie = (): boolean => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
    return process.platform !== 'linux' || !isZombie();
  } catch {
    return false;
  }
}

describe.skipIf(process.platform === 'win32')('the installation of TensorFlow', () => {
  it('puts the package where a training process finds it, and says what it is', async () => {
    npm.behave('installs', works);
    const lines: string[] = [];
    expect(await install({ onLine: (line) => lines.push(line) })).toMatch(/^@tensorflow\/tfjs-node 4\.\d/);
    expect(lines).toContain('added 1 package');
    expect(readdirSync(storage)).toEqual(['tensorflow']);
    expect(await checkTensorflow({ cli, nodePath: null }, tensorflowFolder(storage))).toMatch(/^@tensorflow/);
    const { manifest, args } = JSON.parse(readFileSync(path.join(npm.folder, 'asked.json'), 'utf8')) as {
      manifest: object;
      args: string[];
    };
    expect(manifest).toEqual({
      private: true,
      dependencies: { '@tensorflow/tfjs-node': '4.22.0' },
      allowScripts: { '@tensorflow/tfjs-node@4.22.0': true },
    });
    expect(args).toEqual(expect.arrayContaining(['install', '--ignore-scripts=false', '--global=false']));
  });

  it('takes the place of one that is there, and leaves it alone where it fails', async () => {
    npm.behave('installs', works);
    await install();
    const installed = () =>
      readFileSync(
        path.join(tensorflowFolder(storage), 'node_modules/@tensorflow/tfjs-node/index.js'),
        'utf8',
      );
    npm.behave('installs', `${works} // newer`);
    await install();
    expect(installed()).toContain('// newer');
    npm.behave('fails');
    await expect(install()).rejects.toThrow(InstallationError);
    expect(installed()).toContain('// newer');
    expect(readdirSync(storage)).toEqual(['tensorflow']);
  });

  it('fails with what npm said, and leaves nothing', async () => {
    npm.behave('fails');
    const failure: unknown = await install().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      failedAt: 'download',
      reason: 'npm ended with code 1: npm error code ECONNREFUSED',
    });
    expect(readdirSync(storage)).toEqual([]);
  });

  it.each([
    ['throws', 'throw new Error("no such symbol");', /no such symbol/],
    ['ends its process', 'process.kill(process.pid, "SIGILL");', /ended with signal SIGILL/],
    ['is empty', '', /does not load/],
  ])('refuses a library that %s when it is loaded, and leaves nothing', async (_, module, reason) => {
    npm.behave('installs', module);
    const failure: unknown = await install().catch((error: unknown) => error);
    expect(failure).toMatchObject({ failedAt: 'check', reason: expect.stringMatching(reason) as string });
    expect(readdirSync(storage)).toEqual([]);
  });

  it('is called off with all processes of npm, and leaves nothing', async () => {
    npm.behave('hangs');
    const abort = new AbortController();
    const pids: number[] = [];
    const installing = install({
      signal: abort.signal,
      onLine: (line) => {
        pids.push(...[...line.matchAll(/\d+/g)].map(Number));
        expect(pids.every(isAlive)).toBe(true);
        abort.abort();
      },
    });
    await expect(installing).rejects.toThrow(InstallationCancelledError);
    expect(pids).toHaveLength(2);
    await until('npm and its child are gone', () => !pids.some(isAlive));
    expect(readdirSync(storage)).toEqual([]);
  });

  it('says so where there is no npm', async () => {
    await expect(install()).rejects.toThrow(NpmMissingError);
    expect(readdirSync(storage)).toEqual([]);
  });

  it('removes what an editor that was killed left, and not what another window makes', async () => {
    const [old, young] = ['old', 'young'].map((name) => path.join(storage, `tensorflow.${name}.installing`));
    for (const folder of [old, young]) mkdirSync(folder);
    utimesSync(old, 1, 1);
    npm.behave('installs', works);
    await install();
    expect(readdirSync(storage).sort()).toEqual(['tensorflow', path.basename(young)]);
  });
});
