import type { NeuronSets } from '../../kernels/assignmentKernel';
import type { LayerAssignment, LayerProblem } from './layerAssignment';

/** A proof of optimality that does not hold: which condition fails, and where. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';

  constructor(
    readonly condition: string,
    /** Neuron of the first layer, −1 where none is concerned. */
    readonly neuronOfA: number,
    /** Neuron of the second layer, −1 where none is concerned. */
    readonly neuronOfB: number,
  ) {
    super(
      `the assignment is not proven optimal: "${condition}" fails for ${String(neuronOfA)} ↔ ${String(neuronOfB)}`,
    );
  }
}

/**
 * Proves in exact integers that no assignment of these layers costs less: duals u, p ≥ 0 of *all* neurons with
 * u + p ≥ weight for every pair, equality on each matched pair that shares something, 0 on every neuron that shares
 * nothing with its partner. Then Σ weight = Σu + Σp. Overlaps are counted anew, independently of the kernel. Throws
 * `CertificateError`. Time grows with the pairs that share an input.
 *
 * Weights are floor(I/U · scale), with U = 0 counting as similarity 1; what that leaves open is below 2⁻⁴⁶ a neuron.
 */
export function certifyLayer(problem: LayerProblem, assignment: LayerAssignment): void {
  const a = problem.a.sets;
  const b = problem.b.sets;
  const { matching } = assignment;
  const matchedB = new Uint8Array(b.neurons);
  matching.forEach((other, neuron) => {
    if (other < 0) return;
    demand(other < b.neurons && matchedB[other] === 0, 'a neuron has one partner', neuron, other);
    matchedB[other] = 1;
  });
  demand(
    matching.filter((other) => other >= 0).length === Math.min(a.neurons, b.neurons),
    'the narrower layer is matched whole',
    -1,
    -1,
  );

  const similar = similarities(problem, assignment.proof.scale);
  const { u, p } = extendedDuals(problem, assignment, similar);
  p.forEach((dual, other) => {
    demand(isDual(dual), 'p is an integer of at least 0', -1, other);
  });
  const tight = new Uint8Array(b.neurons);
  for (let neuron = 0; neuron < a.neurons; neuron++) {
    demand(isDual(u[neuron]), 'u is an integer of at least 0', neuron, -1);
    let shares = false;
    similar(neuron, (other, weight, cost) => {
      demand(u[neuron] + p[other] >= weight, 'u + p is at least the weight of each pair', neuron, other);
      if (other !== matching[neuron]) return;
      shares = true;
      tight[other] = 1;
      demand(u[neuron] + p[other] === weight, 'u + p is the weight of a matched pair', neuron, other);
      demand(assignment.pairCosts[neuron] === cost, 'the cost of a pair is (U − I)/U', neuron, other);
    });
    if (shares) continue;
    demand(u[neuron] === 0, 'u is 0 where nothing is shared', neuron, matching[neuron]);
    demand(
      assignment.pairCosts[neuron] === 1,
      'the cost is 1 where nothing is shared',
      neuron,
      matching[neuron],
    );
  }
  p.forEach((dual, other) => {
    demand(tight[other] === 1 || dual === 0, 'p is 0 where nothing is shared', -1, other);
  });
}

/** Calls `visit` with each neuron of `b` that has a similarity above 0 with this one of `a`. */
type Similarities = (neuron: number, visit: (other: number, weight: number, cost: number) => void) => void;

function similarities({ a: { sets: a }, b: { sets: b }, inputs }: LayerProblem, scale: number): Similarities {
  const consumers = Array.from({ length: inputs }, (): number[] => []);
  const empty: number[] = [];
  for (let other = 0; other < b.neurons; other++) {
    if (size(b, other) === 0) empty.push(other);
    for (let link = b.indptr[other]; link < b.indptr[other + 1]; link++)
      consumers[b.indices[link]].push(other);
  }
  const known = new Map<number, number>();
  const weightOf = (shared: number, union: number) => {
    const key = shared * 2 ** 26 + union;
    let weight = known.get(key);
    if (weight === undefined) {
      weight = Number((BigInt(shared) * BigInt(scale)) / BigInt(union));
      known.set(key, weight);
    }
    return weight;
  };
  return (neuron, visit) => {
    if (size(a, neuron) === 0) for (const other of empty) visit(other, scale, 0);
    const counts = new Map<number, number>();
    for (let link = a.indptr[neuron]; link < a.indptr[neuron + 1]; link++) {
      for (const other of consumers[a.indices[link]]) counts.set(other, (counts.get(other) ?? 0) + 1);
    }
    for (const [other, shared] of counts) {
      const union = size(a, neuron) + size(b, other) - shared;
      visit(other, weightOf(shared, union), (union - shared) / union);
    }
  };
}

/**
 * Duals of the identical pairs, one after the other: u as large as those before ask for, p = scale − u. That p is large
 * enough follows from the triangle inequality, which the floor keeps; it is checked like everything else.
 */
function extendedDuals(
  { a: { sets: a } }: LayerProblem,
  { proof: { scale, identical, dualA, dualB } }: LayerAssignment,
  similar: Similarities,
): { u: Float64Array; p: Float64Array } {
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

function size({ indptr }: NeuronSets, neuron: number): number {
  return indptr[neuron + 1] - indptr[neuron];
}

function isDual(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function demand(holds: boolean, condition: string, neuronOfA: number, neuronOfB: number): void {
  if (!holds) throw new CertificateError(condition, neuronOfA, neuronOfB);
}
