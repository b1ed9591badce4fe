import type { LayerParameters } from '../kernels/kernels';
import type { SparseLayer } from '../topology/topology';
import type { Exchange } from './methods/method';

/** A method handed over links that cannot be exchanged so. */
export class InvalidExchangeError extends Error {
  override readonly name = 'InvalidExchangeError';

  constructor(readonly reason: string) {
    super(`the training method returned an exchange of links that is impossible: ${reason}`);
  }
}

/**
 * The layer after an exchange of links: sorted, kept weights and their moments with their links, those of grown ones 0. Throws `InvalidExchangeError` where a link would be there twice or out of range, or where there would not be
 * `links` of them.
 */
export function applyExchange(layer: LayerParameters, exchange: Exchange, links: number): LayerParameters {
  const { dropped, grown, restart } = exchange;
  const { inputs, outputs, indptr, indices } = layer;
  const count = grown.values.length;
  const after = indices.length - dropped.length + count;
  if (after !== links) throw new InvalidExchangeError(`${after} links instead of ${links}`);
  if (grown.neurons.length !== count || grown.inputs.length !== count) {
    throw new InvalidExchangeError(`${count} weights for ${grown.neurons.length} grown links`);
  }
  const next = {
    indptr: new Uint32Array(outputs + 1),
    indices: new Uint32Array(after),
    values: new Float32Array(after),
    velocities: new Float32Array(after),
  };
  const second = layer.secondMoments && {
    before: layer.secondMoments.links,
    after: new Float32Array(after),
  };
  let at = 0;
  let nextDropped = 0;
  let nextGrown = 0;
  for (let neuron = 0; neuron < outputs; neuron++) {
    let k = indptr[neuron];
    const end = indptr[neuron + 1];
    for (;;) {
      while (k < end && nextDropped < dropped.length && dropped[nextDropped] === k) {
        nextDropped++;
        k++;
      }
      const hasGrown = nextGrown < count && grown.neurons[nextGrown] === neuron;
      if (k >= end && !hasGrown) break;
      if (at === after) throw new InvalidExchangeError('the dropped links are not ascending');
      if (!hasGrown || (k < end && indices[k] < grown.inputs[nextGrown])) {
        next.indices[at] = indices[k];
        next.values[at] = layer.values[k];
        if (second) second.after[at] = second.before[k];
        next.velocities[at++] = layer.velocities[k++];
      } else {
        next.indices[at] = grown.inputs[nextGrown];
        next.values[at++] = grown.values[nextGrown++];
      }
      const isFirst = at - 1 === next.indptr[neuron];
      if (next.indices[at - 1] >= inputs || (!isFirst && next.indices[at - 1] <= next.indices[at - 2])) {
        throw new InvalidExchangeError(`neuron ${neuron} would not have distinct inputs in order`);
      }
    }
    next.indptr[neuron + 1] = at;
  }
  if (nextDropped !== dropped.length || nextGrown !== count) {
    throw new InvalidExchangeError('its links are not in order, or beyond the layer');
  }
  const changed = {
    ...layer,
    ...next,
    ...(second && { secondMoments: { links: second.after, bias: layer.secondMoments!.bias } }),
  };
  return restart === undefined ? changed : restarted(changed, restart);
}

/** The layer with these weights and biases, and all moments 0. */
function restarted(
  layer: LayerParameters,
  { values, bias }: NonNullable<Exchange['restart']>,
): LayerParameters {
  const [links, neurons] = [layer.values.length, layer.bias.length];
  if (values.length !== links || bias.length !== neurons) {
    throw new InvalidExchangeError(`${values.length} weights and ${bias.length} biases to start again from`);
  }
  return {
    ...layer,
    values: values.slice(),
    bias: bias.slice(),
    velocities: new Float32Array(links),
    biasVelocities: new Float32Array(neurons),
    ...(layer.secondMoments && {
      secondMoments: { links: new Float32Array(links), bias: new Float32Array(neurons) },
    }),
  };
}

/** Links that are in one of the two layers, or both; shapes alike. Without values. */
export function unionOfLinks(a: SparseLayer, b: SparseLayer): SparseLayer {
  const { inputs, outputs } = a;
  const indptr = new Uint32Array(outputs + 1);
  const indices = new Uint32Array(a.indices.length + b.indices.length);
  let at = 0;
  for (let neuron = 0; neuron < outputs; neuron++) {
    let i = a.indptr[neuron];
    let j = b.indptr[neuron];
    const endA = a.indptr[neuron + 1];
    const endB = b.indptr[neuron + 1];
    while (i < endA || j < endB) {
      const fromA = i < endA ? a.indices[i] : Infinity;
      const fromB = j < endB ? b.indices[j] : Infinity;
      indices[at++] = Math.min(fromA, fromB);
      if (fromA <= fromB) i++;
      if (fromB <= fromA) j++;
    }
    indptr[neuron + 1] = at;
  }
  return { inputs, outputs, indptr, indices: indices.slice(0, at) };
}
