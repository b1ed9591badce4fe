import { Graph } from './graph';
import { newClassNumbers, newI32s } from './memory';

/** Neurons as sets of inputs, compressed: the inputs of neuron i are indices[indptr[i] … indptr[i + 1]). */
export class InputSets {
  constructor(
    public neurons: i32,
    /** Length neurons + 1. */
    public indptr: I32s,
    public indices: I32s,
  ) {}
}

/** A graph whose classes are numbered in the order in which they were met. */
export class Overlaps {
  constructor(
    public graph: Graph,
    public classes: ClassTable,
    /** False if there were more classes than two bytes can number: to be built again, wide. */
    public complete: bool,
  ) {}
}

const shortClassLimit: i32 = 65535;

/**
 * The overlaps of the neurons of `a` (rows) and of `b` (columns), all of whose inputs are below `inputs`. Time grows with
 * the (row, input, column) triples, never with rows × columns.
 */
export function overlaps(a: InputSets, b: InputSets, inputs: i32, wide: bool): Overlaps {
  const columns = b.neurons;
  const listStart = newI32s(inputs + 1);
  const links = b.indptr[columns];
  const listed = b.indices;
  for (let link: i32 = 0; link < links; link++) listStart[listed[link] + 1] += 1;
  for (let input: i32 = 0; input < inputs; input++) listStart[input + 1] += listStart[input];
  const list = newI32s(links);
  const next = newI32s(inputs);
  for (let input: i32 = 0; input < inputs; input++) next[input] = listStart[input];
  const size = newI32s(columns);
  for (let column: i32 = 0; column < columns; column++) {
    const stop = b.indptr[column + 1];
    size[column] = stop - b.indptr[column];
    for (let link = b.indptr[column]; link < stop; link++) {
      const to = next[listed[link]];
      next[listed[link]] = to + 1;
      list[to] = column;
    }
  }
  return fill(a, columns, size, listStart, list, wide);
}

function fill(a: InputSets, columns: i32, size: I32s, listStart: I32s, list: I32s, wide: bool): Overlaps {
  const rows = a.neurons;
  const indptr = a.indptr;
  const indices = a.indices;
  const room = edgeBound(a, columns, listStart);
  const start = newI32s(rows + 1);
  const end = newI32s(room);
  const edgeClass = newClassNumbers(room, wide);
  const graph = new Graph(rows, columns, start, end, edgeClass, wide);
  const classes = new ClassTable();
  const count = newI32s(columns);
  let edges: i32 = 0;
  for (let row: i32 = 0; row < rows; row++) {
    const first = edges;
    for (let link = indptr[row], last = indptr[row + 1]; link < last; link++) {
      const input = indices[link];
      for (let at = listStart[input], stop = listStart[input + 1]; at < stop; at++) {
        const column = list[at];
        const before = count[column];
        count[column] = before + 1;
        if (before === 0) end[edges++] = column;
      }
    }
    const rowSize = indptr[row + 1] - indptr[row];
    for (let edge = first; edge < edges; edge++) {
      const column = end[edge];
      edgeClass[edge] = classes.numberOf(count[column], rowSize + size[column]);
      count[column] = 0;
    }
    start[row + 1] = edges;
    if (!wide && classes.count > shortClassLimit) return new Overlaps(graph, classes, false);
  }
  return new Overlaps(graph, classes, true);
}

/** An upper bound on the number of edges: a row has no more than its triples, nor than there are columns. */
function edgeBound(a: InputSets, columns: i32, listStart: I32s): i32 {
  let bound: i32 = 0;
  for (let row: i32 = 0; row < a.neurons; row++) {
    let triples: i32 = 0;
    for (let link = a.indptr[row], stop = a.indptr[row + 1]; link < stop; link++) {
      const input = a.indices[link];
      triples += listStart[input + 1] - listStart[input];
    }
    bound += triples < columns ? triples : columns;
  }
  return bound;
}

/** Numbers the pairs (I, |A| + |B|): a hash table with open addressing, at most half full. */
export class ClassTable {
  count: i32 = 0;
  /** Shared inputs I of each class. */
  shared: I32s = newI32s(512);
  /** |A| + |B| of each class. */
  sizeSum: I32s = newI32s(512);
  private capacity: i32 = 1024;
  /** Class + 1, 0 where empty. */
  private slots: I32s = newI32s(1024);

  numberOf(shared: i32, sizeSum: i32): i32 {
    const mask = this.capacity - 1;
    let slot = (shared * 193 + sizeSum) & mask;
    let number: i32 = this.slots[slot] - 1;
    while (number >= 0 && (this.shared[number] !== shared || this.sizeSum[number] !== sizeSum)) {
      slot = (slot + 1) & mask;
      number = this.slots[slot] - 1;
    }
    return number < 0 ? this.add(shared, sizeSum, slot) : number;
  }

  private add(shared: i32, sizeSum: i32, slot: i32): i32 {
    const number = this.count;
    this.count = number + 1;
    this.shared[number] = shared;
    this.sizeSum[number] = sizeSum;
    this.slots[slot] = number + 1;
    if (2 * this.count === this.capacity) this.grow();
    return number;
  }

  private grow(): void {
    const oldShared = this.shared;
    const oldSizeSum = this.sizeSum;
    this.capacity *= 2;
    const mask = this.capacity - 1;
    this.shared = newI32s(this.capacity >> 1);
    this.sizeSum = newI32s(this.capacity >> 1);
    this.slots = newI32s(this.capacity);
    for (let number: i32 = 0; number < this.count; number++) {
      this.shared[number] = oldShared[number];
      this.sizeSum[number] = oldSizeSum[number];
      let slot = (oldShared[number] * 193 + oldSizeSum[number]) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = number + 1;
    }
  }
}
