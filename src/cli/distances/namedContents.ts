import type { Contents } from '../../analysis/contents';
import { forEachLimited } from '../../analysis/limited';
import type { WorkerPool } from '../../analysis/pool';
import { whenComplete } from '../../analysis/whenComplete';
import type { Content } from '../../analysis/workerProtocol';
import type { CountingLayers } from '../../measure/meanRule';
import { RemoteError } from '../../protocol/rpc';
import { checkpointsOfArgument, type NamedCheckpoint } from '../checkpointArgument';
import { CliError } from '../cliError';
import { exitCodes } from '../exitCodes';
import type { ReportedCheckpoint } from './report';

/** Files looked at at a time. */
const FILES_AT_ONCE = 32;

/**
 * Every checkpoint that the arguments name, with its content; only those are read that were not read before in the state
 * that their files are in. Throws `CliError` where one cannot be used, before anything is computed.
 */
export async function namedContents(
  args: readonly string[],
  counting: CountingLayers,
  { pool, contents, signal }: { pool: WorkerPool; contents: Contents; signal: AbortSignal },
): Promise<readonly ReportedCheckpoint[]> {
  const named = (await Promise.all(args.map(checkpointsOfArgument))).flat();
  if (named.length < 2) {
    throw new CliError('A distance needs two checkpoints: this names one.', exitCodes.usage);
  }
  const checkpoints: ReportedCheckpoint[] = [];
  await forEachLimited(named.entries(), FILES_AT_ONCE, async ([k, checkpoint]) => {
    signal.throwIfAborted();
    const { path, epoch } = checkpoint;
    const content = (await contents.state(path)).content ?? (await read(checkpoint));
    const missing =
      typeof counting === 'string' ? undefined : counting.find((layer) => layer >= content.depth);
    if (missing !== undefined) {
      throw new CliError(
        `${path} has ${content.depth} layers, the first is 0: there is no layer ${missing} to count.`,
        exitCodes.usage,
      );
    }
    checkpoints[k] = { path, epoch: content.epoch ?? epoch, hash: content.hash };
  });
  return checkpoints;

  async function read({ path }: NamedCheckpoint): Promise<Content> {
    try {
      const { read } = await whenComplete(() => pool.run('describe', { path }, { signal }), signal);
      contents.remember(path, read);
      return read;
    } catch (error) {
      if (error instanceof RemoteError && error.kind === 'CheckpointError') {
        throw new CliError(error.message, exitCodes.folder);
      }
      throw error;
    }
  }
}
