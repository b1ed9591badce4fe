import { signalExitCodes, type StopSignal } from './exitCodes';

const signals = Object.keys(signalExitCodes) as StopSignal[];

/**
 * Calls `stop` at the first of the signals that ask a process to end (Ctrl-C, SIGTERM of a batch system, a closed
 * terminal, Ctrl-Break on Windows); a second one ends the process at once. Returns the way to stop listening.
 */
export function onStopSignal(stop: (signal: StopSignal) => void): () => void {
  let asked = false;
  const listener = (signal: NodeJS.Signals): void => {
    if (asked) process.exit(signalExitCodes[signal as StopSignal]);
    asked = true;
    stop(signal as StopSignal);
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
