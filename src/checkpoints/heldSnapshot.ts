import { isBits } from '../topology/linkSet';
import type { TrainingSnapshot } from './trainingSnapshot';

type Numbers = Uint8Array | Uint32Array | Float32Array | Float64Array;

/** Bytes of all arrays of a snapshot, which is about what its file takes. */
export function snapshotBytes(snapshot: TrainingSnapshot): number {
  let bytes = 0;
  mapArrays(snapshot, (array) => {
    bytes += array.byteLength;
    return array;
  });
  return bytes;
}

/**
 * A copy of a snapshot that holds still while the network goes on. It lies in memory that all threads share, and the next copy
 * takes its place.
 */
export class HeldSnapshot {
  private arrays: Numbers[] = [];

  /** Overwrites the copy before. */
  take(snapshot: TrainingSnapshot): TrainingSnapshot {
    const before: (Numbers | undefined)[] = this.arrays;
    this.arrays = [];
    const copyOf = (array: Numbers): Numbers => {
      const place = this.arrays.length;
      const copy = roomLike(array, before[place]);
      // What is of no more use can go before more is asked for.
      before[place] = undefined;
      copy.set(array);
      this.arrays.push(copy);
      return copy;
    };
    const { explored, ...others } = snapshot;
    // Lists of explored links are made anew and never changed, and are large.
    return {
      ...mapArrays(others, copyOf),
      explored: explored.map((set) => (isBits(set) ? mapArrays(set, copyOf) : set)),
    };
  }
}

/** The array before where it is alike, otherwise a new one. */
function roomLike(array: Numbers, before: Numbers | undefined): Numbers {
  if (before?.constructor === array.constructor && before.length === array.length) return before;
  const memory = new SharedArrayBuffer(array.byteLength);
  return new (array.constructor as new (memory: SharedArrayBuffer) => Numbers)(memory);
}

/** The same with each array made into another. */
function mapArrays<T>(value: T, make: (array: Numbers) => Numbers): T {
  if (ArrayBuffer.isView(value)) return make(value as unknown as Numbers) as T;
  if (Array.isArray(value)) return value.map((part: unknown) => mapArrays(part, make)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapArrays(part, make)])) as T;
}
