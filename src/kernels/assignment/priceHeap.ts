import { newI32s } from './memory';

/**
 * The two cheapest columns while prices only rise. Keys may be stale; since a stale key is a lower bound, an entry
 * has to be brought up to date only when it comes to the top.
 */
export class PriceHeap {
  private heap: I32s;
  private key: I32s;

  constructor(
    private price: I32s,
    private size: i32,
  ) {
    this.heap = newI32s(size);
    this.key = newI32s(size);
  }

  /** After prices have changed otherwise than by rising. */
  rebuild(): void {
    for (let at: i32 = 0; at < this.size; at++) {
      this.heap[at] = at;
      this.key[at] = this.price[at];
    }
    for (let at: i32 = (this.size >> 1) - 1; at >= 0; at--) this.sink(at);
  }

  /** At most the price of the cheapest column. */
  lowerBound(): i32 {
    return this.key[0];
  }

  cheapest(): i32 {
    this.refresh(0);
    return this.heap[0];
  }

  /** To be asked only after `cheapest`; −1 if there is one column alone. */
  secondCheapest(): i32 {
    if (this.size < 2) return -1;
    while (this.refresh(this.smallerChild()));
    return this.heap[this.smallerChild()];
  }

  /** The smaller of the two entries below the top, by keys that may be stale. */
  private smallerChild(): i32 {
    return this.size > 2 && this.key[2] < this.key[1] ? 2 : 1;
  }

  /** Whether the entry at this place was stale. */
  private refresh(at: i32): bool {
    if (this.key[at] === this.price[this.heap[at]]) return false;
    do {
      this.key[at] = this.price[this.heap[at]];
      this.sink(at);
    } while (this.key[at] !== this.price[this.heap[at]]);
    return true;
  }

  private sink(from: i32): void {
    const heap = this.heap;
    const key = this.key;
    const size = this.size;
    let at = from;
    const column = heap[at];
    const columnKey = key[at];
    for (;;) {
      let child: i32 = 2 * at + 1;
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
