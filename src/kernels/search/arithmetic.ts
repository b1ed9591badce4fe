/** Where integers and floats differ between the two languages; `../assembly/arithmetic.ts` is the other half. */

/** Product modulo 2³². */
export function multiplied(x: i32, y: i32): i32 {
  return Math.imul(x, y);
}

/** The 32 bits as a number of 0 to 2³² − 1. */
export function unsigned(bits: i32): f64 {
  return bits >>> 0;
}

export function asFloat(x: i32): f64 {
  return x;
}

/** Rounded towards 0; |x| < 2³¹. */
export function asInteger(x: f64): i32 {
  return x | 0;
}
