/** The last checkpoint of the synthetic run in an editor of its own. */
import { measureOf } from '../../src/measure/measure';
import type { CheckpointSnapshot } from '../../src/protocol/checkpoint';
import { evolutionPoints } from './snapshots';
import { syntheticRun } from './syntheticRun';

export const editedCheckpoint = syntheticRun.at(-1)!;

/** As it is known without the others of its run. */
const [point] = evolutionPoints([editedCheckpoint], measureOf('greedy'));

export const checkpointSnapshot: CheckpointSnapshot = {
  path: point.path,
  label: 'synthetic · epoch 40',
  series: { name: 'synthetic', kind: 'run' },
  phase: 'read',
  reason: null,
  step: point.step,
  bytes: 123_456,
  modified: '2026-01-01T00:00:00.000Z',
};
