/**
 * The arithmetic on the other versions of Node that the product is for: what has to be the same to the last bit, with
 * WebAssembly and with its twin in plain TypeScript. On the Node at hand the stages `unit` and `reference` run it.
 */
import { say } from '../support/console.mjs';
import { findNode, ownMajor } from '../nodeVersions.mjs';
import { addUp } from './report.mjs';
import { runVitestStage } from './vitestStage.mjs';

const majors = [20, 22, 24];

const chosen = [
  ...['--project', 'unit', '--project', 'sharing', '--project', 'reference'],
  ...['test/unit/kernels', 'test/unit/topology', 'test/unit/nnstd'],
  ...['test/unit/training/wasmEngine.test.ts', 'test/unit/training/engineProperties.test.ts'],
  // Its library calls what Node 23 removed.
  'test/unit/training/tensorflowNative.test.ts',
  ...['test/reference/nnstd.test.ts', 'test/reference/assignmentScipy.test.ts'],
  // It searches for a minute; its kernel is held to its twin in test/unit/kernels.
  ...['--exclude', '**/refinedDistance.test.ts'],
];

export async function runNodesStage() {
  const outcomes = [];
  for (const major of majors.filter((other) => other !== ownMajor)) outcomes.push(await runOn(major));
  return addUp(outcomes);
}

async function runOn(major) {
  const { node, reason } = await findNode(major);
  if (node === null) {
    say(`- Node ${major} (skipped: ${reason})`);
    return { passed: 0, skipped: 1, failures: [] };
  }
  say(`Node ${major}`);
  const { failures, ...counts } = await runVitestStage(`nodes-${major}`, {
    chosen,
    node,
    timeoutMs: 10 * 60_000,
  });
  return {
    ...counts,
    failures: failures.map(({ title, message }) => ({ title: `Node ${major}: ${title}`, message })),
  };
}
