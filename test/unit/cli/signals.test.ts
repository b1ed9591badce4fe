import { afterEach, expect, test, vi } from 'vitest';
import { onStopSignal } from '../../../src/cli/signals';

afterEach(() => {
  vi.restoreAllMocks();
});

test('the first signal asks to stop, the second ends the process with its code', () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const received: string[] = [];
  const off = onStopSignal((signal) => received.push(signal));
  process.emit('SIGINT', 'SIGINT');
  expect({ received, exits: exit.mock.calls }).toEqual({ received: ['SIGINT'], exits: [] });
  process.emit('SIGTERM', 'SIGTERM');
  expect(exit.mock.calls).toEqual([[143]]);
  off();
  expect(process.listenerCount('SIGINT')).toBe(0);
});
