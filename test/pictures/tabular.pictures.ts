/** A run on a table with named columns: its inputs as lists. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'vitest';
import { randomStream } from '../../src/topology/random';
import { projectRoot } from '../host/projectRoot';
import { webviewFrame } from '../host/webview';
import { runCommand } from '../host/workbench';
import { explorerRow, rightClick, showExplorer } from '../ui/support/explorer';
import { useSession } from '../ui/support/session';
import { gallery } from './gallery';

const columns = 120;
/** Of which the label is made; the others are noise. */
const telling = 6;
const samples = 600;

const session = useSession((workspace) => {
  writeFileSync(path.join(workspace, 'genes.csv'), tableText());
  const config = path.join(workspace, 'genes.json');
  const data = { kind: 'csv', train: 'genes.csv', label: 'relapse' };
  const network = { hidden: [40, 20] };
  writeFileSync(config, JSON.stringify({ data, network, topology: { density: 0.1 }, epochs: 12 }));
  execFileSync(
    process.execPath,
    [path.join(projectRoot, 'dist', 'cli.js'), 'train', config, '--out', path.join(workspace, 'runs')],
    { stdio: 'ignore' },
  );
});

function tableText(): string {
  const random = randomStream(1, 'genes');
  const name = (k: number): string =>
    k % 9 === 4 ? `pathway ${String(k)}: mean expression, log₂` : `gene ${String(k)}`;
  const lines = [[...Array.from({ length: columns }, (_, k) => name(k)), 'relapse']];
  for (let sample = 0; sample < samples; sample++) {
    const values = Array.from({ length: columns }, () => random.uniform() - 0.5);
    const relapses = values.slice(0, telling).reduce((sum, value) => sum + value, 0) > 0;
    lines.push([...values.map((value) => value.toFixed(4)), relapses ? 'yes' : 'no']);
  }
  return lines.map((line) => line.map((cell) => `"${cell}"`).join(',')).join('\n');
}

describe('a run on a table', () => {
  it('evolution', async () => {
    const { page, host } = session();
    await showExplorer(page);
    await rightClick(
      page,
      [await explorerRow(page, 'runs', 'genes')],
      'Sparse Topology',
      'Open Topology Evolution',
    );
    const panel = await webviewFrame(page, '.timeline', 60_000);
    await panel.getByRole('grid', { name: 'Inputs of the neuron' }).getByText('gained').first().waitFor();
    await panel.getByText('being computed').waitFor({ state: 'detached', timeout: 300_000 });
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await gallery(host, page, 'evolution-table');
  });
});
