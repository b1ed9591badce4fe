import type { RequestOptions } from '../protocol/rpc';
import { BoundedMap } from './boundedMap';
import type { Contents } from './contents';
import { fileState } from './fileState';
import type { WorkerPool } from './pool';
import { SharedWork } from './sharedWork';
import { whenComplete } from './whenComplete';
import type { Change, ChangeParams } from './workerProtocol';

/** Layers of which the change is remembered: a run of 1,000 checkpoints and some more. */
const LAYERS_KEPT = 20_000;

/**
 * Describes checkpoints beside others of their series, each state of the files once: what is known is not computed again,
 * what is under way is joined.
 */
export class Describer {
  private readonly known = new BoundedMap<Change>(LAYERS_KEPT);
  private readonly running = new SharedWork<never, Change>();

  constructor(
    private readonly pool: Pick<WorkerPool, 'run'>,
    private readonly contents: Contents,
  ) {}

  async describe(params: ChangeParams, signal: AbortSignal): Promise<Change> {
    const { path, initial, previous } = params;
    const stamps = await Promise.all([path, initial, previous].map(stampOf));
    const key = JSON.stringify([params, stamps]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const context = { signal, progress: () => undefined };
    const change = await this.running.join(key, (shared) => this.compute(params, shared), context);
    // Otherwise it was written anew meanwhile, and the key is that of what it was before.
    if (change.read.stamp === stamps[0]) this.known.set(key, change, change.layers.length);
    return change;
  }

  private async compute(
    params: ChangeParams,
    { signal }: Required<Pick<RequestOptions<never>, 'signal'>>,
  ): Promise<Change> {
    const change = await whenComplete(() => this.pool.run('change', params, { signal }), signal);
    this.contents.remember(params.path, change.read);
    return change;
  }
}

async function stampOf(path: string | null): Promise<string | null> {
  return path === null ? null : ((await fileState(path))?.stamp ?? null);
}
