export function waitFor<T>(
  what: string,
  condition: () => T | Promise<T>,
  options?: {
    readonly timeoutMs?: number;
    readonly intervalMs?: number;
    readonly details?: () => string | Promise<string>;
  },
): Promise<NonNullable<T>>;
