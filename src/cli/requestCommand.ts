import { InvalidArgumentError, type Command } from 'commander';
import type { ControlRequest } from '../checkpoints/runFolder/runRecord';
import type { Console } from './console';
import { requestRun } from './requestRun';

interface RequestFlags {
  readonly wait: boolean;
  readonly timeout: number;
}

/** A subcommand that drops a request and waits until it is obeyed. */
export function addRequestCommand(
  program: Command,
  console: Console,
  request: ControlRequest,
  description: string,
): void {
  addWaitOptions(program.command(`${request} <run>`).description(description)).action(
    async (run: string, flags: RequestFlags) => {
      console.out(await requestRun(run, request, { wait: flags.wait, timeoutMs: flags.timeout * 1000 }));
    },
  );
}

export function addWaitOptions(command: Command): Command {
  return command
    .option('--no-wait', 'only ask, do not wait until it is done')
    .option('--timeout <seconds>', 'how long to wait', parseSeconds, 60);
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds < 1e6))
    throw new InvalidArgumentError('It has to be a number of seconds above 0.');
  return seconds;
}
