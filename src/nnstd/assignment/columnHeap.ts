/**
 * Columns by distance, the least first. Of equal distances the lower rank comes first; ranks of columns in one heap are
 * distinct, so the order is total.
 */
export class ColumnHeap {
  /** Length n; the first `size` form the heap. */
  private readonly heap: Int32Array;
  /** Length n: place in the heap of each column that is in it. */
  private readonly place: Int32Array;
  private size = 0;

  /** `distance` and `rank`: length n, owned by the caller, who tells of every change while a column is in the heap. */
  constructor(
    n: number,
    private readonly distance: Float64Array,
    private readonly rank: Int32Array,
  ) {
    this.heap = new Int32Array(n);
    this.place = new Int32Array(n);
  }

  /** Holds the first `count` of `columns` from now on, and no other. */
  rebuild(columns: Int32Array, count: number): void {
    this.size = count;
    for (let k = 0; k < count; k++) {
      this.heap[k] = columns[k];
      this.place[columns[k]] = k;
    }
    for (let k = (count >> 1) - 1; k >= 0; k--) this.sink(k);
  }

  /** Takes out the first column. The heap must not be empty. */
  pop(): number {
    const first = this.heap[0];
    const last = this.heap[--this.size];
    if (this.size > 0) {
      this.heap[0] = last;
      this.place[last] = 0;
      this.sink(0);
    }
    return first;
  }

  /** To be told after the distance or rank of a column of the heap changed. */
  moved(column: number): void {
    this.sink(this.rise(this.place[column]));
  }

  private rise(from: number): number {
    const { heap, place, distance, rank } = this;
    const column = heap[from];
    const own = distance[column];
    let k = from;
    while (k > 0) {
      const parent = (k - 1) >> 1;
      const above = heap[parent];
      if (distance[above] < own || (distance[above] === own && rank[above] < rank[column])) break;
      heap[k] = above;
      place[above] = k;
      k = parent;
    }
    heap[k] = column;
    place[column] = k;
    return k;
  }

  private sink(from: number): void {
    const { heap, place, distance, rank, size } = this;
    const column = heap[from];
    const own = distance[column];
    let k = from;
    for (;;) {
      let child = 2 * k + 1;
      if (child >= size) break;
      let below = heap[child];
      if (child + 1 < size) {
        const other = heap[child + 1];
        const isFirst =
          distance[other] < distance[below] ||
          (distance[other] === distance[below] && rank[other] < rank[below]);
        if (isFirst) {
          child++;
          below = other;
        }
      }
      if (own < distance[below] || (own === distance[below] && rank[column] < rank[below])) break;
      heap[k] = below;
      place[below] = k;
      k = child;
    }
    heap[k] = column;
    place[column] = k;
  }
}
