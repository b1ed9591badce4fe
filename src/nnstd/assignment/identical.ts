import type { NeuronSets } from '../../kernels/assignmentKernel';

/** The neurons of a layer in the order that breaks ties between them. */
export interface OrderedNeurons {
  readonly sets: NeuronSets;
  /** By neuron, ascending: neurons of equal number are paired first where the cost is the same. */
  readonly tie: Float64Array;
}

/**
 * Pairs neurons with the same inputs, also those without any, as far as both layers have them.
 *
 * Some optimal assignment holds each such pair, because the normalised edit distance is a metric (of at most 1, the cost
 * of an absent partner): where i has the inputs of j, i ↔ j′ and i′ ↔ j cost d(i, j′) + d(i′, j) ≥ d(i′, j′), so
 * i ↔ j and i′ ↔ j′ are no worse. Among many with the same inputs, equal `tie` comes first, then the order.
 *
 * Returns by neuron of `a` its partner, or −1.
 */
export function pairIdentical(a: OrderedNeurons, b: OrderedNeurons, inputs: number): Int32Array {
  const partner = new Int32Array(a.sets.neurons).fill(-1);
  const taken = new Uint8Array(b.sets.neurons);
  const hashA = setHashes(a.sets);
  const hashB = setHashes(b.sets);
  const same = sameInputs(a.sets, b.sets, inputs);
  pairByHash(a, withTies(hashA, a.tie), b, withTies(hashB, b.tie), partner, taken, (i, j) => {
    return a.tie[i] === b.tie[j] && same(i, j);
  });
  pairByHash(a, hashA, b, hashB, partner, taken, same);
  return partner;
}

function pairByHash(
  a: OrderedNeurons,
  hashA: Int32Array,
  b: OrderedNeurons,
  hashB: Int32Array,
  partner: Int32Array,
  taken: Uint8Array,
  same: (neuronOfA: number, neuronOfB: number) => boolean,
): void {
  // Chained hashing; each chain holds the neurons of b in order.
  const buckets = 2 << (31 - Math.clz32(Math.max(1, b.sets.neurons)));
  const first = new Int32Array(buckets).fill(-1);
  const next = new Int32Array(b.sets.neurons);
  for (let neuron = b.sets.neurons - 1; neuron >= 0; neuron--) {
    if (taken[neuron] === 1) continue;
    const bucket = hashB[neuron] & (buckets - 1);
    next[neuron] = first[bucket];
    first[bucket] = neuron;
  }
  for (let neuron = 0; neuron < a.sets.neurons; neuron++) {
    if (partner[neuron] >= 0) continue;
    const bucket = hashA[neuron] & (buckets - 1);
    let before = -1;
    let other = first[bucket];
    while (other >= 0 && (hashB[other] !== hashA[neuron] || !same(neuron, other))) {
      before = other;
      other = next[other];
    }
    if (other < 0) continue;
    partner[neuron] = other;
    taken[other] = 1;
    if (before < 0) first[bucket] = next[other];
    else next[before] = next[other];
  }
}

function withTies(hashes: Int32Array, tie: Float64Array): Int32Array {
  const mixed = new Int32Array(hashes.length);
  for (let neuron = 0; neuron < hashes.length; neuron++) {
    mixed[neuron] = Math.imul(hashes[neuron] ^ (tie[neuron] | 0), 0x9e3779b1) >>> 4;
  }
  return mixed;
}

function setHashes({ neurons, indptr, indices }: NeuronSets): Int32Array {
  const hashes = new Int32Array(neurons);
  for (let neuron = 0; neuron < neurons; neuron++) {
    let hash = indptr[neuron + 1] - indptr[neuron];
    for (let link = indptr[neuron]; link < indptr[neuron + 1]; link++) {
      const mixed = Math.imul(indices[link] + 1, 0x9e3779b1);
      hash = (hash + Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b)) | 0;
    }
    hashes[neuron] = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35) >>> 8;
  }
  return hashes;
}

function sameInputs(a: NeuronSets, b: NeuronSets, inputs: number): (i: number, j: number) => boolean {
  const markedBy = new Int32Array(inputs).fill(-1);
  let marked = -1;
  return (i, j) => {
    if (a.indptr[i + 1] - a.indptr[i] !== b.indptr[j + 1] - b.indptr[j]) return false;
    if (marked !== i) {
      for (let link = a.indptr[i]; link < a.indptr[i + 1]; link++) markedBy[a.indices[link]] = i;
      marked = i;
    }
    for (let link = b.indptr[j]; link < b.indptr[j + 1]; link++)
      if (markedBy[b.indices[link]] !== i) return false;
    return true;
  };
}
