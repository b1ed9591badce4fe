import { differ } from '../topology/branchless';
import type { SparseLayer } from '../topology/topology';

/** An array for `takeKept`: every link is written, and the next one over it where it is dropped. */
export function roomForKept({ indptr, outputs }: SparseLayer): Uint32Array {
  let longest = 0;
  for (let neuron = 0; neuron < outputs; neuron++) {
    longest = Math.max(longest, indptr[neuron + 1] - indptr[neuron]);
  }
  return new Uint32Array(longest + 1);
}

/**
 * The positions from `begin` to before `end` that are not among the `dropped` ones, of which those from `nextDropped` on come
 * into question; returns how many there are.
 */
export function takeKept(
  begin: number,
  end: number,
  dropped: Uint32Array,
  nextDropped: number,
  kept: Uint32Array,
): number {
  let d = nextDropped;
  let count = 0;
  for (let k = begin; k < end; k++) {
    const isKept = differ(d < dropped.length ? dropped[d] : -1, k);
    kept[count] = k;
    count += isKept;
    d += 1 - isKept;
  }
  return count;
}
