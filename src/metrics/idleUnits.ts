import { inputsPerUnit, type SparseLayer } from '../topology/topology';
import { fanOut } from '../topology/transpose';

/** Units of the layer before `next` that feed none of its neurons, by none of the inputs that they own. */
export function idleUnits(next: SparseLayer): number {
  const each = inputsPerUnit(next);
  const uses = fanOut(next);
  let idle = 0;
  for (let first = 0; first < uses.length; first += each) {
    if (uses.subarray(first, first + each).every((count) => count === 0)) idle++;
  }
  return idle;
}
