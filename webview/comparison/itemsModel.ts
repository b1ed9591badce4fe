import type { ExportedTable } from '../shared/exportedTable';
import type { Compared } from './model';
import { formatCount, formatDensity, formatEpoch, noValue } from '../shared/format';
import { numberedRows, orderByRun } from './many/rowOrder';
import { sum, wholeDensity, widthsText } from './pairModel';

export interface ItemsTable {
  /** Widths of the networks where all agree: said once instead of in each row. */
  readonly widths: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly ItemRow[];
}

export interface ItemRow {
  readonly label: string;
  readonly path: string;
  /** Alike to the columns after the first; null while they are not known. */
  readonly cells: readonly string[] | null;
  readonly problem: string | null;
}

/** What the compared checkpoints are, by their numbers. */
export function itemsTable({ items }: Compared): ItemsTable {
  const known = new Set(items.flatMap(({ facts }) => (facts === null ? [] : [widthsText(facts)])));
  const alike = known.size <= 1;
  return {
    widths: alike ? ([...known][0] ?? null) : null,
    columns: ['Checkpoint', 'Epoch', ...(alike ? [] : ['Widths']), 'Links', 'Density', 'No input'],
    rows: numberedRows(items, orderByRun(items)).map(({ number, label, path, facts, problem }) => ({
      label: `${String(number)}  ${label}`,
      path,
      problem,
      cells:
        facts === null
          ? null
          : [
              facts.epoch === null ? noValue : formatEpoch(facts.epoch),
              ...(alike ? [] : [widthsText(facts)]),
              formatCount(sum(facts.layers, ({ links }) => links)),
              formatDensity(wholeDensity(facts.layers)),
              formatCount(sum(facts.layers, ({ emptyNeurons }) => emptyNeurons)),
            ],
    })),
  };
}

/** The same in numbers, and what cannot be read with its reason. */
export function itemsExport({ items }: Compared): ExportedTable {
  return {
    columns: [
      'Checkpoint',
      'Path',
      'Epoch',
      'Widths',
      'Links',
      'Density',
      'Neurons without input',
      'Problem',
    ],
    rows: items.map(({ label, path, facts, problem }) =>
      facts === null
        ? [label, path, null, null, null, null, null, problem]
        : [
            label,
            path,
            facts.epoch,
            widthsText(facts),
            sum(facts.layers, ({ links }) => links),
            wholeDensity(facts.layers),
            sum(facts.layers, ({ emptyNeurons }) => emptyNeurons),
            problem,
          ],
    ),
  };
}
