import type { UnitLinks } from '../../kernels/search/unitLinks';

/** Colours of a network's units, 64 bits each in two lanes, and how many neurons have each. */
export interface Partition {
  readonly links: UnitLinks;
  /** Length ports: the unit that each belongs to. */
  readonly owner: Int32Array;
  /** The units that are neurons, in rising order; those before them, the inputs, are known by their places. */
  readonly neurons: Int32Array;
  readonly high: Int32Array;
  readonly low: Int32Array;
}

/**
 * Link visits that telling look-alikes apart may take, half of them to try every member of a class; then the first is
 * taken, and at last the storage order decides. To get there takes a construction meant to be hard.
 */
const WORK_LIMIT = 4e7;

interface Breaking extends Partition {
  /** Neurons of each colour, by `colourKey`. */
  readonly sizes: Map<number, number>;
  /** Length ports, 0 between rounds: what changed around a unit. */
  readonly change: Int32Array;
  work: number;
}

interface Step {
  readonly unit: number;
  readonly high: number;
  readonly low: number;
}

/**
 * Gives every neuron a colour of its own, starting from a partition that refinement splits no more. Members of the
 * smallest class are singled out one by one, the partition being refined after each: of all members the one whose
 * choice leads to the least fingerprint, so that it does not depend on storage (but for structures that colours cannot
 * tell apart, where nearly always all choices are equivalent).
 */
export function breakTies(partition: Partition): void {
  const { owner, neurons } = partition;
  const sizes = new Map<number, number>();
  const breaking: Breaking = { ...partition, sizes, change: new Int32Array(owner.length), work: 0 };
  for (const unit of neurons) count(breaking, unit, 1);
  for (let ties = tiesOf(breaking); ties.length > 0; ties = tiesOf(breaking)) {
    for (const tie of ties) {
      const same = (unit: number) => keyOf(breaking, unit) === tie.key;
      let members = tie.members.filter(same);
      // Where all members lead to the same, any will do, and any of those that are then still tied.
      let equivalent = false;
      while (members.length > 1) {
        if (breaking.work > WORK_LIMIT) return;
        let chosen = members[0];
        if (!equivalent && breaking.work < WORK_LIMIT / 2) {
          ({ chosen, equivalent } = leastMember(breaking, members));
        }
        singleOut(breaking, chosen);
        members = members.filter(same);
      }
    }
  }
}

/** 53 of a colour's bits. */
export function colourKey(high: number, low: number): number {
  return (high >>> 0) * 2 ** 21 + (low >>> 11);
}

/** A bijection of 32 bits for each seed (the finaliser of MurmurHash3). */
export function mix(value: number, seed: number): number {
  let bits = (value ^ seed) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** What is told through this port of a unit, its first being 0; the same as `value` there. */
export function mixPort(value: number, port: number): number {
  return port === 0 ? value : mix(value + port, 0x632be5ab);
}

/** Classes with several members, the smallest first. */
function tiesOf(breaking: Breaking): { readonly key: number; readonly members: number[] }[] {
  const groups = new Map<number, number[]>();
  for (const unit of breaking.neurons) {
    const key = keyOf(breaking, unit);
    if (breaking.sizes.get(key)! < 2) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [unit]);
    else group.push(unit);
  }
  return [...groups]
    .map(([key, members]) => ({ key, members }))
    .sort((x, y) => x.members.length - y.members.length || x.key - y.key);
}

/** The member whose choice leads to the least fingerprint, and whether all lead to the same. */
function leastMember(
  breaking: Breaking,
  members: readonly number[],
): { readonly chosen: number; readonly equivalent: boolean } {
  let chosen = members[0];
  let equivalent = true;
  let bestPrint = Infinity;
  for (const unit of members) {
    const steps = singleOut(breaking, unit);
    const classes = breaking.sizes.size;
    let print = 0;
    for (const step of steps) {
      print = (print + mix(breaking.high[step.unit], breaking.low[step.unit])) | 0;
    }
    const whole = -classes * 2 ** 32 + (print >>> 0);
    if (bestPrint !== Infinity && whole !== bestPrint) equivalent = false;
    if (whole < bestPrint) {
      bestPrint = whole;
      chosen = unit;
    }
    for (const step of steps.reverse()) recolour(breaking, step.unit, step.high, step.low);
  }
  return { chosen, equivalent };
}

/** Gives one neuron a colour of its own and refines what that splits. Returns what is to be undone, oldest first. */
function singleOut(breaking: Breaking, unit: number): Step[] {
  const { high, low } = breaking;
  const steps: Step[] = [{ unit, high: high[unit], low: low[unit] }];
  recolour(breaking, unit, mix(high[unit], 0x51ed270b), mix(low[unit], 0x2545f491));
  for (let changed = [unit]; changed.length > 0;) {
    const affected = spreadChange(breaking, changed);
    changed = splitters(breaking, affected);
    const changes = changed.map((neuron) => breaking.change[neuron]);
    for (const neuron of affected) breaking.change[neuron] = 0;
    changed.forEach((neuron, at) => {
      steps.push({ unit: neuron, high: high[neuron], low: low[neuron] });
      const newHigh = mix(high[neuron] + changes[at], 0x297a2d39);
      recolour(breaking, neuron, newHigh, mix(low[neuron] ^ changes[at], 0x3c6ef372));
    });
  }
  return steps;
}

/** The affected neurons of classes that split: a class all of whose members changed alike is as it was. */
function splitters(breaking: Breaking, affected: readonly number[]): number[] {
  const classes = new Map<number, { members: number; change: number; alike: boolean }>();
  for (const neuron of affected) {
    const key = keyOf(breaking, neuron);
    const change = breaking.change[neuron];
    const seen = classes.get(key);
    if (seen === undefined) classes.set(key, { members: 1, change, alike: true });
    else {
      seen.members++;
      seen.alike &&= seen.change === change;
    }
  }
  return affected.filter((neuron) => {
    const key = keyOf(breaking, neuron);
    const { members, alike } = classes.get(key)!;
    return !alike || members < breaking.sizes.get(key)!;
  });
}

/** Tells the tied neighbours of changed units. Returns these neighbours, each once. */
function spreadChange(breaking: Breaking, changed: readonly number[]): number[] {
  const { links, owner, neurons, high, low, change } = breaking;
  const affected: number[] = [];
  const seen = new Set<number>();
  const tell = (neuron: number, what: number) => {
    if (neuron < neurons[0] || breaking.sizes.get(keyOf(breaking, neuron))! < 2) return;
    if (!seen.has(neuron)) {
      seen.add(neuron);
      affected.push(neuron);
    }
    change[neuron] += what;
  };
  for (const unit of changed) {
    const own = mix(high[unit], low[unit]);
    const asInput = mix(own, 0x7feb352d);
    const asConsumer = mix(own, 0x846ca68b);
    let port = unit;
    for (; owner[port] === unit; port++) {
      const through = mixPort(asInput, port - unit);
      for (let e = links.outStart[port]; e < links.outStart[port + 1]; e++) tell(links.outputs[e], through);
    }
    for (let e = links.inStart[unit]; e < links.inStart[unit + 1]; e++) {
      const input = links.inputs[e];
      tell(owner[input], mixPort(asConsumer, input - owner[input]));
    }
    breaking.work +=
      1 + links.outStart[port] - links.outStart[unit] + links.inStart[unit + 1] - links.inStart[unit];
  }
  return affected;
}

function recolour(breaking: Breaking, unit: number, high: number, low: number): void {
  count(breaking, unit, -1);
  breaking.high[unit] = high;
  breaking.low[unit] = low;
  count(breaking, unit, 1);
}

function count(breaking: Breaking, unit: number, more: number): void {
  const key = keyOf(breaking, unit);
  const size = (breaking.sizes.get(key) ?? 0) + more;
  if (size === 0) breaking.sizes.delete(key);
  else breaking.sizes.set(key, size);
}

function keyOf({ high, low }: Partition, unit: number): number {
  return colourKey(high[unit], low[unit]);
}
