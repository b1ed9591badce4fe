/** Runs tests with vitest and counts them from its JSON report. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { lastLines } from '../support/console.mjs';
import { inRoot, root } from '../support/paths.mjs';
import { run } from '../support/processes.mjs';
import { resultsDir } from './results.mjs';

/**
 * @param name of the report
 * @param chosen vitest's arguments that choose the tests: of the projects in vitest.config.mts
 * @param node the Node that they run on
 */
export async function runVitestStage(name, { timeoutMs, chosen, node = process.execPath }) {
  const reportFile = path.join(resultsDir, `${name}.json`);
  await rm(reportFile, { force: true });
  const args = [
    inRoot('node_modules', 'vitest', 'vitest.mjs'),
    ...['run', ...chosen],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
  ];
  let ended;
  try {
    ended = await run(node, args, {
      cwd: root,
      env: environment(),
      allowFailure: true,
      timeoutMs,
    });
  } catch (error) {
    ended = { code: 1, output: error.message };
  }
  return countFrom(name, await readReport(reportFile), ended);
}

/** vitest takes CI for a terminal with colours; a log file or a pipe is none. */
function environment() {
  return process.stdout.isTTY ? { ...process.env, FORCE_COLOR: '1' } : { ...process.env, NO_COLOR: '1' };
}

async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function countFrom(name, report, ended) {
  const crash = (title) => ({ title: `${name}: ${title}`, message: lastLines(ended.output, 30) });
  if (!report) return { passed: 0, skipped: 0, failures: [crash('vitest ended without a report')] };
  const failures = report.testResults.flatMap((file) => failuresOf(file));
  if (report.numTotalTests === 0 && failures.length === 0) failures.push(crash('no test ran'));
  // An error outside of any test, such as a promise nobody waited for.
  if (ended.code !== 0 && failures.length === 0) failures.push(crash('vitest failed beside its tests'));
  return {
    passed: report.numPassedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}

function failuresOf(file) {
  const name = path.relative(root, file.name);
  const failures = file.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => ({
      title: `${name} › ${fullName}`,
      message: tidy(failureMessages),
    }));
  if (file.status === 'failed' && failures.length === 0) {
    failures.push({ title: `${name} could not run`, message: tidy([file.message]) });
  }
  return failures;
}

function tidy(messages) {
  return stripVTControlCharacters(messages.filter(Boolean).join('\n'));
}
