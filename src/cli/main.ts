import { Command, CommanderError } from 'commander';
import { addCheckpointCommand } from './checkpoint';
import { describeError, exitCodeOf } from './cliError';
import { processConsole } from './console';
import { exitCodes } from './exitCodes';
import { addPauseCommand } from './pause';
import { addResumeCommand } from './resume';
import { addStatusCommand } from './status';
import { addStopCommand } from './stop';
import { addTrainCommand } from './train';
import { sparseTopologyVersion } from './version';

async function main(): Promise<void> {
  const console = processConsole();
  const program = new Command('sparse-topology')
    .description('Train sparse neural networks in the background and tell running ones what to do.')
    .version(sparseTopologyVersion)
    .option('--debug', 'show where an error came from')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 training failed, 2 wrong arguments or configuration,\n3 the run folder cannot be used, 4 a request was not obeyed, 128 + n stopped by signal n.',
    )
    .exitOverride();
  addTrainCommand(program, console);
  addResumeCommand(program, console);
  addPauseCommand(program, console);
  addStopCommand(program, console);
  addCheckpointCommand(program, console);
  addStatusCommand(program, console);

  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
    else {
      console.err(
        `sparse-topology: ${describeError(error, program.opts<{ debug?: boolean }>().debug === true)}`,
      );
      process.exitCode = exitCodeOf(error);
    }
  } finally {
    console.close();
  }
}

void main();
