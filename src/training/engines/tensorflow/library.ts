import { createRequire } from 'node:module';
import path from 'node:path';
import type * as TensorflowApi from '@tensorflow/tfjs';
import { describeValue } from '../../configError';
import { putBackRemovedUtilities } from './removedUtilities';

export type Tensorflow = typeof TensorflowApi;

export interface TensorflowLibrary {
  readonly tf: Tensorflow;
  /** Of the package that brought it: "@tensorflow/tfjs-node 4.22.0, TensorFlow 2.9.1". */
  readonly description: string;
}

/** Names a folder whose `node_modules` has one of the packages. */
export const folderVariable = 'SPARSE_TOPOLOGY_TENSORFLOW';

/** In the order in which they are tried. */
export const packageNames = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/** TensorFlow is not installed, or is and does not load. */
export class TensorflowError extends Error {
  override readonly name = 'TensorflowError';

  constructor(
    /** A clause without what to do about it. */
    readonly reason: string,
    readonly advice: string,
  ) {
    super(`${reason}. ${advice}`);
  }
}

const howToInstall =
  'In VS Code the command "Sparse Topology: Install TensorFlow Engine…" installs it; elsewhere ' +
  `\`npm install ${packageNames[1]}\` in any folder, with ${folderVariable} set to that folder`;

interface LoadOptions {
  /** Of its computations; null: as many as it likes. Counts for the first load of a process alone. */
  readonly threads: number | null;
  /** Where it is looked for, one after the other; by default the folder that the environment names, and ours. */
  readonly folders?: readonly string[];
}

/**
 * TensorFlow's native library, from the first package that computes. Takes a third of a second and hundreds of megabytes,
 * so only the process that trains with it asks. Throws `TensorflowError`.
 */
export function loadTensorflow({ threads, folders = knownFolders() }: LoadOptions): TensorflowLibrary {
  putBackRemovedUtilities();
  const { env } = process;
  // Read by the native library when it is loaded. Below warnings, it tells which instructions it was built without.
  env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  if (threads !== null) env['TF_NUM_INTRAOP_THREADS'] = String(threads);

  const problems: string[] = [];
  for (const folder of folders) {
    const require = createRequire(path.join(folder, 'package.json'));
    for (const name of packageNames) {
      const file = resolved(require, name);
      if (file === null) continue;
      try {
        return computing(require(file) as Tensorflow, name);
      } catch (error) {
        problems.push(`${name} in ${folder} does not load: ${firstLine(error)}`);
      }
    }
  }
  if (problems.length > 0) throw new TensorflowError(problems.join('; '), `Install it anew. ${howToInstall}`);
  throw new TensorflowError(`${packageNames[1]} is not installed`, howToInstall);
}

function knownFolders(): readonly string[] {
  const named = process.env[folderVariable];
  return named === undefined || named === '' ? [__dirname] : [path.resolve(named), __dirname];
}

function resolved(require: NodeJS.Require, name: string): string | null {
  try {
    return require.resolve(name);
  } catch {
    return null;
  }
}

/** A library may load and still not compute, for instance where it lacks something of this Node. */
function computing(tf: Tensorflow, name: string): TensorflowLibrary {
  const product = tf.tidy(() => tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0]);
  if (product !== 11) throw new Error(`1 · 3 + 2 · 4 is ${describeValue(product)} there`);
  const versions = tf.version as unknown as Readonly<Record<string, string>>;
  const native = (tf.backend() as { binding?: { TF_Version?: string } }).binding?.TF_Version;
  const description = `${name} ${versions['tfjs-node'] ?? versions['tfjs-core']}`;
  return { tf, description: native === undefined ? description : `${description}, TensorFlow ${native}` };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
