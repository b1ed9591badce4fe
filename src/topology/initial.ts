import type { RandomSource } from './random';
import type { SparseLayer } from './topology';
import { checkWidth, MAX_LINKS } from './validate';

/** A density, ε or number of links that a layer cannot have: what was asked for, and what is possible. */
export class ImpossibleDensityError extends Error {
  override readonly name = 'ImpossibleDensityError';

  constructor(
    readonly quantity: 'density' | 'epsilon' | 'links',
    readonly asked: number,
    readonly largest: number,
    readonly inputs: number,
    readonly outputs: number,
  ) {
    const name = { density: 'density', epsilon: 'ε', links: 'number of links' }[quantity];
    super(`${name} ${asked} is impossible for a layer of ${inputs} × ${outputs}: 0 to ${largest} can be had`);
  }
}

/** Links of a layer of this density (0 to 1), to the nearest one. Throws `ImpossibleDensityError`. */
export function linksForDensity(density: number, inputs: number, outputs: number): number {
  if (!(density >= 0 && density <= 1)) {
    throw new ImpossibleDensityError('density', density, 1, inputs, outputs);
  }
  return Math.round(density * inputs * outputs);
}

/**
 * Links of an Erdős–Rényi layer: ε(inputs + outputs), to the nearest one, which is a density of
 * ε(inputs + outputs) / (inputs · outputs) (SET, Mocanu et al. 2018). Throws `ImpossibleDensityError` where that is
 * more than there is room for.
 */
export function linksForEpsilon(epsilon: number, inputs: number, outputs: number): number {
  const links = Math.round(epsilon * (inputs + outputs));
  if (!(epsilon >= 0 && links <= inputs * outputs)) {
    throw new ImpossibleDensityError('epsilon', epsilon, largestEpsilon(inputs, outputs), inputs, outputs);
  }
  return links;
}

/** The ε at which an Erdős–Rényi layer of these widths is full. */
export function largestEpsilon(inputs: number, outputs: number): number {
  return inputs + outputs === 0 ? 0 : (inputs * outputs) / (inputs + outputs);
}

/**
 * A layer of exactly `links` links, every set of that many equally likely. Time and memory are proportional to links
 * and units, whatever the density. Throws `ImpossibleDensityError`.
 */
export function randomLayer(
  inputs: number,
  outputs: number,
  links: number,
  random: RandomSource,
): SparseLayer {
  checkWidth('inputs', inputs);
  checkWidth('outputs', outputs);
  const possible = inputs * outputs;
  if (!Number.isInteger(links) || links < 0 || links > Math.min(possible, MAX_LINKS)) {
    throw new ImpossibleDensityError('links', links, Math.min(possible, MAX_LINKS), inputs, outputs);
  }
  const fanIns = randomFanIns(inputs, outputs, links, random);
  const indptr = new Uint32Array(outputs + 1);
  for (let neuron = 0; neuron < outputs; neuron++) indptr[neuron + 1] = indptr[neuron] + fanIns[neuron];
  const indices = new Uint32Array(links);
  const taken = new Uint8Array(inputs);
  for (let neuron = 0; neuron < outputs; neuron++) {
    drawInputs(indices.subarray(indptr[neuron], indptr[neuron + 1]), taken, random);
  }
  return { inputs, outputs, indptr, indices };
}

/** Every possible link. */
export function fullLayer(inputs: number, outputs: number): SparseLayer {
  checkWidth('inputs', inputs);
  checkWidth('outputs', outputs);
  if (inputs * outputs > MAX_LINKS) {
    throw new ImpossibleDensityError('links', inputs * outputs, MAX_LINKS, inputs, outputs);
  }
  const indptr = Uint32Array.from({ length: outputs + 1 }, (_, neuron) => neuron * inputs);
  const indices = new Uint32Array(inputs * outputs);
  for (let neuron = 0; neuron < outputs; neuron++) {
    for (let input = 0; input < inputs; input++) indices[neuron * inputs + input] = input;
  }
  return { inputs, outputs, indptr, indices };
}

/**
 * How many of `links` links, drawn without replacement from all possible ones, each neuron gets. Links are drawn one
 * by one for a random cell of the matrix, of which only the neuron counts: a cell is free with the share of the
 * neuron's cells that are left. Above half of all cells the absent links are drawn instead, so that a draw succeeds
 * at least every second time.
 */
function randomFanIns(inputs: number, outputs: number, links: number, random: RandomSource): Uint32Array {
  const possible = inputs * outputs;
  const drawAbsent = links > possible / 2;
  const drawn = new Uint32Array(outputs);
  for (let left = drawAbsent ? possible - links : links; left > 0;) {
    const neuron = random.below(outputs);
    if (random.below(inputs) < drawn[neuron]) continue;
    drawn[neuron]++;
    left--;
  }
  return drawAbsent ? drawn.map((absent) => inputs - absent) : drawn;
}

/**
 * Fills `chosen` with distinct inputs in ascending order, every set equally likely, by Floyd's algorithm: one draw for
 * each. `taken`, of length inputs, is 0 throughout before and after.
 */
function drawInputs(chosen: Uint32Array, taken: Uint8Array, random: RandomSource): void {
  const inputs = taken.length;
  for (let k = 0; k < chosen.length; k++) {
    const last = inputs - chosen.length + k;
    const drawn = random.below(last + 1);
    chosen[k] = taken[drawn] === 0 ? drawn : last;
    taken[chosen[k]] = 1;
  }
  for (const input of chosen) taken[input] = 0;
  chosen.sort();
}
