import type { SearchKernel } from '../../kernels/searchKernel';
import type { Topology } from '../../topology/topology';
import { greedyLayers } from '../greedyLayers';
import type { Budget } from '../measure';
import { searchPlan } from './budget';
import type { PairProblem } from './pairProblem';
import { partnersOf } from './partners';
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
  const greedy = Array.from(greedyLayers(first, second), ({ matched }) => matched.matching);
  if (search.setPartners(partnersOf(problem, greedy)) <= bestObjective + LEAST_GAIN) return best;
  search.descend();
  return search.partners();
}
