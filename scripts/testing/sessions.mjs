/**
 * The VS Code sessions of the integration tests. `test/integration/*.test.ts` run in one; each sub-folder with
 * tests is another, described by its `session.json`: { "trusted": false, "settings": {} }.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inRoot } from '../support/paths.mjs';

const testsDir = inRoot('test', 'integration');

export async function findSessions() {
  const entries = await readdir(testsDir, { withFileTypes: true }).catch(() => []);
  const folders = ['', ...entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)];
  const sessions = await Promise.all(folders.map(describeSession));
  return sessions.filter((session) => session.hasTests);
}

async function describeSession(folder) {
  const source = path.join(testsDir, folder);
  const description = path.join(source, 'session.json');
  const { trusted = true, settings = {} } = existsSync(description)
    ? JSON.parse(await readFile(description, 'utf8'))
    : {};
  return {
    name: folder || 'trusted',
    hasTests: (await readdir(source)).some((name) => name.endsWith('.test.ts')),
    testsPath: inRoot('out', 'integration', 'index.js'),
    env: { SPARSE_TOPOLOGY_TEST_SESSION: folder },
    settings: { ...settings, 'security.workspace.trust.enabled': !trusted },
  };
}

/** Everything a session writes: its workspace, its user data, its results; new each time. */
export async function makeSessionFolders(session) {
  // Resolved, since file watchers report real paths and the tests compare them.
  const base = await realpath(await mkdtemp(path.join(os.tmpdir(), `sparse-topology-${session.name}-`)));
  const workspace = path.join(base, 'workspace');
  await mkdir(workspace);
  const resultsFile = path.join(base, 'results.jsonl');
  await writeFile(resultsFile, '');
  return {
    workspace,
    dataDir: path.join(base, 'vscode'),
    resultsFile,
    env: { ...session.env, SPARSE_TOPOLOGY_TEST_RESULTS: resultsFile },
    remove: () => rm(base, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** What the suite wrote, in the words that the report uses. A suite that did not come to its end has failed. */
export async function readResults(session, resultsFile, whyItEnded) {
  const lines = (await readFile(resultsFile, 'utf8')).split('\n').filter(Boolean);
  const results = lines.map((line) => JSON.parse(line));
  const tests = results.filter((result) => result.title);
  const failures = tests
    .filter(({ state }) => state === 'failed')
    .map(({ title, error }) => ({ title: `${session.name} › ${title}`, message: error }));
  if (!results.some((result) => result.ended)) {
    const last = tests.at(-1)?.title ?? 'none';
    failures.push({
      title: `${session.name}: the session ended before its tests did`,
      message: `${whyItEnded ?? 'no reason is known'}; the last test that ended: ${last}`,
    });
  } else if (tests.length === 0) {
    failures.push({ title: `${session.name}: no test ran`, message: 'its test files hold no test' });
  }
  return {
    passed: tests.filter(({ state }) => state === 'passed').length,
    skipped: tests.filter(({ state }) => state === 'skipped').length,
    failures,
  };
}
