import path from 'node:path';
import type { Command } from 'commander';
import { runFolderName } from '../checkpoints/runFolder/createRun';
import { CliError } from './cliError';
import type { Console } from './console';
import { exitCodes } from './exitCodes';
import { runFolderArgument } from './runArgument';
import { resumeTraining, startTraining } from './trainingProcess';

interface TrainFlags {
  readonly out?: string;
  readonly name?: string;
  readonly resume?: string;
  readonly json?: boolean;
}

export function addTrainCommand(program: Command, console: Console): void {
  program
    .command('train [config]')
    .description(
      'Train a network as a configuration file says, in this process. Prints the run folder on standard output; ' +
        'progress goes to standard error and to train.log.',
    )
    .option('--out <folder>', 'folder to make the run folder in (default: runs beside the configuration)')
    .option(
      '--name <name>',
      'name of the run folder (default: the name in the configuration, or of its file)',
    )
    .option('--json', 'a JSON object a line on standard output: the run folder, each epoch, the end')
    .option('--resume <run>', 'go on with a run instead, from its newest whole checkpoint')
    .action(async (config: string | undefined, flags: TrainFlags) => {
      if (flags.resume !== undefined) {
        if (config !== undefined || flags.out !== undefined || flags.name !== undefined) {
          throw new CliError(
            '--resume takes its configuration from the run: give nothing else.',
            exitCodes.usage,
          );
        }
        await resumeTraining(runFolderArgument(flags.resume), console, flags.json === true);
        return;
      }
      if (config === undefined) {
        throw new CliError('Give a configuration file, or a run with --resume.', exitCodes.usage);
      }
      if (flags.name !== undefined && runFolderName(flags.name) !== flags.name) {
        throw new CliError(`${JSON.stringify(flags.name)} cannot be the name of a folder.`, exitCodes.usage);
      }
      const { out, name, json = false } = flags;
      await startTraining({ config: path.resolve(config), out, name, json }, console);
    });
}
