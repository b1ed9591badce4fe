import type { PairProblem } from './pairProblem';

/** A relabeling with all that is needed to tell at once what an exchange would gain. */
export interface SearchState {
  /** Length units: unit `partner[u]` of the second network stands for unit u of the first; `inverse` the other way. */
  readonly partner: Int32Array;
  readonly inverse: Int32Array;
  /** Length units: inputs that each neuron shares with its partner. */
  readonly common: Int32Array;
  /** Length units: what its weighted similarity gains by one common input more, and by one fewer (negative). */
  readonly oneMore: Float64Array;
  readonly oneFewer: Float64Array;
}

/** Similarity I/(S − I) of two sets of S elements together that share I; two empty sets are alike. */
export function similarity(sizes: number, common: number): number {
  return sizes === 0 ? 1 : common / (sizes - common);
}

export function identityState(problem: PairProblem): SearchState {
  const state: SearchState = {
    partner: new Int32Array(problem.units),
    inverse: new Int32Array(problem.units),
    common: new Int32Array(problem.units),
    oneMore: new Float64Array(problem.units),
    oneFewer: new Float64Array(problem.units),
  };
  setPartners(
    problem,
    state,
    Int32Array.from(state.partner, (_, unit) => unit),
  );
  return state;
}

/** Puts the state to this relabeling (a permutation within each layer). Returns the sum of the weighted similarities. */
export function setPartners(problem: PairProblem, state: SearchState, partner: Int32Array): number {
  const { units, inputs, weight, a, b } = problem;
  state.partner.set(partner);
  for (let unit = 0; unit < units; unit++) state.inverse[partner[unit]] = unit;
  const marked = new Int32Array(units).fill(-1);
  let total = 0;
  for (let unit = inputs; unit < units; unit++) {
    const other = partner[unit];
    for (let e = b.inStart[other]; e < b.inStart[other + 1]; e++) marked[b.inputs[e]] = unit;
    let common = 0;
    for (let e = a.inStart[unit]; e < a.inStart[unit + 1]; e++) {
      if (marked[partner[a.inputs[e]]] === unit) common++;
    }
    state.common[unit] = common;
    const sizes = a.fanIn[unit] + b.fanIn[other];
    const union = sizes - common;
    state.oneMore[unit] = union > 1 ? (weight[unit] * sizes) / (union * (union - 1)) : 0;
    state.oneFewer[unit] = union > 0 ? (-weight[unit] * sizes) / (union * (union + 1)) : 0;
    total += weight[unit] * similarity(sizes, common);
  }
  return total;
}
