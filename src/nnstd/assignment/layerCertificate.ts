import type { LayerAssignment, LayerProblem } from './layerAssignment';
import { extendedDuals, similarities } from './similarities';

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

function isDual(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function demand(holds: boolean, condition: string, neuronOfA: number, neuronOfB: number): void {
  if (!holds) throw new CertificateError(condition, neuronOfA, neuronOfB);
}
