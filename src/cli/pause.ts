import type { Command } from 'commander';
import type { Console } from './console';
import { addRequestCommand } from './requestCommand';

export function addPauseCommand(program: Command, console: Console): void {
  addRequestCommand(program, console, 'pause', 'Hold a run after its step under way, until it is resumed.');
}
