import type { RandomSource } from './random';
import { permutation } from './shuffle';
import type { SparseLayer } from './topology';
import { checkWidth, TopologyError } from './validate';

/**
 * In each round about half of a neuron's inputs go to another one, where few are shared. So of a million links fewer than
 * one stays where it began for any other reason than chance.
 */
const ROUNDS = 24;

/**
 * A layer whose neurons have exactly these numbers of inputs, and whose inputs feed exactly these numbers of neurons;
 * every such layer equally likely. Throws `TopologyError` where there is none.
 *
 * By global Curveball trades (Carstens et al., "Parallel and I/O-efficient randomisation of massive networks using global
 * Curveball trades", ESA 2018), which keep all degrees and tend to the uniform distribution: in each round the neurons
 * meet in random pairs, and each pair deals out anew the inputs that only one of the two has. Time is proportional to
 * the links.
 */
export function randomLayerOfDegrees(
  fanIn: Uint32Array,
  fanOut: Uint32Array,
  random: RandomSource,
): SparseLayer {
  const layer = someLayerOfDegrees(fanIn, fanOut);
  const { outputs, indptr, indices } = layer;
  const table: Table = { seenAt: new Uint32Array(layer.inputs), pool: new Uint32Array(2 * layer.inputs) };
  let trades = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const order = permutation(outputs, random);
    for (let k = 0; k + 1 < outputs; k += 2) trade(layer, order[k], order[k + 1], table, ++trades, random);
  }
  for (let j = 0; j < outputs; j++) indices.subarray(indptr[j], indptr[j + 1]).sort();
  return layer;
}

/**
 * Gives each neuron the inputs with the most links left to give, which succeeds wherever anything does (Gale, Ryser,
 * 1957). Inputs stay in the order of the links they have left, so that a neuron costs its inputs and two searches.
 */
function someLayerOfDegrees(fanIn: Uint32Array, fanOut: Uint32Array): SparseLayer {
  const [inputs, outputs] = [fanOut.length, fanIn.length];
  checkWidth('inputs', inputs);
  checkWidth('outputs', outputs);
  const indptr = new Uint32Array(outputs + 1);
  for (let j = 0; j < outputs; j++) indptr[j + 1] = indptr[j] + fanIn[j];
  const indices = new Uint32Array(indptr[outputs]);
  const left = fanOut.slice();
  const byLeft = Uint32Array.from(fanOut.keys()).sort((p, q) => fanOut[p] - fanOut[q]);
  for (let j = 0; j < outputs; j++) {
    if (fanIn[j] === 0) continue;
    const least = fanIn[j] > inputs ? 0 : left[byLeft[inputs - fanIn[j]]];
    if (least === 0) throw impossible(fanIn, fanOut);
    const above = firstPlace(byLeft, left, least + 1);
    const first = firstPlace(byLeft, left, least);
    const chosen = indices.subarray(indptr[j], indptr[j + 1]);
    chosen.set(byLeft.subarray(above));
    // Of those with `least` the first ones: the order then holds when each has one less.
    const rest = fanIn[j] - (inputs - above);
    chosen.set(byLeft.subarray(first, first + rest), inputs - above);
    for (const input of chosen) left[input]--;
  }
  if (left.some((links) => links > 0)) throw impossible(fanIn, fanOut);
  return { inputs, outputs, indptr, indices };
}

/** First place in `byLeft`, which ascends by `left`, of an input with at least so many links left. */
function firstPlace(byLeft: Uint32Array, left: Uint32Array, links: number): number {
  let [low, high] = [0, byLeft.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (left[byLeft[middle]] < links) low = middle + 1;
    else high = middle;
  }
  return low;
}

function impossible(fanIn: Uint32Array, fanOut: Uint32Array): TopologyError {
  const total = (degrees: Uint32Array): number => degrees.reduce((sum, degree) => sum + degree, 0);
  return new TopologyError(
    'degrees that some layer has',
    `${fanIn.length} neurons with ${total(fanIn)} inputs, ${fanOut.length} inputs that feed ${total(fanOut)}`,
  );
}

/** Where two neurons lay down what they exchange. */
interface Table {
  /** By input: twice the number of the last trade that met it at the second neuron, and 1 more if at both. */
  readonly seenAt: Uint32Array;
  /** Room for all inputs of two neurons. */
  readonly pool: Uint32Array;
}

/** Deals the inputs that only one of the neurons i and j has to the two anew; their inputs lose their order. */
function trade(
  { indptr, indices }: SparseLayer,
  i: number,
  j: number,
  { seenAt, pool }: Table,
  number: number,
  random: RandomSource,
): void {
  const [atSecond, atBoth] = [2 * number, 2 * number + 1];
  for (let k = indptr[j]; k < indptr[j + 1]; k++) seenAt[indices[k]] = atSecond;

  let count = 0;
  let keptI = indptr[i];
  for (let k = indptr[i]; k < indptr[i + 1]; k++) {
    const input = indices[k];
    if (seenAt[input] === atSecond) {
      seenAt[input] = atBoth;
      indices[keptI++] = input;
    } else pool[count++] = input;
  }
  const ownOfI = count;
  let keptJ = indptr[j];
  for (let k = indptr[j]; k < indptr[j + 1]; k++) {
    const input = indices[k];
    if (seenAt[input] === atBoth) indices[keptJ++] = input;
    else pool[count++] = input;
  }

  // The first ones of a shuffle, for the neuron with fewer of its own.
  const drawn = Math.min(ownOfI, count - ownOfI);
  for (let k = 0; k < drawn; k++) {
    const other = k + random.below(count - k);
    const input = pool[other];
    pool[other] = pool[k];
    pool[k] = input;
  }
  const [fewer, more] = ownOfI === drawn ? [keptI, keptJ] : [keptJ, keptI];
  indices.set(pool.subarray(0, drawn), fewer);
  indices.set(pool.subarray(drawn, count), more);
}
