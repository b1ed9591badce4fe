import type { Budget } from '../../measure/measure';
import type { PairProblem } from './pairProblem';

/**
 * Proposals for each link of the two networks, and the most of them for a start; beyond it fewer for each link. Never more
 * than so many for each neuron: one with many inputs is exchanged for as few others, and every proposal takes longer.
 */
const named = {
  quick: { perLink: 20, manyProposals: 1e6, perFurtherLink: 1, perNeuron: 400 },
  standard: { perLink: 100, manyProposals: 4e6, perFurtherLink: 3, perNeuron: 2000 },
  thorough: { perLink: 2000, manyProposals: 1e8, perFurtherLink: 100, perNeuron: 40_000 },
} as const;

/** Inputs of a neuron up to which temperatures are as they are given. */
const FEW_INPUTS = 5;

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

/** What temperatures are to be multiplied by: with more inputs, an exchange changes the similarity of a pair by less. */
export function temperatureScale(problem: PairProblem): number {
  return Math.min(1, FEW_INPUTS / meanFanIn(problem));
}

function proposalsFor(problem: PairProblem, budget: Budget): number {
  if (typeof budget === 'string') {
    const { perLink, manyProposals, perFurtherLink, perNeuron } = named[budget];
    const links = linksOfBoth(problem);
    const few = Math.min(links, manyProposals / perLink);
    const byLinks = few * perLink + (links - few) * perFurtherLink;
    return Math.min(byLinks, perNeuron * problem.movable.length);
  }
  return (budget.seconds * VISITS_A_SECOND) / (12 + 8 * meanFanIn(problem));
}

function meanFanIn(problem: PairProblem): number {
  return linksOfBoth(problem) / (2 * Math.max(1, problem.movable.length));
}

function linksOfBoth({ a, b }: PairProblem): number {
  return a.inputs.length + b.inputs.length;
}
