import type { Search, SearchKernel } from '../../kernels/searchKernel';
import type { Topology } from '../../topology/topology';
import type { Measure } from '../../measure/measure';
import { searchPlan, temperatureScale } from './budget';
import { layerwiseMatchings } from './guards';
import type { PairProblem } from './pairProblem';
import { partnersOf } from './partners';
import { uniformLayer } from './softLayer';
import { softLinks, softStart } from './softStart';
import { structuralLayers } from './structure';

/** Temperatures, where neurons have few inputs, of a run from a good start, and of one that is to forget where it came from. */
const MILD = { hottest: 0.13, coolest: 0.02 };
const HOT = { hottest: 0.3, coolest: 0.02 };

/** Mean similarity below which a start is taken to have found little, and another is tried. */
const POOR = 0.5;

/** Less is rounding. */
const LEAST_GAIN = 1e-9;

/**
 * The best relabeling found: port `result[p]` of the second network stands for port p of the first. Annealing from the
 * soft start, then descent; should a matching layer after layer be better, descent from there.
 */
export function searchRelabeling(
  kernel: SearchKernel,
  problem: PairProblem,
  first: Topology,
  second: Topology,
  { budget, outputs }: Measure,
  seed: number,
): Int32Array {
  if (budget === null) throw new RangeError('a search needs a budget');
  const plan = searchPlan(problem, budget);
  const scale = temperatureScale(problem);
  const search = kernel.open(problem);
  let best = startOf(problem, search);
  let bestObjective = -Infinity;
  for (let run = 0; run < plan.runs; run++) {
    search.setPartners(best);
    const { hottest, coolest } = run === 0 ? MILD : HOT;
    search.anneal({
      hottest: hottest * scale,
      coolest: coolest * scale,
      proposals: plan.proposals,
      seed: Math.imul(seed, 0x632be5ab) + Math.imul(run, 0x2545f491),
    });
    const objective = search.descend();
    if (objective <= bestObjective + LEAST_GAIN) continue;
    bestObjective = objective;
    best = search.partners();
  }
  for (const matchings of layerwiseMatchings(first, second, outputs)) {
    if (search.setPartners(partnersOf(problem, matchings)) <= bestObjective + LEAST_GAIN) continue;
    bestObjective = search.descend();
    best = search.partners();
  }
  return best;
}

/**
 * From the inputs on, which tell most; where that finds little, because the first layers say nothing about which neurons
 * belong together, also from the structure around each neuron.
 */
function startOf(problem: PairProblem, search: Search): Int32Array {
  const links = softLinks(problem);
  const fromInputs = softStart(problem, links, problem.widths.map(uniformLayer));
  const found = search.setPartners(fromInputs);
  const most = problem.weight.reduce((sum, weight) => sum + weight, 0);
  if (found >= POOR * most) return fromInputs;
  const fromStructure = softStart(problem, links, structuralLayers(problem));
  return search.setPartners(fromStructure) > found ? fromStructure : fromInputs;
}
