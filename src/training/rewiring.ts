import type { LayerParameters } from '../kernels/kernels';
import { isBelow } from '../topology/branchless';
import { areInputs } from '../topology/validate';
import { roomForKept, takeKept } from './keptLinks';
import type { Exchange } from './methods/method';

/** A method handed over links that cannot be exchanged so. */
export class InvalidExchangeError extends Error {
  override readonly name = 'InvalidExchangeError';

  constructor(readonly reason: string) {
    super(`the training method returned an exchange of links that is impossible: ${reason}`);
  }
}

/**
 * The layer after an exchange of links: sorted, kept weights and their moments with their links, those of grown ones 0.
 * Throws `InvalidExchangeError` where a link would be there twice or out of range, or where there would not be `links` of
 * them.
 */
export function applyExchange(layer: LayerParameters, exchange: Exchange, links: number): LayerParameters {
  const { dropped, grown, restart } = exchange;
  const { inputs, outputs } = layer;
  const count = grown.values.length;
  const after = layer.indices.length - dropped.length + count;
  if (after !== links) throw new InvalidExchangeError(`${after} links instead of ${links}`);
  if (grown.neurons.length !== count || grown.inputs.length !== count) {
    throw new InvalidExchangeError(`${count} weights for ${grown.neurons.length} grown links`);
  }
  const next: LayerParameters = {
    ...layer,
    indptr: new Uint32Array(outputs + 1),
    indices: new Uint32Array(after),
    values: new Float32Array(after),
    velocities: new Float32Array(after),
    ...(layer.secondMoments && {
      secondMoments: { links: new Float32Array(after), bias: layer.secondMoments.bias },
    }),
  };
  const from = linkBits(layer);
  const to = linkBits(next);
  const places = { neurons: grown.neurons, inputs: grown.inputs, values: bitsOf(grown.values) };
  const kept = roomForKept(layer);
  let nextDropped = 0;
  let nextGrown = 0;
  let at = 0;
  for (let neuron = 0; neuron < outputs; neuron++) {
    const [begin, end] = [layer.indptr[neuron], layer.indptr[neuron + 1]];
    const keptCount = takeKept(begin, end, dropped, nextDropped, kept);
    const endGrown = endOfRow(grown.neurons, nextGrown, neuron);
    const first = at;
    at += keptCount + endGrown - nextGrown;
    if (at > after) throw new InvalidExchangeError('the dropped links are not ascending');
    mergeRow(from, kept, keptCount, places, nextGrown, endGrown, to, first);
    if (!areInputs(next.indices, first, at, inputs)) {
      throw new InvalidExchangeError(`neuron ${neuron} would not have distinct inputs in order`);
    }
    next.indptr[neuron + 1] = at;
    nextDropped += end - begin - keptCount;
    nextGrown = endGrown;
  }
  if (nextDropped !== dropped.length || nextGrown !== count) {
    throw new InvalidExchangeError('its links are not in order, or beyond the layer');
  }
  return restart === undefined ? next : restarted(next, restart);
}

/** Links with the bits of their numbers, which can be chosen without a branch. */
interface LinkBits {
  readonly inputs: Uint32Array;
  readonly values: Uint32Array;
  readonly velocities: Uint32Array;
  readonly secondMoments: Uint32Array | null;
}

function linkBits({ indices, values, velocities, secondMoments }: LayerParameters): LinkBits {
  return {
    inputs: indices,
    values: bitsOf(values),
    velocities: bitsOf(velocities),
    secondMoments: secondMoments ? bitsOf(secondMoments.links) : null,
  };
}

function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

function endOfRow(neurons: Uint32Array, begin: number, neuron: number): number {
  let end = begin;
  while (end < neurons.length && neurons[end] === neuron) end++;
  return end;
}

/** The kept links of a neuron and its grown ones, by input. Grown ones begin with moments of 0. */
function mergeRow(
  from: LinkBits,
  kept: Uint32Array,
  keptCount: number,
  grown: Pick<LinkBits, 'inputs' | 'values'>,
  firstGrown: number,
  endGrown: number,
  to: LinkBits,
  first: number,
): void {
  const { inputs, values, velocities, secondMoments: second } = from;
  const { inputs: grownInputs, values: grownValues } = grown;
  const { inputs: toInputs, values: toValues, velocities: toVelocities, secondMoments: toSecond } = to;
  let k = 0;
  let g = firstGrown;
  let at = first;
  while (k < keptCount && g < endGrown) {
    const old = kept[k];
    const isGrown = isBelow(grownInputs[g], inputs[old]);
    const ofGrown = -isGrown;
    toInputs[at] = (grownInputs[g] & ofGrown) | (inputs[old] & ~ofGrown);
    toValues[at] = (grownValues[g] & ofGrown) | (values[old] & ~ofGrown);
    toVelocities[at] = velocities[old] & ~ofGrown;
    if (second !== null) toSecond![at] = second[old] & ~ofGrown;
    at++;
    g += isGrown;
    k += 1 - isGrown;
  }
  for (; k < keptCount; k++, at++) {
    const old = kept[k];
    toInputs[at] = inputs[old];
    toValues[at] = values[old];
    toVelocities[at] = velocities[old];
    if (second !== null) toSecond![at] = second[old];
  }
  for (; g < endGrown; g++) {
    toInputs[at] = grownInputs[g];
    toValues[at++] = grownValues[g];
  }
}

/** The layer with these weights and biases, and all moments 0. */
function restarted(
  layer: LayerParameters,
  { values, bias, srelu }: NonNullable<Exchange['restart']>,
): LayerParameters {
  const [links, neurons] = [layer.values.length, layer.bias.length];
  if (srelu?.length !== layer.srelu?.values.length) {
    throw new InvalidExchangeError(`${srelu?.length ?? 0} parameters of SReLU to start again from`);
  }
  if (values.length !== links || bias.length !== neurons) {
    throw new InvalidExchangeError(`${values.length} weights and ${bias.length} biases to start again from`);
  }
  return {
    ...layer,
    values: values.slice(),
    bias: bias.slice(),
    velocities: new Float32Array(links),
    biasVelocities: new Float32Array(neurons),
    ...(srelu && {
      srelu: {
        values: srelu.slice(),
        velocities: new Float32Array(srelu.length),
        ...(layer.secondMoments && { secondMoments: new Float32Array(srelu.length) }),
      },
    }),
    ...(layer.secondMoments && {
      secondMoments: { links: new Float32Array(links), bias: new Float32Array(neurons) },
    }),
  };
}
