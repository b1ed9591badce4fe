/**
 * The two cheapest columns while prices only rise. Keys may be stale; since a stale key is a lower bound, an entry
 * has to be brought up to date only when it comes to the top.
 */
export class PriceHeap {
  private readonly heap: Int32Array;
  private readonly key: Int32Array;
  private readonly size: number;

  constructor(private readonly price: Int32Array) {
    this.size = price.length;
    this.heap = new Int32Array(this.size);
    this.key = new Int32Array(this.size);
    this.rebuild();
  }

  /** After prices have changed otherwise than by rising. */
  rebuild(): void {
    const { heap, key, price, size } = this;
    for (let at = 0; at < size; at++) {
      heap[at] = at;
      key[at] = price[at];
    }
    for (let at = (size >> 1) - 1; at >= 0; at--) this.sink(at);
  }

  /** At most the price of the cheapest column. */
  lowerBound(): number {
    return this.key[0];
  }

  cheapest(): number {
    this.refresh(0);
    return this.heap[0];
  }

  /** To be asked only after `cheapest`; −1 if there is one column alone. */
  secondCheapest(): number {
    const { key, size } = this;
    if (size < 2) return -1;
    for (;;) {
      const at = size > 2 && key[2] < key[1] ? 2 : 1;
      if (!this.refresh(at)) return this.heap[at];
    }
  }

  /** Whether the entry at this place was stale. */
  private refresh(at: number): boolean {
    const { heap, key, price } = this;
    if (key[at] === price[heap[at]]) return false;
    do {
      key[at] = price[heap[at]];
      this.sink(at);
    } while (key[at] !== price[heap[at]]);
    return true;
  }

  private sink(at: number): void {
    const { heap, key, size } = this;
    const column = heap[at];
    const columnKey = key[at];
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && key[child + 1] < key[child]) child++;
      if (key[child] >= columnKey) break;
      heap[at] = heap[child];
      key[at] = key[child];
      at = child;
    }
    heap[at] = column;
    key[at] = columnKey;
  }
}
