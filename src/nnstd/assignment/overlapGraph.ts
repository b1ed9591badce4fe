/** Neurons as sets of inputs; the sets need not be sorted, but hold no input twice. */
export interface InputSets {
  /** Number of neurons. */
  readonly neurons: number;
  /** Every input is below this. */
  readonly inputs: number;
  /** Length `neurons + 1`. */
  readonly indptr: Uint32Array | Int32Array;
  /** Length `indptr[neurons]`. */
  readonly indices: Uint32Array | Int32Array;
}

/**
 * Which rows and columns share an input, compressed by row. An edge carries the number of its *class*:
 * the pair (shared inputs I, union U) that all its value depends on. Pairs that share nothing have no edge.
 */
export interface OverlapGraph {
  readonly rows: number;
  readonly columns: number;
  /** Length `rows + 1`. */
  readonly start: Int32Array;
  /** Length `start[rows]`: the column of each edge, in no particular order within a row. */
  readonly end: Int32Array;
  /** Length `start[rows]`: the class of each edge; two bytes unless there are more than 65,535 classes. */
  readonly edgeClass: Uint16Array | Uint32Array;
  readonly classes: OverlapClasses;
}

export interface OverlapClasses {
  readonly count: number;
  /** Shared inputs I of each class, at least 1. */
  readonly shared: Int32Array;
  /** Size of the union U of each class. */
  readonly union: Int32Array;
}

/** A table by (I, |A| + |B|) above this many cells is replaced by a hash map. */
const denseTableLimit = 1 << 22;
const shortClassLimit = 65_535;

/**
 * The overlaps of `rows` (neurons of `a`) with `columns` (neurons of `b`): row r of the graph is `a`'s neuron
 * `rows[r]`. Time grows with the number of (row, input, column) triples, never with rows × columns.
 */
export function overlapGraph(a: InputSets, rows: Int32Array, b: InputSets, columns: Int32Array): OverlapGraph {
  const inverted = invertedLists(b, columns, Math.max(a.inputs, b.inputs));
  const { listStart, list } = inverted;
  const sizeOfColumn = sizes(b, columns);
  const start = new Int32Array(rows.length + 1);
  const room = edgeBound(a, rows, listStart, columns.length);
  const end = new Int32Array(room);
  let edgeClass: Uint16Array | Uint32Array = new Uint16Array(room);
  const numbering = new ClassNumbering(a, rows, b, columns);
  const count = new Int32Array(columns.length);
  let edges = 0;
  for (let row = 0; row < rows.length; row++) {
    const from = a.indptr[rows[row]];
    const to = a.indptr[rows[row] + 1];
    const first = edges;
    for (let link = from; link < to; link++) {
      const input = a.indices[link];
      for (let at = listStart[input], stop = listStart[input + 1]; at < stop; at++) {
        const column = list[at];
        if (count[column]++ === 0) end[edges++] = column;
      }
    }
    if (edgeClass instanceof Uint16Array && numbering.count + (edges - first) > shortClassLimit) {
      edgeClass = widened(edgeClass, first);
    }
    numbering.number(end, count, sizeOfColumn, to - from, first, edges, edgeClass);
    start[row + 1] = edges;
  }
  return {
    rows: rows.length,
    columns: columns.length,
    start,
    end: end.subarray(0, edges),
    edgeClass: edgeClass.subarray(0, edges),
    classes: numbering.classes(),
  };
}

/** The same edges compressed by column. */
export function transposed(graph: OverlapGraph): OverlapGraph {
  const { rows, columns, start, end, edgeClass } = graph;
  const edges = start[rows];
  const newStart = new Int32Array(columns + 1);
  for (let edge = 0; edge < edges; edge++) newStart[end[edge] + 1]++;
  for (let column = 0; column < columns; column++) newStart[column + 1] += newStart[column];
  const next = newStart.slice(0, columns);
  const newEnd = new Int32Array(edges);
  const newClass = edgeClass instanceof Uint16Array ? new Uint16Array(edges) : new Uint32Array(edges);
  for (let row = 0; row < rows; row++) {
    for (let edge = start[row], stop = start[row + 1]; edge < stop; edge++) {
      const to = next[end[edge]]++;
      newEnd[to] = row;
      newClass[to] = edgeClass[edge];
    }
  }
  return { rows: columns, columns: rows, start: newStart, end: newEnd, edgeClass: newClass, classes: graph.classes };
}

/** For each input the columns that have it, ascending. */
function invertedLists(
  sets: InputSets,
  columns: Int32Array,
  inputs: number,
): { listStart: Int32Array; list: Int32Array } {
  const { indptr, indices } = sets;
  const listStart = new Int32Array(inputs + 1);
  for (const neuron of columns) {
    for (let link = indptr[neuron], stop = indptr[neuron + 1]; link < stop; link++) listStart[indices[link] + 1]++;
  }
  for (let input = 0; input < inputs; input++) listStart[input + 1] += listStart[input];
  const next = listStart.slice(0, inputs);
  const list = new Int32Array(listStart[inputs]);
  for (let column = 0; column < columns.length; column++) {
    const neuron = columns[column];
    for (let link = indptr[neuron], stop = indptr[neuron + 1]; link < stop; link++) {
      list[next[indices[link]]++] = column;
    }
  }
  return { listStart, list };
}

/** An upper bound on the number of edges: a row has no more than its triples, nor than there are columns. */
function edgeBound(a: InputSets, rows: Int32Array, listStart: Int32Array, columns: number): number {
  let bound = 0;
  for (const neuron of rows) {
    let triples = 0;
    for (let link = a.indptr[neuron], stop = a.indptr[neuron + 1]; link < stop; link++) {
      triples += listStart[a.indices[link] + 1] - listStart[a.indices[link]];
    }
    bound += Math.min(triples, columns);
  }
  return bound;
}

function sizes(sets: InputSets, neurons: Int32Array): Int32Array {
  return neurons.map((neuron) => sets.indptr[neuron + 1] - sets.indptr[neuron]);
}

function widened(short: Uint16Array, used: number): Uint32Array {
  const wide = new Uint32Array(short.length);
  wide.set(short.subarray(0, used));
  return wide;
}

/** Numbers the pairs (I, |A| + |B|) in the order in which they are met. */
class ClassNumbering {
  count = 0;
  private readonly shared: number[] = [];
  private readonly union: number[] = [];
  /** Class + 1 by I · stride + |A| + |B|; 0 is none. */
  private readonly table: Int32Array | undefined;
  private readonly map = new Map<number, number>();
  private readonly stride: number;

  constructor(a: InputSets, rows: Int32Array, b: InputSets, columns: Int32Array) {
    const largestA = sizes(a, rows).reduce((most, size) => Math.max(most, size), 0);
    const largestB = sizes(b, columns).reduce((most, size) => Math.max(most, size), 0);
    this.stride = largestA + largestB + 1;
    const cells = (Math.min(largestA, largestB) + 1) * this.stride;
    this.table = cells <= denseTableLimit ? new Int32Array(cells) : undefined;
  }

  /** Writes the class of the edges `first` … `stop` of one row of size `size`, and sets their counts back to 0. */
  number(
    end: Int32Array,
    count: Int32Array,
    sizeOfColumn: Int32Array,
    size: number,
    first: number,
    stop: number,
    edgeClass: Uint16Array | Uint32Array,
  ): void {
    const { table, stride, map } = this;
    for (let edge = first; edge < stop; edge++) {
      const column = end[edge];
      const key = count[column] * stride + size + sizeOfColumn[column];
      const known = table === undefined ? (map.get(key) ?? 0) : table[key];
      edgeClass[edge] = known === 0 ? this.add(count[column], size + sizeOfColumn[column], key) : known - 1;
      count[column] = 0;
    }
  }

  classes(): OverlapClasses {
    return { count: this.count, shared: Int32Array.from(this.shared), union: Int32Array.from(this.union) };
  }

  private add(shared: number, sizeSum: number, key: number): number {
    const number = this.count++;
    this.shared.push(shared);
    this.union.push(sizeSum - shared);
    if (this.table === undefined) this.map.set(key, number + 1);
    else this.table[key] = number + 1;
    return number;
  }
}
