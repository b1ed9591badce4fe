import { newClassNumbers, newI32s } from './memory';

/**
 * Which rows and columns share an input, compressed by row. An edge carries the number of its *class*: the pair
 * (shared inputs I, |A| + |B|) that its weight depends on. Pairs that share nothing have no edge.
 *
 * Once `sortByClass` has run, classes are numbered by falling weight and the edges of a row ascend by class: whoever
 * looks for the best edge can stop at the first whose weight alone is too small.
 */
export class Graph {
  constructor(
    public rows: i32,
    public columns: i32,
    /** Length rows + 1. */
    public start: I32s,
    /** The column of each edge, length start[rows]. */
    public end: I32s,
    /** The class of each edge, alike. */
    public edgeClass: ClassNumbers,
    public wide: bool,
  ) {}
}

/** The same edges compressed by column. */
export function transposed(graph: Graph): Graph {
  const rows = graph.rows;
  const columns = graph.columns;
  const start = graph.start;
  const end = graph.end;
  const edgeClass = graph.edgeClass;
  const edges = start[rows];
  const newStart = newI32s(columns + 1);
  for (let edge: i32 = 0; edge < edges; edge++) newStart[end[edge] + 1] += 1;
  for (let column: i32 = 0; column < columns; column++) newStart[column + 1] += newStart[column];
  const next = newI32s(columns);
  for (let column: i32 = 0; column < columns; column++) next[column] = newStart[column];
  const newEnd = newI32s(edges);
  const newClass = newClassNumbers(edges, graph.wide);
  for (let row: i32 = 0; row < rows; row++) {
    for (let edge = start[row], stop = start[row + 1]; edge < stop; edge++) {
      const column = end[edge];
      const to = next[column];
      next[column] = to + 1;
      newEnd[to] = row;
      newClass[to] = edgeClass[edge];
    }
  }
  return new Graph(columns, rows, newStart, newEnd, newClass, graph.wide);
}

/** Renumbers classes by `rank` and sorts the edges of each row by it, keeping the order among equals. */
export function sortByClass(graph: Graph, rank: I32s, classCount: i32): void {
  const rows = graph.rows;
  const start = graph.start;
  const end = graph.end;
  const edgeClass = graph.edgeClass;
  let longest: i32 = 0;
  for (let row: i32 = 0; row < rows; row++) longest = longest > start[row + 1] - start[row] ? longest : start[row + 1] - start[row];
  const count = newI32s(classCount + 1);
  const heldEnd = newI32s(longest);
  const heldClass = newI32s(longest);
  for (let row: i32 = 0; row < rows; row++) {
    const first = start[row];
    const length = start[row + 1] - first;
    let lowest = classCount;
    let highest: i32 = -1;
    let sorted = true;
    for (let at: i32 = 0; at < length; at++) {
      const number = rank[edgeClass[first + at]];
      heldEnd[at] = end[first + at];
      heldClass[at] = number;
      if (number < highest) sorted = false;
      if (number < lowest) lowest = number;
      if (number > highest) highest = number;
    }
    if (!sorted && highest - lowest > 8 * length) {
      mergeSort(heldClass, heldEnd, length);
      sorted = true;
    }
    if (sorted) {
      for (let at: i32 = 0; at < length; at++) {
        end[first + at] = heldEnd[at];
        edgeClass[first + at] = heldClass[at];
      }
      continue;
    }
    for (let at: i32 = 0; at < length; at++) count[heldClass[at]] += 1;
    let sum = first;
    for (let number = lowest; number <= highest; number++) {
      const here = count[number];
      count[number] = sum;
      sum += here;
    }
    for (let at: i32 = 0; at < length; at++) {
      const number = heldClass[at];
      const to = count[number];
      count[number] = to + 1;
      end[to] = heldEnd[at];
      edgeClass[to] = number;
    }
    for (let number = lowest; number <= highest; number++) count[number] = 0;
  }
}

/** Stable; for rows much shorter than the range of their keys. */
function mergeSort(key: I32s, value: I32s, length: i32): void {
  const otherKey = newI32s(length);
  const otherValue = newI32s(length);
  for (let width: i32 = 1; width < length; width <<= 1) {
    for (let low: i32 = 0; low < length; low += 2 * width) {
      const middle = low + width < length ? low + width : length;
      const high = low + 2 * width < length ? low + 2 * width : length;
      let left = low;
      let right = middle;
      for (let to = low; to < high; to++) {
        const takeLeft = left < middle && (right >= high || key[left] <= key[right]);
        const from = takeLeft ? left : right;
        if (takeLeft) left++;
        else right++;
        otherKey[to] = key[from];
        otherValue[to] = value[from];
      }
    }
    for (let at: i32 = 0; at < length; at++) {
      key[at] = otherKey[at];
      value[at] = otherValue[at];
    }
  }
}
