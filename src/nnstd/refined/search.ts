import type { SearchKernel } from '../../kernels/searchKernel';
import type { Topology } from '../../topology/topology';
import { greedyLayers } from '../methods/greedy';
import type { Budget } from '../measure';
import { searchPlan } from './budget';
import { type PairProblem, pairUnits } from './pairProblem';
import { softStart } from './softStart';

/** Temperatures of a run from a good start, and of one that is to forget where it came from. */
const MILD = { hottest: 0.13, coolest: 0.02 };
const HOT = { hottest: 0.3, coolest: 0.02 };

/** Less is rounding. */
const LEAST_GAIN = 1e-9;

/**
 * The best relabeling found: port `result[p]` of the second network stands for port p of the first. Annealing from the
 * soft start, then descent; should the greedy matching be better, descent from there, so that the result is never above
 * greedy's.
 */
export function searchRelabeling(
  kernel: SearchKernel,
  problem: PairProblem,
  first: Topology,
  second: Topology,
  budget: Budget,
  seed: number,
): Int32Array {
  const plan = searchPlan(problem, budget);
  const start = softStart(problem);
  const search = kernel.open(problem);
  let best = start;
  let bestObjective = -Infinity;
  for (let run = 0; run < plan.runs; run++) {
    search.setPartners(best);
    search.anneal({
      ...(run === 0 ? MILD : HOT),
      proposals: plan.proposals,
      seed: Math.imul(seed, 0x632be5ab) + Math.imul(run, 0x2545f491),
    });
    const objective = search.descend();
    if (objective <= bestObjective + LEAST_GAIN) continue;
    bestObjective = objective;
    best = search.partners();
  }
  // Convolutions are beyond the assignment of single layers.
  if (problem.layout.portsPerUnit.some((ports) => ports > 1)) return best;
  if (search.setPartners(greedyPartners(problem, first, second)) <= bestObjective + LEAST_GAIN) return best;
  search.descend();
  return search.partners();
}

function greedyPartners(problem: PairProblem, first: Topology, second: Topology): Int32Array {
  const partners = Int32Array.from({ length: problem.ports }, (_, port) => port);
  for (const { layer, assignment } of greedyLayers(first, second)) {
    if (!problem.movableLayers[layer]) continue;
    const width = problem.widths[layer];
    const taken = new Uint8Array(width);
    for (const other of assignment.matching) if (other >= 0) taken[other] = 1;
    let free = 0;
    for (let neuron = 0; neuron < width; neuron++) {
      let other = neuron < assignment.matching.length ? assignment.matching[neuron] : -1;
      if (other < 0) {
        while (taken[free] === 1) free++;
        other = free++;
      }
      pairUnits(problem, partners, layer, neuron, other);
    }
  }
  return partners;
}
