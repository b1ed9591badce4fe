import type { RunLog } from '../checkpoints/runFolder/runLog';

/** Where a command writes: results to `out`, all else to `err`. */
export interface Console {
  out(line: string): void;
  err(line: string): void;
  /** Shows the lines of a run's log; on a terminal each epoch replaces the one before. */
  readonly log: RunLog;
  /** On a terminal, a line that the next one replaces; an empty one takes it away. Elsewhere nothing. */
  progress(line: string): void;
  /** Ends a line that was left open. */
  close(): void;
}

/**
 * The console of this process. A reader that goes away (a closed terminal, `| head`) is nothing to a training process:
 * its lines are lost, the run goes on.
 */
export function processConsole(): Console {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const isTerminal = process.stderr.isTTY;
  let open = false;

  function close(): void {
    if (open) process.stderr.write('\n');
    open = false;
  }
  function err(line: string): void {
    close();
    process.stderr.write(`${line}\n`);
  }
  return {
    out(line) {
      process.stdout.write(`${line}\n`);
    },
    err,
    log(level, message) {
      if (isTerminal && message.startsWith('epoch ')) {
        process.stderr.write(`\r\u001b[K${message}`);
        open = true;
      } else err(level === 'info' ? message : `${level}: ${message}`);
    },
    progress(line) {
      if (!isTerminal || (line === '' && !open)) return;
      process.stderr.write(`\r\u001b[K${line}`);
      open = line !== '';
    },
    close,
  };
}
