// AssemblyScript: what a link leads to. Its weight stands where its place among the links or its position says.

export const IN_ORDER = false;
export const BY_POSITION = true;

@inline
export function row(link: usize, rowBytes: usize): usize {
  return <usize>load<u32>(link) * rowBytes;
}

@inline
export function weight(byPosition: bool, link: usize, toOther: usize, weights: usize): f32 {
  return byPosition
    ? load<f32>(weights + ((<usize>load<u32>(link + toOther)) << 2))
    : load<f32>(link + toOther);
}
