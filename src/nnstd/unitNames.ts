import type { NeuronSets } from '../kernels/assignmentKernel';

/**
 * What the units before a layer are called in both networks: as their numbers in the first, then what only the second has,
 * in its order.
 */
export interface UnitNames {
  readonly count: number;
  /** By unit of the second network. */
  readonly ofSecond: Int32Array;
}

/** `matching`: by unit of the first, its partner among the `units` of the second, or −1. */
export function namesAfter(matching: Int32Array, units: number): UnitNames {
  const ofSecond = new Int32Array(units).fill(-1);
  for (let unit = 0; unit < matching.length; unit++) {
    if (matching[unit] >= 0) ofSecond[matching[unit]] = unit;
  }
  let count = matching.length;
  for (let unit = 0; unit < units; unit++) if (ofSecond[unit] < 0) ofSecond[unit] = count++;
  return { count, ofSecond };
}

/** The sets of the second network, with inputs called by the names of the units that own them, `each` a unit. */
export function renamed(sets: NeuronSets, each: number, { ofSecond }: UnitNames): NeuronSets {
  const indices = new Int32Array(sets.indices.length);
  for (let link = 0; link < indices.length; link++) {
    const unit = each === 1 ? sets.indices[link] : Math.floor(sets.indices[link] / each);
    indices[link] = ofSecond[unit] * each + sets.indices[link] - unit * each;
  }
  return { ...sets, indices };
}
