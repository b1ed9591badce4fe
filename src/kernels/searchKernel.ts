import type { UnitLinks } from './search/unitLinks';

/** Two networks of the same numbers of units, as `UnitLinks` numbers their ports, and what may be changed. */
export interface SearchProblem {
  readonly ports: number;
  /** Network inputs: ports 0 … inputs − 1, which stand for themselves. */
  readonly inputs: number;
  readonly a: Readonly<UnitLinks>;
  readonly b: Readonly<UnitLinks>;
  /** Length ports: what the similarity of a neuron weighs; 0 for its other ports. */
  readonly weight: Float64Array;
  /** Length ports: first port and number of units of each one's layer, and how many ports a unit there has. */
  readonly layerFrom: Int32Array;
  readonly layerWidth: Int32Array;
  readonly portsPerUnit: Int32Array;
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

/** A relabeling that is being bettered: port `partners()[p]` of `b` stands for port p of `a`. */
export interface Search {
  /** Starts from this relabeling, a permutation of the units within each layer. Returns the objective: Σ weight · similarity. */
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
