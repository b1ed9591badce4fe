export function ensureCompiler(): Promise<
  { readonly python: string; readonly reason: null } | { readonly python: null; readonly reason: string }
>;
