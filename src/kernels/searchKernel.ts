import type { UnitLinks } from './search/unitLinks';

/** Two networks of the same numbers of units, as `UnitLinks` numbers them, and what may be changed. */
export interface SearchProblem {
  readonly units: number;
  /** Network inputs: units 0 … inputs − 1, which stand for themselves. */
  readonly inputs: number;
  readonly a: Readonly<UnitLinks>;
  readonly b: Readonly<UnitLinks>;
  /** Length units: what the similarity of a neuron weighs. */
  readonly weight: Float64Array;
  /** Length units: first unit and number of units of each unit's layer. */
  readonly layerFrom: Int32Array;
  readonly layerWidth: Int32Array;
  /** Units whose partner may be exchanged, of layers with at least two. */
  readonly movable: Int32Array;
}

export interface Cooling {
  /** Exchanges proposed; rounded up to a multiple of 4,096. */
  readonly proposals: number;
  /** Temperatures at the beginning and at the end, in similarities of one neuron of weight 1; geometric between. */
  readonly hottest: number;
  readonly coolest: number;
  /** 32 bits. */
  readonly seed: number;
}

/** A relabeling that is being bettered: `partners()[u]` of `b` stands for unit u of `a`. */
export interface Search {
  /** Starts from this relabeling, a permutation within each layer. Returns the objective: Σ weight · similarity. */
  setPartners(partners: Int32Array): number;
  /** Continues with the best relabeling seen in annealing. Returns the objective. */
  anneal(cooling: Cooling): number;
  /** Exchanges partners as long as that gains. Returns the objective. */
  descend(): number;
  /** A copy. */
  partners(): Int32Array;
}

/** All forms do the same operations in the same order: the same results to the last bit. */
export interface SearchKernel {
  readonly name: 'wasm' | 'plain';
  /** One at a time: what was opened before is no longer to be used. */
  open(problem: SearchProblem): Search;
}
