/** What the two forms of the assignment kernel share: WebAssembly (`assignmentWasm.ts`) and plain (`assignmentPlain.ts`). */

/** Neurons as sets of inputs: those of neuron i are `indices[indptr[i] … indptr[i + 1])`, none twice, in any order. */
export interface NeuronSets {
  readonly neurons: number;
  /** Length `neurons + 1`. */
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
}

/** The pairs (shared inputs I, |A| + |B|) that occur, on which alone the weight of an edge depends. */
export interface OverlapClasses {
  readonly count: number;
  /** Length `count`, each at least 1. */
  readonly shared: Int32Array;
  /** Length `count`. */
  readonly sizeSum: Int32Array;
}

export interface ClassWeights {
  /** By class; integers of 1 to `scale` ≤ 2⁴⁶, in the order of the similarities I/U. */
  readonly exact: Float64Array;
  /** By class; the same, but at scale 2²⁸. */
  readonly coarse: Int32Array;
  readonly scale: number;
}

export const coarseScale = 2 ** 28;

/** The last ε of the auction: 2⁻¹⁶ of similarity 1. What it leaves undecided, exact refinement decides. */
export const smallestEpsilon = 2 ** 12;

/** Rows are neurons of the first layer, columns of the second. The arrays may be views that live only for a call. */
export interface ProvenAssignment {
  /** Length rows; −1 where unmatched. */
  readonly columnOfRow: Int32Array;
  /** Length rows: the class of the matched edge. */
  readonly classOfRow: Int32Array;
  /** u and p: together they prove the optimum. */
  readonly rowDual: Float64Array;
  readonly columnDual: Float64Array;
  /** The edges, compressed by row: column and class, by falling weight within a row. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly edgeClass: Uint16Array | Int32Array;
  /** Which step proved it: the start on tight edges, a quick refinement between scales, the last one. */
  readonly provenBy: 'start' | 'quick' | 'final';
}

/** Rows are neurons of the first layer, columns of the second. The arrays may be views that live only for a call. */
export interface OrderedAssignment {
  /** Length rows; a permutation. */
  readonly columnOfRow: Int32Array;
  /** Length rows: the class of the pair, −1 where it shares nothing. */
  readonly classOfRow: Int32Array;
}

export interface AssignmentKernel {
  readonly name: 'wasm' | 'plain';
  /**
   * A matching of largest total weight, each row and column free to stay unmatched. `weigh` is called once with the
   * classes that occur; `use` receives the result and copies what it wants to keep.
   * Throws `TooManyOverlapsError`.
   */
  solve<T>(
    rows: NeuronSets,
    columns: NeuronSets,
    inputs: number,
    weigh: (classes: OverlapClasses) => ClassWeights,
    use: (result: ProvenAssignment) => T,
  ): T;
  /**
   * The assignment of least total cost that SciPy's `linear_sum_assignment` finds for the whole matrix: of two layers of
   * the same width, where pairs that share nothing cost 1. `costs` is called once with the classes that occur and returns
   * theirs: at most 1, falling as the similarity I/U rises. `use` copies what it wants to keep.
   * Throws `TooManyOverlapsError`.
   */
  solveInOrder<T>(
    rows: NeuronSets,
    columns: NeuronSets,
    inputs: number,
    costs: (classes: OverlapClasses) => Float64Array,
    use: (result: OrderedAssignment) => T,
  ): T;
}

/** More overlapping pairs than the kernel can hold. */
export class TooManyOverlapsError extends Error {
  override readonly name = 'TooManyOverlapsError';

  constructor(
    readonly pairs: number,
    readonly limit: number,
  ) {
    super(
      `up to ${String(pairs)} pairs of neurons share an input; the exact assignment holds at most ${String(limit)}`,
    );
  }
}

export const provenBySteps = ['start', 'quick', 'final'] as const;

/** Sixteen bytes an edge, rows and columns together, in 4 GiB. */
const pairLimit = 2 ** 28;

/** An upper bound on the number of pairs that share an input: throws where it exceeds what fits in memory. */
export function checkPairs(rows: NeuronSets, columns: NeuronSets, inputs: number): void {
  const consumers = new Int32Array(inputs);
  for (const input of columns.indices) consumers[input]++;
  let pairs = 0;
  for (let row = 0; row < rows.neurons; row++) {
    let triples = 0;
    for (let link = rows.indptr[row]; link < rows.indptr[row + 1]; link++)
      triples += consumers[rows.indices[link]];
    pairs += Math.min(triples, columns.neurons);
  }
  if (pairs > pairLimit) throw new TooManyOverlapsError(pairs, pairLimit);
}

/** A quarter of the largest power of two ≤ the largest weight. */
export function largestEpsilon({ coarse }: ClassWeights): number {
  const largest = coarse.reduce((most, weight) => Math.max(most, weight), 1);
  return Math.max(smallestEpsilon, 2 ** (31 - Math.clz32(largest) - 2));
}
