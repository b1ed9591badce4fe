import { fork } from 'node:child_process';
import { childEnvironment } from '../../analysis/childEnvironment';
import { folderVariable } from '../../training/engines/tensorflow/library';

export interface CheckOptions {
  /** `dist/cli.js`. */
  readonly cli: string;
  /** Null: the editor's own Node. */
  readonly nodePath: string | null;
}

/**
 * What TensorFlow in this folder is, as the process finds it that would train with it. Rejects with the reason where it
 * does not load there; a library for another processor may end its process.
 */
export async function checkTensorflow({ cli, nodePath }: CheckOptions, folder: string): Promise<string> {
  const child = fork(cli, ['engines', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...childEnvironment(process.env), [folderVariable]: folder },
    execArgv: [],
    ...(nodePath === null ? {} : { execPath: nodePath }),
  });
  let output = '';
  let errors = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const how = await new Promise<string | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(code === 0 ? null : signal === null ? `code ${code}` : `signal ${signal}`);
    });
  });
  if (how !== null) {
    throw new Error(
      `the process that loads it ended with ${how}. ${errors.trim().split('\n').at(-1)}`.trim(),
    );
  }
  const { tensorflow } = JSON.parse(output.trim().split('\n').at(-1)!) as {
    readonly tensorflow: { readonly description: string | null; readonly problem: string | null };
  };
  if (tensorflow.description === null) throw new Error(tensorflow.problem ?? 'no reason is known');
  return tensorflow.description;
}
