import { DataError } from './dataError';
import { maxClasses } from './samples';

/** Classes made of the different labels of a data set, and the class of each sample. */
export interface ClassLabels {
  /** In order: by number where all labels are numbers, otherwise by code unit. */
  readonly names: readonly string[];
  readonly train: Uint8Array;
  readonly test: Uint8Array | null;
}

/** Numbers the different labels of both parts. `source` names where they are from. Throws `DataError`. */
export function numberClasses(
  source: string,
  train: readonly string[],
  test: readonly string[] | null,
): ClassLabels {
  const different = new Set<string>();
  for (const label of [train, test ?? []].flat()) {
    if (different.add(label).size > maxClasses) {
      throw new DataError(
        source,
        `at most ${maxClasses} classes`,
        'more different labels than that: is it the label?',
      );
    }
  }
  const areNumbers = [...different].every((label) => label.trim() !== '' && Number.isFinite(Number(label)));
  const names = [...different].sort(
    areNumbers ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  );
  const classOf = new Map(names.map((name, k) => [name, k]));
  const numbered = (labels: readonly string[]): Uint8Array =>
    Uint8Array.from(labels, (label) => classOf.get(label)!);
  return { names, train: numbered(train), test: test && numbered(test) };
}
