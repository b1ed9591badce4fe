/**
 * `npm test [-- STAGE…]`: sets everything up and runs the stages (all, or those named). The last line counts:
 * N passed, N failed, N skipped.
 */
import { mkdir, rm } from 'node:fs/promises';
import { ensureBrowser } from './browser.mjs';
import { setUp } from './setup.mjs';
import { Problem, runMain, say, seconds } from './support/console.mjs';
import { closingLine, printReport } from './testing/report.mjs';
import { resultsDir } from './testing/results.mjs';
import { hasTests, stages } from './testing/stages.mjs';
import { ensureVscodeHost } from './vscodeHost.mjs';

await runMain(async () => {
  const startedMs = Date.now();
  const chosen = chooseStages(process.argv.slice(2));
  await rm(resultsDir, { recursive: true, force: true });
  await mkdir(resultsDir, { recursive: true });
  const present = await Promise.all(chosen.map(hasTests));
  const needs = (what) => chosen.some((stage, index) => stage[what] && present[index]);
  // Before the stages rather than within them, so that no test's time limit includes a download.
  await Promise.all([
    setUp({ withTests: true }),
    ...(needs('needsVscode') ? [ensureVscodeHost()] : []),
    ...(needs('needsBrowser') ? [ensureBrowser()] : []),
  ]);

  const ran = [];
  for (const [index, stage] of chosen.entries()) {
    ran.push(present[index] ? await runStage(stage) : { name: stage.name });
  }
  const total = printReport(ran);
  say(`\nall of it took ${seconds(Date.now() - startedMs)}`);
  if (total.failures.length > 0 || total.passed === 0) process.exitCode = 1;
  say(closingLine(total));
});

function chooseStages(names) {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    const known = stages.map(({ name }) => name).join(', ');
    throw new Problem(`there is no test stage "${unknown.join('", "')}"`, `choose from: ${known}`);
  }
  return names.length > 0 ? stages.filter(({ name }) => names.includes(name)) : stages;
}

async function runStage(stage) {
  say(`\n─── ${stage.name}`);
  const startedMs = Date.now();
  const outcome = await stage.run().catch((error) => ({
    passed: 0,
    skipped: 0,
    failures: [{ title: `${stage.name}: the stage could not run`, message: error?.stack ?? String(error) }],
  }));
  return { name: stage.name, outcome, elapsedMs: Date.now() - startedMs };
}
