// AssemblyScript: takes the place of ../search/arithmetic.ts.

export function multiplied(x: i32, y: i32): i32 {
  return x * y;
}

export function unsigned(bits: i32): f64 {
  return <f64>(<u32>bits);
}

export function asFloat(x: i32): f64 {
  return <f64>x;
}

export function asInteger(x: f64): i32 {
  return <i32>x;
}
