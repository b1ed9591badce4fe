/**
 * The entry that VS Code's extension host calls, in the web workbench and under @vscode/test-electron alike. It
 * runs every *.test.js beside it (or in the folder named by SPARSE_TOPOLOGY_TEST_SESSION), and writes a line for
 * each result, so that what ran before a crash is known.
 */
import { appendFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import Mocha from 'mocha';

interface TestResult {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  readonly error?: string;
}

const mark = { passed: '✓', failed: '✗', skipped: '-' };

export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const folder = path.join(__dirname, process.env['SPARSE_TOPOLOGY_TEST_SESSION'] ?? '');
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: Mocha.reporters.Base });
  for (const name of (await readdir(folder)).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(path.join(folder, name));
  }
  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => report(toResult(test, 'passed')));
    runner.on('pending', (test) => report(toResult(test, 'skipped')));
    // Also for a hook that failed, which mocha tells of in the same way.
    runner.on('fail', (test: Mocha.Runnable, error: Error) => report(toResult(test, 'failed', error)));
  });
  write({ ended: true });
  if (failed > 0) throw new Error(`${failed} failed`);
}

function toResult(test: Mocha.Runnable, state: TestResult['state'], error?: Error): TestResult {
  const facts = { title: test.titlePath().join(' › '), state, durationMs: test.duration ?? 0 };
  return error ? { ...facts, error: error.stack ?? error.message } : facts;
}

function report(result: TestResult): void {
  console.log(`${mark[result.state]} ${result.title} (${result.durationMs} ms)`);
  write(result);
}

function write(line: TestResult | { readonly ended: true }): void {
  const file = process.env['SPARSE_TOPOLOGY_TEST_RESULTS'];
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}
