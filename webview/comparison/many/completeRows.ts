import { pairCount, pairIndex } from '../../../src/measure/pairIndex';
import type { ComparedItem } from '../../../src/protocol/comparison';
import { formatCount } from '../../shared/format';
import type { HeatValues } from '../matrixModel';

/** Distances of all pairs of some of the rows, none missing. */
export interface CompleteRows {
  /** Rows that have all distances to each other, ascending. */
  readonly rows: readonly number[];
  /** Between them, ordered by `pairIndex` of their places in `rows`. */
  readonly values: Float64Array;
  /** Rows that lack a distance to those. */
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  readonly row: number;
  /** How many of its distances are to come, failed, or not defined (no layer counts). */
  readonly pending: number;
  readonly failed: number;
  readonly undefined: number;
}

/** Leaves out the row that lacks most, again and again, until nothing is lacking: few go, and the last ones first. */
export function completeRows(values: HeatValues): CompleteRows {
  const { size } = values;
  const lacks = (a: number, b: number): boolean => Number.isNaN(values.value(a, b));
  const lacking = new Uint32Array(size);
  for (let b = 1; b < size; b++) {
    for (let a = 0; a < b; a++) {
      if (!lacks(a, b)) continue;
      lacking[a]++;
      lacking[b]++;
    }
  }
  const stays = new Uint8Array(size).fill(1);
  for (;;) {
    let worst = -1;
    for (let row = 0; row < size; row++) {
      if (stays[row] === 1 && lacking[row] > 0 && (worst === -1 || lacking[row] >= lacking[worst]))
        worst = row;
    }
    if (worst === -1) break;
    stays[worst] = 0;
    for (let other = 0; other < size; other++) {
      if (other !== worst && lacks(worst, other)) lacking[other]--;
    }
  }
  const all = Array.from({ length: size }, (_, row) => row);
  const rows = all.filter((row) => stays[row] === 1);
  return {
    rows,
    values: packed(values, rows),
    leftOut: all.filter((row) => stays[row] === 0).map(leftOut(values, rows)),
  };
}

function packed(values: HeatValues, rows: readonly number[]): Float64Array {
  const all = new Float64Array(pairCount(rows.length));
  for (let b = 1; b < rows.length; b++) {
    for (let a = 0; a < b; a++) all[pairIndex(a, b)] = values.value(rows[a], rows[b]);
  }
  return all;
}

/** What a row lacks of those that stay, or of all where none does. */
function leftOut(values: HeatValues, rows: readonly number[]): (row: number) => LeftOut {
  const others = rows.length > 1 ? rows : Array.from({ length: values.size }, (_, row) => row);
  return (row) => {
    const count = { pending: 0, failed: 0, undefined: 0 };
    for (const other of others) {
      if (other === row || !Number.isNaN(values.value(row, other))) continue;
      const state = values.state(row, other);
      count[state === 'done' ? 'undefined' : state]++;
    }
    return { row, ...count };
  };
}

/** "w3 · epoch 10 (2 to come), w4 · epoch 20 (9 failed)", the first few. */
export function leftOutWords(leftOut: readonly LeftOut[], items: readonly ComparedItem[]): string {
  const most = 5;
  const named = leftOut.slice(0, most).map(({ row, pending, failed, undefined: none }) => {
    const reasons = [
      ...(pending === 0 ? [] : [`${formatCount(pending)} to come`]),
      ...(failed === 0 ? [] : [`${formatCount(failed)} failed`]),
      ...(none === 0 ? [] : [`${formatCount(none)} without a layer that counts`]),
    ];
    return `${items[row].label} (${reasons.join(', ')})`;
  });
  const rest = leftOut.length - named.length;
  return [...named, ...(rest > 0 ? [`and ${formatCount(rest)} more`] : [])].join(', ');
}
