import type { Command } from 'commander';
import type { Console } from './console';
import { addRequestCommand } from './requestCommand';

export function addCheckpointCommand(program: Command, console: Console): void {
  addRequestCommand(program, console, 'checkpoint', 'Make a run take a checkpoint now.');
}
