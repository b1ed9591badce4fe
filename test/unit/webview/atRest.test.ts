import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { atRest } from '../../../webview/shared/atRest';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('works once when it has not been asked for a moment, and again when asked later', () => {
  const work = vi.fn();
  const ask = atRest(work);
  // As long as a hand moves, at each frame.
  for (let frame = 0; frame < 60; frame++) {
    ask();
    vi.advanceTimersByTime(17);
  }
  expect(work).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(work).toHaveBeenCalledTimes(1);
  ask();
  vi.runAllTimers();
  expect(work).toHaveBeenCalledTimes(2);
});
