import { newI32s } from './memory';

const absent: i32 = -1;
const gone: i32 = -2;

/**
 * Columns by distance, the least first. Of equal distances the lower rank comes first; ranks of columns in one heap are
 * distinct, so the order is total.
 */
export class RankedHeap {
  private heap: I32s;
  /** By column: its rank while it is in the heap. */
  private rank: I32s;
  /** By column: its place in the heap, `absent`, or `gone` once it was taken out. */
  private place: I32s;
  private size: i32 = 0;

  /** `distance`, by column, is the caller's; infinite distances make room for more. */
  constructor(
    columns: i32,
    private distance: F64s,
  ) {
    this.heap = newI32s(columns);
    this.rank = newI32s(columns);
    this.place = newI32s(columns);
    for (let column: i32 = 0; column < columns; column++) this.place[column] = absent;
  }

  isEmpty(): bool {
    return this.size === 0;
  }

  /** The least distance. The heap must not be empty. */
  least(): f64 {
    return this.distance[this.heap[0]];
  }

  isGone(column: i32): bool {
    return this.place[column] === gone;
  }

  /** Puts a column in, or moves it after its distance fell. */
  add(column: i32, rank: i32): void {
    let at = this.place[column];
    if (at === absent) {
      at = this.size;
      this.size = at + 1;
    }
    this.rank[column] = rank;
    this.rise(column, at);
  }

  /** Gives a column of the heap another rank; does nothing about others. */
  rerank(column: i32, rank: i32): void {
    const at = this.place[column];
    if (at < 0) return;
    this.rank[column] = rank;
    this.rise(column, at);
    this.sink(column, this.place[column]);
  }

  /** Takes out the first column. The heap must not be empty. */
  pop(): i32 {
    const first = this.heap[0];
    const size: i32 = this.size - 1;
    this.size = size;
    if (size > 0) this.sink(this.heap[size], 0);
    this.place[first] = gone;
    return first;
  }

  /** Lets a column that is gone be put in again. */
  restore(column: i32): void {
    this.place[column] = absent;
  }

  /** Takes out all columns, and makes their distances infinite. */
  clear(): void {
    for (let at: i32 = 0; at < this.size; at++) {
      this.place[this.heap[at]] = absent;
      this.distance[this.heap[at]] = Infinity;
    }
    this.size = 0;
  }

  private comesBefore(column: i32, other: i32): bool {
    const own = this.distance[column];
    const its = this.distance[other];
    return own < its || (own === its && this.rank[column] < this.rank[other]);
  }

  private rise(column: i32, from: i32): void {
    const heap = this.heap;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (!this.comesBefore(column, above)) break;
      heap[at] = above;
      this.place[above] = at;
      at = parent;
    }
    heap[at] = column;
    this.place[column] = at;
  }

  private sink(column: i32, from: i32): void {
    const heap = this.heap;
    const size = this.size;
    let at = from;
    for (;;) {
      let child: i32 = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && this.comesBefore(heap[child + 1], heap[child])) child++;
      const below = heap[child];
      if (!this.comesBefore(below, column)) break;
      heap[at] = below;
      this.place[below] = at;
      at = child;
    }
    heap[at] = column;
    this.place[column] = at;
  }
}
