import type { NeuronSets } from '../../kernels/assignmentKernel';
import type { LayerAssignment, LayerProblem } from './layerAssignment';

/** Calls `visit` with each neuron of `b` that has a similarity above 0 with this one of `a`. */
export type Similarities = (
  neuron: number,
  visit: (other: number, weight: number, cost: number) => void,
) => void;

/**
 * Weights floor(I/U · scale), with U = 0 counting as similarity 1, and costs (U − I)/U. Counted from the links,
 * independently of the kernel. One visit at a time.
 */
export function similarities(
  { a: { sets: a }, b: { sets: b }, inputs }: LayerProblem,
  scale: number,
): Similarities {
  const consumers = consumersOf(b, inputs);
  const weightOf = weights(scale);
  const empty: number[] = [];
  for (let other = 0; other < b.neurons; other++) if (fanIn(b, other) === 0) empty.push(other);
  const shared = new Int32Array(b.neurons);
  const met = new Int32Array(b.neurons);
  return (neuron, visit) => {
    if (fanIn(a, neuron) === 0) for (const other of empty) visit(other, scale, 0);
    let count = 0;
    for (let link = a.indptr[neuron]; link < a.indptr[neuron + 1]; link++) {
      const input = a.indices[link];
      for (let at = consumers.indptr[input]; at < consumers.indptr[input + 1]; at++) {
        if (shared[consumers.indices[at]]++ === 0) met[count++] = consumers.indices[at];
      }
    }
    for (let at = 0; at < count; at++) {
      const other = met[at];
      const common = shared[other];
      shared[other] = 0;
      const union = fanIn(a, neuron) + fanIn(b, other) - common;
      visit(other, weightOf(common, union), (union - common) / union);
    }
  };
}

/**
 * Duals of all neurons from those of a proof, which has them at 0 for identical pairs. Each pair gets one after the other: u
 * as large as those before ask for, p = scale − u. That p is large enough follows from the triangle inequality, which the
 * floor keeps.
 */
export function extendedDuals(
  { a: { sets: a } }: LayerProblem,
  { proof: { scale, identical, dualA, dualB } }: LayerAssignment,
  similar: Similarities,
): { readonly u: Float64Array; readonly p: Float64Array } {
  const u = dualA.slice();
  const p = dualB.slice();
  const pending = new Uint8Array(p.length);
  for (const other of identical) if (other >= 0) pending[other] = 1;
  for (let neuron = 0; neuron < a.neurons; neuron++) {
    const partner = identical[neuron];
    if (partner < 0) continue;
    let least = 0;
    similar(neuron, (other, weight) => {
      if (pending[other] === 0) least = Math.max(least, weight - p[other]);
    });
    u[neuron] = least;
    p[partner] = scale - least;
    pending[partner] = 0;
  }
  return { u, p };
}

function consumersOf({ neurons, indptr, indices }: NeuronSets, inputs: number) {
  const start = new Int32Array(inputs + 1);
  for (const input of indices) start[input + 1]++;
  for (let input = 0; input < inputs; input++) start[input + 1] += start[input];
  const users = new Int32Array(indices.length);
  const next = start.slice(0, inputs);
  for (let neuron = 0; neuron < neurons; neuron++) {
    for (let link = indptr[neuron]; link < indptr[neuron + 1]; link++) users[next[indices[link]]++] = neuron;
  }
  return { indptr: start, indices: users };
}

function weights(scale: number): (shared: number, union: number) => number {
  const known = new Map<number, number>();
  return (shared, union) => {
    const key = shared * 2 ** 26 + union;
    let weight = known.get(key);
    if (weight === undefined) {
      weight = Number((BigInt(shared) * BigInt(scale)) / BigInt(union));
      known.set(key, weight);
    }
    return weight;
  };
}

function fanIn({ indptr }: NeuronSets, neuron: number): number {
  return indptr[neuron + 1] - indptr[neuron];
}
