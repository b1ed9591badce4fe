export interface VscodeHost {
  readonly serverDir: string;
  readonly node: string;
}

export function ensureVscodeHost(): Promise<VscodeHost>;
