/** The folder that the demo opens: a training configuration, a few words, and the runs. Never overwrites edits. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inRoot } from '../support/paths.mjs';

export const sampleWorkspace = inRoot('sample-workspace');
export const runsDir = path.join(sampleWorkspace, 'runs');
export const sampleConfig = 'sample.json';

/** Small enough for an epoch a second on a laptop, long enough to be watched. */
const configuration = {
  name: 'sample',
  seed: 1,
  data: { kind: 'fashion-mnist-sample' },
  network: { hidden: [256, 256, 256] },
  topology: { distribution: 'erdos-renyi', epsilon: 15 },
  method: { kind: 'set' },
  optimizer: { learningRate: 0.01, momentum: 0.9, batchSize: 128 },
  epochs: 400,
  checkpointEvery: 1,
};

const settings = {
  'sparseTopology.autoOpenEvolution': 'any',
};

const words = `# Sample workspace

A sparse network trains here on a sample of Fashion-MNIST; its run folder is in \`runs/\`.

- **Sparse Topology** in the activity bar lists the runs and their checkpoints. The _Topology Evolution_ panel of the
  run opens by itself and grows.
- Select two checkpoints in \`runs/*/checkpoints/\`, right-click, _Compare Checkpoints (NNSTD)_.
- Change \`sample.json\` and call _Sparse Topology: Start Training…_ for a run of your own.
`;

export async function prepareSampleWorkspace() {
  await mkdir(path.join(sampleWorkspace, '.vscode'), { recursive: true });
  await mkdir(runsDir, { recursive: true });
  await writeIfMissing(sampleConfig, `${JSON.stringify(configuration, null, 2)}\n`);
  await writeIfMissing('README.md', words);
  await writeIfMissing(path.join('.vscode', 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
}

async function writeIfMissing(name, text) {
  const file = path.join(sampleWorkspace, name);
  if (!existsSync(file)) await writeFile(file, text);
}
