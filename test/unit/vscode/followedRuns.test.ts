import { describe, expect, it } from 'vitest';
import { comparedEntries } from '../../../src/vscode/panels/comparedEntries';
import { availableRuns, newCheckpoints } from '../../../src/vscode/panels/followedRuns';

const series = (name: string, ...epochs: number[]) => ({
  path: `/runs/${name}`,
  name,
  checkpoints: epochs.map((epoch) => ({
    path: `/runs/${name}/epoch_${String(epoch)}`,
    format: 'x',
    epoch,
    step: 0,
    name: `epoch_${String(epoch)}`,
  })),
});
const known = [series('a', 0, 5, 10, 15, 20), series('b', 0, 10)];
const seriesOf = (path: string) => known.find((each) => path.startsWith(`${each.path}/`)) ?? null;
const at = (name: string, epoch: number) => `/runs/${name}/epoch_${String(epoch)}`;

describe('runs that are followed', () => {
  it('bring what came after the newest that is compared', () => {
    const here = [at('a', 0), at('a', 10), at('b', 10), '/elsewhere/epoch_1'];
    expect(newCheckpoints(here, { every: 1 }, new Set(), seriesOf)).toEqual([at('a', 15), at('a', 20)]);
    expect(newCheckpoints(here, { every: 10 }, new Set(), seriesOf)).toEqual([at('a', 20)]);
    expect(newCheckpoints(here, { every: 1 }, new Set([at('a', 20)]), seriesOf)).toEqual([at('a', 15)]);
  });

  it('are listed with all their checkpoints', () => {
    const runs = availableRuns([at('b', 0), at('a', 5), at('b', 10)], seriesOf);
    expect(runs.map(({ name, checkpoints }) => [name, checkpoints.length])).toEqual([
      ['b', 2],
      ['a', 5],
    ]);
    expect(runs[0].checkpoints[1]).toEqual({ path: at('b', 10), moment: 'epoch 10', epoch: 10 });
  });

  it('have names that tell them apart', () => {
    const entries = comparedEntries(['/x/run/epoch_1', '/y/run/epoch_1', '/y/run/epoch_2']);
    expect(entries.map(({ run, moment }) => [run.path, run.name, moment])).toEqual([
      ['/x/run', 'x/run', 'epoch 1'],
      ['/y/run', 'y/run', 'epoch 1'],
      ['/y/run', 'run', 'epoch 2'],
    ]);
  });
});
