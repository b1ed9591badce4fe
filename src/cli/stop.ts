import type { Command } from 'commander';
import type { Console } from './console';
import { addRequestCommand } from './requestCommand';

export function addStopCommand(program: Command, console: Console): void {
  addRequestCommand(
    program,
    console,
    'stop',
    'End a run in good order: it takes a last checkpoint and can be resumed.',
  );
}
