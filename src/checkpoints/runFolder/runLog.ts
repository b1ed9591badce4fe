import { appendFileSync } from 'node:fs';
import { runPaths } from './layout';

export type LogLevel = 'info' | 'warning' | 'error';

/** Takes a line of the run's log. */
export type RunLog = (level: LogLevel, message: string) => void;

/**
 * Appends to `train.log`, a line each with time and level. Not being able to (a full disk) never ends a run: the line is
 * lost. The file is opened for each line, so that the folder can be renamed or deleted at any time, also on Windows.
 * `echo` gets the lines too.
 */
export function fileLog(folder: string, echo?: RunLog): RunLog {
  const { log } = runPaths(folder);
  return (level, message) => {
    const line = `${new Date().toISOString()} ${level.padEnd(7)} ${message.replaceAll('\n', '\n    ')}\n`;
    try {
      appendFileSync(log, line);
    } catch {
      // Nowhere to say it.
    }
    echo?.(level, message);
  };
}
