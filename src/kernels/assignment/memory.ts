/** Arrays of the plain-TypeScript twin, all zero at first; `../assembly/memory.ts` is its other half. */

export function newI32s(length: number): Int32Array {
  return new Int32Array(length);
}

export function newF64s(length: number): Float64Array {
  return new Float64Array(length);
}

export function newU8s(length: number): Uint8Array {
  return new Uint8Array(length);
}

/** Where the other half need not spend time on zeros. */
export function uninitialisedI32s(length: number): Int32Array {
  return new Int32Array(length);
}

export function uninitialisedClassNumbers(length: number, wide: boolean): Uint16Array | Int32Array {
  return wide ? new Int32Array(length) : new Uint16Array(length);
}
