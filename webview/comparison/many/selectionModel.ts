import type { ComparedItem } from '../../../src/protocol/comparison';
import type { AvailableRun } from '../../../src/protocol/selection';
import type { ExportedTable } from '../../shared/exportedTable';

export interface RunChoice {
  readonly run: AvailableRun;
  /** Those of its checkpoints that the filter lets through. */
  readonly checkpoints: AvailableRun['checkpoints'];
  /** How many of all its checkpoints are compared. */
  readonly compared: number;
}

/** Runs and checkpoints whose name holds every word of the filter; a run that is named itself has all of its own. */
export function runChoices(
  runs: readonly AvailableRun[],
  compared: ReadonlySet<string>,
  filter: string,
): readonly RunChoice[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return runs.flatMap((run) => {
    const checkpoints = run.checkpoints.filter(({ moment }) => {
      const name = `${run.name} ${moment}`.toLowerCase();
      return words.every((word) => name.includes(word));
    });
    if (checkpoints.length === 0) return [];
    return [{ run, checkpoints, compared: run.checkpoints.filter(({ path }) => compared.has(path)).length }];
  });
}

export interface SelectionChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** So that of every run just those are compared whose epoch `every` divides. One without an epoch stays as it is. */
export function everyNth(
  runs: readonly AvailableRun[],
  compared: ReadonlySet<string>,
  every: number,
): SelectionChange {
  const known = runs.flatMap(({ checkpoints }) => checkpoints.filter(({ epoch }) => epoch !== null));
  const wanted = ({ epoch }: (typeof known)[number]): boolean => epoch! % every === 0;
  return {
    add: known.filter((each) => wanted(each) && !compared.has(each.path)).map(({ path }) => path),
    remove: known.filter((each) => !wanted(each) && compared.has(each.path)).map(({ path }) => path),
  };
}

/** What is compared, and of the runs that are known what is not. */
export function selectionTable(items: readonly ComparedItem[], runs: readonly AvailableRun[]): ExportedTable {
  const compared = new Set(items.map(({ path }) => path));
  const others = runs.flatMap(({ name, checkpoints }) =>
    checkpoints
      .filter(({ path }) => !compared.has(path))
      .map(({ path, moment }) => [name, moment, 'no', path]),
  );
  return {
    columns: ['Run', 'Checkpoint', 'Compared', 'Path'],
    rows: [...items.map(({ run, moment, path }) => [run.name, moment, 'yes', path]), ...others],
  };
}
