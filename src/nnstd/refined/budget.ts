import type { Budget } from '../../measure/measure';
import type { PairProblem } from './pairProblem';

/** Proposals for each link of the two networks, and the most of them for a start; beyond it fewer for each link. */
const named = {
  quick: { perLink: 20, manyProposals: 1e6, perFurtherLink: 1 },
  standard: { perLink: 100, manyProposals: 4e6, perFurtherLink: 3 },
  thorough: { perLink: 2000, manyProposals: 1e8, perFurtherLink: 100 },
} as const;

/** Link visits a nominal second; a proposal visits about eight times the mean fan-in and a dozen more. */
const VISITS_A_SECOND = 1e8;

/** Small networks get at least this many proposals a run, and runs until they have had this many. */
const LEAST_PROPOSALS = 20_000;
const LEAST_IN_ALL = 400_000;
const MOST_RUNS = 20;

export interface SearchPlan {
  readonly proposals: number;
  /** Runs of so many proposals each. */
  readonly runs: number;
}

export function searchPlan(problem: PairProblem, budget: Budget): SearchPlan {
  const proposals = Math.max(LEAST_PROPOSALS, Math.ceil(proposalsFor(problem, budget)));
  return { proposals, runs: Math.max(1, Math.min(MOST_RUNS, Math.floor(LEAST_IN_ALL / proposals))) };
}

function proposalsFor(problem: PairProblem, budget: Budget): number {
  const links = problem.a.inputs.length + problem.b.inputs.length;
  if (typeof budget === 'string') {
    const { perLink, manyProposals, perFurtherLink } = named[budget];
    const few = Math.min(links, manyProposals / perLink);
    return few * perLink + (links - few) * perFurtherLink;
  }
  const meanDegree = links / (2 * Math.max(1, problem.movable.length));
  return (budget.seconds * VISITS_A_SECOND) / (12 + 8 * meanDegree);
}
