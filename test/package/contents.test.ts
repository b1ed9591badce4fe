import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ensureVscodeHost } from '../../scripts/vscodeHost.mjs';
import { installExtension } from '../../scripts/vscodeServer.mjs';

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
  readonly main: string;
}

let folder: string;
const vsix = inject('vsix');
let names: readonly string[];
let manifest: Manifest;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sparse-topology-contents-'));
  const files = unzipSync(readFileSync(vsix));
  names = Object.keys(files)
    .filter((name) => name.startsWith('extension/') && !name.endsWith('/'))
    .map((name) => name.slice('extension/'.length));
  manifest = JSON.parse(Buffer.from(files['extension/package.json']!).toString('utf8')) as Manifest;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the package', () => {
  it('holds what the extension runs: every bundle, its kernels, the embedded data, the manifest', () => {
    const main = path.posix.normalize(manifest.main);
    const bundles = [
      ...['cli', 'trainingThread', 'checkpointThread', 'analysis', 'analysisWorker'],
      ...['webview/evolution', 'webview/comparison', 'webview/runForm'],
    ];
    for (const wanted of [main, ...bundles.map((name) => `dist/${name}.js`)]) expect(names).toContain(wanted);
    for (const wanted of ['assignment', 'assignmentWide', 'search', 'training'])
      expect(names).toContain(`dist/${wanted}.wasm`);
    expect(names.filter((name) => name.startsWith('media/')).length).toBeGreaterThan(0);
  });

  it('holds nothing else: no sources, tests, maps, scripts or dependencies', () => {
    const allowed =
      /^(package\.json|readme\.md|changelog\.md|LICENSE\.txt|dist\/[\w/]+\.(js|css|wasm|ttf)|dist\/trainingConfig\.schema\.json|media\/.+|docs\/images\/\w+-(dark|light)\.png)$/;
    expect(names.filter((name) => !allowed.test(name))).toEqual([]);
    expect(names.filter((name) => /\.(ts|map)$/.test(name))).toEqual([]);
  });

  it('is at most 8 MB', () => {
    expect(statSync(vsix).size).toBeLessThanOrEqual(8 * 1024 * 1024);
  });

  it('installs into a real VS Code', async () => {
    const dataDir = path.join(folder, 'vscode');
    await installExtension(await ensureVscodeHost(), { dataDir, vsix });
    const list = path.join(dataDir, 'extensions', 'extensions.json');
    const installed = JSON.parse(readFileSync(list, 'utf8')) as {
      identifier: { id: string };
      version: string;
    }[];
    expect(installed.map(({ identifier, version }) => `${identifier.id} ${version}`)).toEqual([
      `${manifest.publisher}.${manifest.name} ${manifest.version}`,
    ]);
  });
});
