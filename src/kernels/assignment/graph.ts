/**
 * Which rows and columns share an input, compressed by row. An edge carries the number of its *class*: the pair
 * (shared inputs I, |A| + |B|) that its weight depends on. Pairs that share nothing have no edge.
 *
 * Within a row, edges of a class stand together and the weights fall: whoever looks for the best edge can stop at the
 * first whose weight alone is too small.
 */
export class Graph {
  constructor(
    public rows: i32,
    public columns: i32,
    /** Length rows + 1. */
    public start: I32s,
    /** The column of each edge, length at least start[rows]. */
    public end: I32s,
    /** The class of each edge, alike. */
    public edgeClass: ClassNumbers,
  ) {}
}
