import { Command, CommanderError } from 'commander';
import { addCheckpointCommand } from './checkpoint';
import { describeError, exitCodeOf } from './cliError';
import { processConsole } from './console';
import { addDataCommand } from './data';
import { addEnginesCommand } from './engines';
import { exitCodes } from './exitCodes';
import { addNnstdCommand } from './nnstd';
import { addPauseCommand } from './pause';
import { addPlanCommand } from './plan';
import { addResumeCommand } from './resume';
import { addStatusCommand } from './status';
import { addStopCommand } from './stop';
import { addTopologyCommand } from './topology';
import { addTrainCommand } from './train';
import { sparseTopologyVersion } from './version';

async function main(): Promise<void> {
  const console = processConsole();
  const program = new Command('sparse-topology')
    .description(
      'Train sparse neural networks in the background, tell running ones what to do, and compare topologies.',
    )
    .version(sparseTopologyVersion)
    .option('--debug', 'show where an error came from')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 training failed, 2 wrong arguments or configuration,\n3 a run folder or file cannot be used, 4 a request was not obeyed, 5 pairs without a distance,\n128 + n stopped by signal n.',
    )
    .exitOverride();
  addTrainCommand(program, console);
  addResumeCommand(program, console);
  addPauseCommand(program, console);
  addStopCommand(program, console);
  addCheckpointCommand(program, console);
  addStatusCommand(program, console);
  addDataCommand(program, console);
  addPlanCommand(program, console);
  addEnginesCommand(program, console);
  addNnstdCommand(program, console);
  addTopologyCommand(program, console);

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
