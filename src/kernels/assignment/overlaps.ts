import { ClassTable } from './classTable';
import { Graph } from './graph';
import { newI32s, uninitialisedClassNumbers, uninitialisedI32s } from './memory';

/** Neurons as sets of inputs, compressed: the inputs of neuron i are indices[indptr[i] … indptr[i + 1]). */
export class InputSets {
  constructor(
    public neurons: i32,
    /** Length neurons + 1. */
    public indptr: I32s,
    public indices: I32s,
  ) {}

  largest(): i32 {
    let most: i32 = 0;
    for (let neuron: i32 = 0; neuron < this.neurons; neuron++) {
      const size: i32 = this.indptr[neuron + 1] - this.indptr[neuron];
      if (size > most) most = size;
    }
    return most;
  }
}

const shortClassLimit: i32 = 65535;

/**
 * Builds the graph of two layers, by row and, on demand, by column. Time grows with the (row, input, column) triples,
 * never with rows × columns. All inputs are below `inputs`.
 */
export class Overlaps {
  public classes: ClassTable;
  /** For the classes of one row: how many edges, then where the next goes. */
  private place: I32s;
  private placeLength: i32 = 1024;
  /** The classes of one row. */
  private met: I32s;
  private rowClass: I32s;
  private rowEnd: I32s;

  constructor(
    private a: InputSets,
    private b: InputSets,
    private inputs: i32,
    private wide: bool,
  ) {
    const largestA = a.largest();
    const largestB = b.largest();
    const longest = a.neurons > b.neurons ? a.neurons : b.neurons;
    this.classes = new ClassTable(largestA < largestB ? largestA : largestB, largestA + largestB + 1);
    this.place = newI32s(1024);
    this.met = newI32s(longest);
    this.rowClass = newI32s(longest);
    this.rowEnd = newI32s(longest);
  }

  /** False if two bytes cannot number the classes: what was built so far is useless then. */
  fits(): bool {
    return this.wide || this.classes.count <= shortClassLimit;
  }

  byRow(): Graph {
    return this.graph(this.a, this.b);
  }

  byColumn(): Graph {
    return this.graph(this.b, this.a);
  }

  private graph(a: InputSets, b: InputSets): Graph {
    const inputs = this.inputs;
    const columns = b.neurons;
    const links = b.indptr[columns];
    const listed = b.indices;
    const listStart = newI32s(inputs + 1);
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
    const room = edgeBound(a, columns, listStart);
    const start = newI32s(a.neurons + 1);
    const end = uninitialisedI32s(room);
    const edgeClass = uninitialisedClassNumbers(room, this.wide);
    this.fill(a, size, listStart, list, start, end, edgeClass, newI32s(columns));
    return new Graph(a.neurons, columns, start, end, edgeClass);
  }

  private fill(
    a: InputSets,
    size: I32s,
    listStart: I32s,
    list: I32s,
    start: I32s,
    end: I32s,
    edgeClass: ClassNumbers,
    count: I32s,
  ): void {
    const indptr = a.indptr;
    const indices = a.indices;
    const rowEnd = this.rowEnd;
    const rowClass = this.rowClass;
    const met = this.met;
    const classes = this.classes;
    let edges: i32 = 0;
    for (let row: i32 = 0; row < a.neurons; row++) {
      let length: i32 = 0;
      for (let link = indptr[row], last = indptr[row + 1]; link < last; link++) {
        const input = indices[link];
        for (let at = listStart[input], stop = listStart[input + 1]; at < stop; at++) {
          const column = list[at];
          const before = count[column];
          count[column] = before + 1;
          if (before === 0) rowEnd[length++] = column;
        }
      }
      const rowSize: i32 = indptr[row + 1] - indptr[row];
      let metCount: i32 = 0;
      let place = this.place;
      for (let at: i32 = 0; at < length; at++) {
        const column = rowEnd[at];
        const number = classes.numberOf(count[column], rowSize + size[column]);
        count[column] = 0;
        rowClass[at] = number;
        if (number >= this.placeLength) {
          this.growPlace();
          place = this.place;
        }
        const before = place[number];
        place[number] = before + 1;
        if (before === 0) met[metCount++] = number;
      }
      sortByFalling(met, metCount, classes.similarity);
      let to = edges;
      for (let at: i32 = 0; at < metCount; at++) {
        const here = place[met[at]];
        place[met[at]] = to;
        to += here;
      }
      for (let at: i32 = 0; at < length; at++) {
        const number = rowClass[at];
        const edge = place[number];
        place[number] = edge + 1;
        end[edge] = rowEnd[at];
        edgeClass[edge] = number;
      }
      for (let at: i32 = 0; at < metCount; at++) place[met[at]] = 0;
      edges = to;
      start[row + 1] = edges;
      if (!this.fits()) return;
    }
  }

  private growPlace(): void {
    const old = this.place;
    const place = newI32s(2 * this.placeLength);
    for (let number: i32 = 0; number < this.placeLength; number++) place[number] = old[number];
    this.place = place;
    this.placeLength *= 2;
  }
}

/** An upper bound on the number of edges: a row has no more than its triples, nor than there are columns. */
function edgeBound(a: InputSets, columns: i32, listStart: I32s): i32 {
  let bound: i32 = 0;
  for (let row: i32 = 0; row < a.neurons; row++) {
    let triples: i32 = 0;
    for (let link = a.indptr[row], stop = a.indptr[row + 1]; link < stop; link++) {
      const input = a.indices[link];
      triples += listStart[input + 1] - listStart[input];
      if (triples > columns) break;
    }
    bound += triples < columns ? triples : columns;
  }
  return bound;
}

/** Shell sort, gaps halved: a row meets some dozens of classes. */
function sortByFalling(items: I32s, length: i32, key: F64s): void {
  let gap: i32 = 1;
  while (2 * gap < length) gap *= 2;
  for (; gap > 0; gap >>= 1) {
    for (let at = gap; at < length; at++) {
      const item = items[at];
      const itemKey = key[item];
      let to = at;
      while (to >= gap && key[items[to - gap]] < itemKey) {
        items[to] = items[to - gap];
        to -= gap;
      }
      items[to] = item;
    }
  }
}
