// AssemblyScript: what a link leads to.

@inline
export function row(link: usize, rowBytes: usize): usize {
  return <usize>load<u32>(link) * rowBytes;
}
