import { inputsPerUnit, type SparseLayer } from '../topology/topology';

/** Which units of the layer before `next` feed one of its neurons, by any of the inputs that they own: 1 or 0 each. */
export function feedingUnits(next: SparseLayer): Uint8Array {
  const used = new Uint8Array(next.inputs);
  for (const input of next.indices) used[input] = 1;
  return unitsOf(used, inputsPerUnit(next));
}

/** Units of the layer before `next` that feed none of its neurons, by none of the inputs that they own. */
export function idleUnits(next: SparseLayer): number {
  return feedingUnits(next).reduce((idle, feeds) => idle + 1 - feeds, 0);
}

/** Units of which one input at least is marked; each owns `each` inputs. `marks`: 1 or 0, length units · `each`. */
export function unitsOf(marks: Uint8Array, each: number): Uint8Array {
  if (each === 1) return marks;
  const units = new Uint8Array(Math.ceil(marks.length / each));
  for (let input = 0; input < marks.length; input++) units[Math.floor(input / each)] |= marks[input];
  return units;
}
