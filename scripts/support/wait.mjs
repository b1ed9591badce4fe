/** Waiting for a condition, never for a time. */
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from './console.mjs';

/**
 * Polls until `condition` returns something truthy and returns it. At the deadline it throws, with what it
 * waited for and whatever `details` can say about the state things are in.
 */
export async function waitFor(what, condition, { timeoutMs = 30_000, intervalMs = 50, details } = {}) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (Date.now() >= deadline) {
      const state = details ? `\n${await details()}` : '';
      throw new Problem(`waited ${timeoutMs / 1000} s in vain for ${what}${state}`);
    }
    await delay(intervalMs);
  }
}
