export interface WaitOptions {
  readonly timeoutMs?: number;
  readonly pollMs?: number;
  /** Told when the wait was in vain. */
  readonly details?: () => string;
}

/** Waits until `look` gives something other than null, undefined or false; fails telling what was awaited. */
export async function waitUntil<T>(
  what: string,
  look: () => T | Promise<T>,
  options: WaitOptions = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const { timeoutMs = 30_000, pollMs = 20, details = () => '' } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) {
      return found as NonNullable<Exclude<T, false>>;
    }
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeoutMs} ms for ${what}. ${details()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
