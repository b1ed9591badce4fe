import { describe, expect, it } from 'vitest';
import type { CheckpointEntry } from '../../../src/checkpoints/series';
import type { RunState } from '../../../src/checkpoints/runFolder/runRecord';
import { lossOf } from '../../../src/vscode/commands/checkpointLoss';
import { knownRun } from './knownRuns';

function entry(epoch: number): CheckpointEntry {
  const name = `epoch-${String(epoch).padStart(4, '0')}.safetensors`;
  return { path: `/data/runs/wide/checkpoints/${name}`, name, format: 'safetensors', epoch, step: 0 };
}

const all = [0, 5, 10].map(entry);

function losses(state: RunState, ...epochs: readonly number[]): string[] {
  const run = { ...knownRun({ folder: 'wide', state }), checkpoints: all };
  return lossOf(
    run,
    all.filter(({ epoch }) => epochs.includes(epoch!)),
  );
}

describe('what a run loses with a checkpoint', () => {
  it('is nothing more for one in the middle, or the newest of a finished run', () => {
    expect(losses('stopped', 5)).toEqual([]);
    expect(losses('finished', 10)).toEqual([]);
  });

  it('is where it would go on from, and what changes are measured from', () => {
    expect(losses('interrupted', 5, 10)).toEqual(['Resumed, wide goes on from epoch 0.']);
    expect(losses('failed', 0)).toEqual(['Changes of wide are then measured from epoch 5 on.']);
    expect(losses('stopped', 0, 10)).toHaveLength(2);
  });

  it('is all of it, with the last', () => {
    expect(losses('finished', 0, 5, 10)).toEqual(['No checkpoint of wide is left.']);
    expect(losses('stopped', 0, 5, 10)).toEqual(['No checkpoint of wide is left; resumed, it begins anew.']);
  });
});
