import { linkCount, type SparseLayer } from './topology';

/** Links of a layer, without weights, as a set of bits. */
export interface LinkBits {
  readonly inputs: number;
  readonly outputs: number;
  /**
   * Length ⌈inputs · outputs / 8⌉: one bit for each possible link, in the order neuron · inputs + input, least significant
   * bit first.
   */
  readonly bits: Uint8Array;
}

/** Links of a layer, as a list or, where that is smaller, as bits. */
export type LinkSet = SparseLayer | LinkBits;

/** Links by neuron and then by input; alike in length. */
export interface LinkPlaces {
  readonly neurons: Uint32Array;
  readonly inputs: Uint32Array;
}

export function isBits(set: LinkSet): set is LinkBits {
  return 'bits' in set;
}

/** The links of a layer in the smaller form, apart from the layer. A list lies in memory that all threads share. */
export function linkSetOf({ inputs, outputs, indptr, indices }: SparseLayer): LinkSet {
  if (areBitsSmaller(inputs, outputs, indices.length)) return toBits({ inputs, outputs, indptr, indices });
  const list = { inputs, outputs, indptr: indptr.slice(), indices: sharedIndices(indices.length) };
  list.indices.set(indices);
  return list;
}

/**
 * The set with these links too, some of which it may have. Bits are changed where they are, in time proportional to the
 * new links; a list is made anew.
 */
export function withLinks(set: LinkSet, places: LinkPlaces): LinkSet {
  if (!isBits(set)) {
    const union = unionOfLinks(set, places);
    return areBitsSmaller(union.inputs, union.outputs, linkCount(union)) ? toBits(union) : union;
  }
  const { neurons, inputs } = places;
  for (let k = 0; k < neurons.length; k++) setBit(set.bits, neurons[k] * set.inputs + inputs[k]);
  return set;
}

/** The same set in memory of its own, where it is one that `withLinks` would change. */
export function copyOf(set: LinkSet): LinkSet {
  return isBits(set) ? { ...set, bits: set.bits.slice() } : set;
}

export function hasLink({ inputs, bits }: LinkBits, neuron: number, input: number): boolean {
  const place = neuron * inputs + input;
  return (bits[Math.floor(place / 8)] & (1 << (place % 8))) !== 0;
}

/** Number of links in the set. */
export function setSize(set: LinkSet): number {
  return isBits(set) ? countBits(set.bits) : linkCount(set);
}

/** Bytes of memory that the links themselves take. */
export function setBytes(set: LinkSet): number {
  return isBits(set) ? set.bits.byteLength : set.indices.byteLength;
}

/** Number of bits that are set. */
export function countBits(bits: Uint8Array): number {
  let count = 0;
  for (const byte of bits) count += bitsOfByte[byte];
  return count;
}

const bitsOfByte = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0;
  for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1;
  return count;
});

/** Bytes that the bits of a layer of this shape take. */
export function byteCount({ inputs, outputs }: Pick<LinkBits, 'inputs' | 'outputs'>): number {
  return Math.ceil((inputs * outputs) / 8);
}

function areBitsSmaller(inputs: number, outputs: number, links: number): boolean {
  return 4 * (outputs + 1 + links) > byteCount({ inputs, outputs });
}

function toBits({ inputs, outputs, indptr, indices }: SparseLayer): LinkBits {
  const bits = new Uint8Array(byteCount({ inputs, outputs }));
  for (let neuron = 0; neuron < outputs; neuron++) {
    for (let k = indptr[neuron]; k < indptr[neuron + 1]; k++) setBit(bits, neuron * inputs + indices[k]);
  }
  return { inputs, outputs, bits };
}

function sharedIndices(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(4 * length));
}

function setBit(bits: Uint8Array, place: number): void {
  bits[Math.floor(place / 8)] |= 1 << (place % 8);
}

function unionOfLinks(layer: SparseLayer, places: LinkPlaces): SparseLayer {
  const { inputs, outputs } = layer;
  const indptr = new Uint32Array(outputs + 1);
  const indices = sharedIndices(layer.indices.length + places.inputs.length);
  let at = 0;
  let next = 0;
  for (let neuron = 0; neuron < outputs; neuron++) {
    const end = layer.indptr[neuron + 1];
    for (let k = layer.indptr[neuron]; k < end; k++) {
      const input = layer.indices[k];
      while (places.neurons[next] === neuron && places.inputs[next] < input)
        indices[at++] = places.inputs[next++];
      if (places.neurons[next] === neuron && places.inputs[next] === input) next++;
      indices[at++] = input;
    }
    while (places.neurons[next] === neuron) indices[at++] = places.inputs[next++];
    indptr[neuron + 1] = at;
  }
  // Links that were in both leave a little room at the end, which is not worth a copy.
  return { inputs, outputs, indptr, indices: indices.subarray(0, at) };
}
