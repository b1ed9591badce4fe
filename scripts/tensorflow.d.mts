export function ensureTensorflow(): Promise<
  { readonly folder: string; readonly reason: null } | { readonly folder: null; readonly reason: string }
>;
