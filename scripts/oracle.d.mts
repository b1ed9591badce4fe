export function ensureOracle(): Promise<
  { readonly python: string; readonly reason: null } | { readonly python: null; readonly reason: string }
>;
