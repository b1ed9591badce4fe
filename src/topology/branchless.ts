// Where nothing foretells which way a branch goes, a wrong guess costs the processor more than the arithmetic that does
// without. Arguments are integers of 32 bits.

/** 1 where they differ, 0 where they are equal. */
export function differ(a: number, b: number): number {
  const bits = a ^ b;
  return (bits | -bits) >>> 31;
}

/** 1 where a is below b, otherwise 0; both of 0 to 2³¹ − 1. */
export function isBelow(a: number, b: number): number {
  return (a - b) >>> 31;
}
