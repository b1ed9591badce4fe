import { recordKey } from '../../../../src/analysis/cache/record';

/** Entry i of an endless list: its value can be told from its number alone. */
export function entryOf(i: number): { readonly key: string; readonly value: string } {
  return {
    key: recordKey('entry', i),
    value: JSON.stringify(Array.from({ length: 1 + (i % 9) }, (_, k) => i / (k + 1))),
  };
}
