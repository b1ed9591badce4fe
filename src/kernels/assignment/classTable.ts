import { newF64s, newI32s } from './memory';

/** A table by (I, |A| + |B|) up to this many cells answers with one load; larger ones are hashed. */
const denseCells: i32 = 1 << 15;

/** Numbers the pairs (I, |A| + |B|) in the order in which they are met. */
export class ClassTable {
  count: i32 = 0;
  /** Shared inputs I of each class. */
  shared: I32s = newI32s(512);
  /** |A| + |B| of each class. */
  sizeSum: I32s = newI32s(512);
  /** I/U of each class, to sort by. */
  similarity: F64s = newF64s(512);
  private capacity: i32 = 1024;
  /** Class + 1, 0 where empty: by I · stride + |A| + |B|, or with open addressing, at most half full. */
  private slots: I32s;
  private dense: bool;

  constructor(
    largestShared: i32,
    private stride: i32,
  ) {
    const dense =
      largestShared < denseCells && stride < denseCells && (largestShared + 1) * stride <= denseCells;
    this.slots = newI32s(dense ? (largestShared + 1) * stride : 1024);
    this.dense = dense;
  }

  numberOf(shared: i32, sizeSum: i32): i32 {
    if (this.dense) {
      const slot: i32 = shared * this.stride + sizeSum;
      const known: i32 = this.slots[slot] - 1;
      return known < 0 ? this.add(shared, sizeSum, slot) : known;
    }
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
    const common: f64 = shared;
    const union: f64 = sizeSum - shared;
    this.count = number + 1;
    this.shared[number] = shared;
    this.sizeSum[number] = sizeSum;
    this.similarity[number] = common / union;
    this.slots[slot] = number + 1;
    if (2 * this.count === this.capacity) this.grow();
    return number;
  }

  private grow(): void {
    const oldShared = this.shared;
    const oldSizeSum = this.sizeSum;
    const oldSimilarity = this.similarity;
    this.capacity *= 2;
    const mask = this.capacity - 1;
    this.shared = newI32s(this.capacity >> 1);
    this.sizeSum = newI32s(this.capacity >> 1);
    this.similarity = newF64s(this.capacity >> 1);
    if (!this.dense) this.slots = newI32s(this.capacity);
    for (let number: i32 = 0; number < this.count; number++) {
      this.shared[number] = oldShared[number];
      this.sizeSum[number] = oldSizeSum[number];
      this.similarity[number] = oldSimilarity[number];
      if (this.dense) continue;
      let slot = (oldShared[number] * 193 + oldSizeSum[number]) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = number + 1;
    }
  }
}
