import type { Command } from 'commander';
import { loadTensorflow, TensorflowError } from '../training/engines/tensorflow/library';
import type { Console } from './console';

/** The native library that a training process would use here, or why there is none. */
export type TensorflowFound =
  | { readonly description: string; readonly problem: null }
  | { readonly description: null; readonly problem: string };

export function addEnginesCommand(program: Command, console: Console): void {
  program
    .command('engines')
    .description('Show which engines can train here: loads TensorFlow to see whether it computes.')
    .option('--json', 'as JSON')
    .action((flags: { readonly json?: boolean }) => {
      const tensorflow = findTensorflow();
      if (flags.json === true) console.out(JSON.stringify({ tensorflow }));
      else {
        console.out('sparse      always there');
        console.out(`tensorflow  ${tensorflow.description ?? `not there: ${tensorflow.problem}`}`);
      }
    });
}

function findTensorflow(): TensorflowFound {
  try {
    return { description: loadTensorflow({ threads: null }).description, problem: null };
  } catch (error) {
    if (!(error instanceof TensorflowError)) throw error;
    return { description: null, problem: error.message };
  }
}
