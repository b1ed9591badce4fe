/** `npm run package [-- OUT.vsix]`: makes the VSIX, from production bundles, and holds it to its size. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { inRoot, root } from './support/paths.mjs';
import { Problem, runMain, say } from './support/console.mjs';
import { run } from './support/processes.mjs';

const largestBytes = 8 * 1024 * 1024;

await runMain(async () => {
  const out = path.resolve(process.argv[2] ?? inRoot('sparse-topology.vsix'));
  const vsce = inRoot('node_modules', '@vscode', 'vsce', 'vsce');
  await run(process.execPath, [vsce, 'package', '--no-dependencies', '--out', out], { cwd: root });
  const { size } = await stat(out);
  const sizeText = `${(size / 1024 / 1024).toFixed(1)} MB`;
  if (size > largestBytes) {
    throw new Problem(
      `${out} has ${sizeText}, more than the 8 MB that are allowed`,
      'look for what grew with `npx vsce ls --no-dependencies`, and narrow .vscodeignore',
    );
  }
  say(`${path.relative(process.cwd(), out)}: ${sizeText}`);
});
