export function findNode(
  major: number,
): Promise<
  { readonly node: string; readonly reason: null } | { readonly node: null; readonly reason: string }
>;
