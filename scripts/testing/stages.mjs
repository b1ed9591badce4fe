/** The stages of `npm test`, in the order in which they run. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { inRoot } from '../support/paths.mjs';
import { runIntegrationStage } from './integrationStage.mjs';
import { runNodesStage } from './nodesStage.mjs';
import { runVitestStage } from './vitestStage.mjs';

const minuteMs = 60_000;

export const stages = [
  vitest('unit', { timeoutMs: 15 * minuteMs, projects: ['unit', 'sharing'] }),
  vitest('reference', { timeoutMs: 15 * minuteMs }),
  { name: 'nodes', folder: 'unit', run: runNodesStage },
  { name: 'integration', needsVscode: true, needsBrowser: true, run: runIntegrationStage },
  vitest('panels', { timeoutMs: 15 * minuteMs, needsBrowser: true }),
  vitest('ui', { timeoutMs: 20 * minuteMs, needsVscode: true }),
  vitest('package', { timeoutMs: 15 * minuteMs, needsVscode: true }),
];

function vitest(name, { timeoutMs, projects = [name], needsVscode = false, needsBrowser = needsVscode }) {
  const chosen = projects.flatMap((project) => ['--project', project]);
  return { name, needsVscode, needsBrowser, run: () => runVitestStage(name, { chosen, timeoutMs }) };
}

/** A stage whose tests are yet to be written is told apart from one that lost its tests. */
export async function hasTests(stage) {
  const folder = inRoot('test', stage.folder ?? stage.name);
  if (!existsSync(folder)) return false;
  return (await readdir(folder, { recursive: true })).some((file) => file.endsWith('.test.ts'));
}
