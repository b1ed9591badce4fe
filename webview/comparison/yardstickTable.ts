import type { Chance, Interval } from '../../src/protocol/uncertainty';
import type { ExportedTable } from '../shared/exportedTable';
import type { Compared } from './model';
import { chanceMean, layersOf } from './pairMean';

type Row = ExportedTable['rows'][number];

/** All that was measured beside the distance, as far as it is there; null where nothing is. */
export function yardstickTable({ items, rule, yardsticks }: Compared): ExportedTable | null {
  const { links, degrees, ties, noise } = yardsticks;
  const chance = (name: string, result: Chance): Row => {
    const level = chanceMean(layersOf(items, 0, 1), rule, result);
    return [name, level?.mean ?? null, level?.standardDeviation ?? null, null, null, result.samples];
  };
  const interval = (name: string, mean: Interval | null, samples: number): Row => [
    name,
    null,
    null,
    mean?.least ?? null,
    mean?.greatest ?? null,
    samples,
  ];
  const rows = [
    ...(links.phase === 'done' ? [chance('Unrelated networks, as many links', links.result)] : []),
    ...(degrees.phase === 'done' ? [chance('Unrelated networks, same degrees', degrees.result)] : []),
    ...(ties.phase === 'done'
      ? [interval('These two, stored in other orders', ties.result.mean, ties.result.shuffles)]
      : []),
    ...(noise.phase === 'done'
      ? [interval('These two, searched again', noise.result.mean, noise.result.runs)]
      : []),
  ];
  if (rows.length === 0) return null;
  return {
    columns: ['Measured against', 'Mean', 'Standard deviation', 'Least', 'Greatest', 'Samples'],
    rows,
  };
}
