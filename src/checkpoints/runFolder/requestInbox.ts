import { listRequests, removeRequest } from './control';
import type { RunLog } from './runLog';
import type { ControlRequest } from './runRecord';

/** How long requests may lie unseen. */
const pollIntervalMs = 100;
/** Looking for requests takes at most this share of the time, however slow the folder is. */
const pollShare = 0.05;

/** What the run of a folder is asked for, by the files in its `control/` and from within its process. */
export class RequestInbox {
  #isPaused = false;
  #isStopping = false;
  #wantsCheckpoint = false;
  #nextPollMs = 0;
  #wake: (() => void) | null = null;
  /** Request files that were taken up. */
  readonly #seen = new Set<string>();
  /** Those not yet removed, by what has to be on the disk before. */
  #pendingState: string[] = [];
  #pendingCheckpoint: string[] = [];

  /** `warn` says the same only once. */
  constructor(
    private readonly folder: string,
    private readonly log: RunLog,
    private readonly warn: (message: string) => void,
  ) {}

  get isPaused(): boolean {
    return this.#isPaused;
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  get wantsCheckpoint(): boolean {
    return this.#wantsCheckpoint;
  }

  /** Whether it is time to look again. */
  get isDue(): boolean {
    return performance.now() >= this.#nextPollMs;
  }

  take(request: ControlRequest): void {
    if (request === 'pause') this.#isPaused = true;
    else if (request === 'resume') this.#isPaused = false;
    else if (request === 'stop') this.#isStopping = true;
    else this.#wantsCheckpoint = true;
    this.#nextPollMs = 0;
    this.#wake?.();
  }

  /** Looks for requests in the folder. That they cannot be read ends nothing. */
  async poll(): Promise<void> {
    const startMs = performance.now();
    const listing = await listRequests(this.folder).catch((error: unknown) => {
      this.warn(`requests cannot be read: ${String(error)}`);
      return { requests: [], unknown: [] };
    });
    for (const name of listing.unknown) this.warn(`control/${name} is no request; ignored`);
    for (const { request, file } of listing.requests) {
      if (this.#seen.has(file)) continue;
      this.#seen.add(file);
      this.log('info', `asked to ${request === 'checkpoint' ? 'take a checkpoint' : request}`);
      if (request === 'checkpoint') this.#pendingCheckpoint.push(file);
      else if (request !== 'stop') this.#pendingState.push(file);
      this.take(request);
    }
    const nowMs = performance.now();
    this.#nextPollMs = nowMs + Math.max(pollIntervalMs, (nowMs - startMs) / pollShare);
  }

  /** Until it is time to look again, or something is asked for in this process. */
  async sleep(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pollIntervalMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  /** Whether the run is paused is on the disk: those who asked for it can see it. */
  async stateShown(): Promise<void> {
    const files = this.#pendingState;
    this.#pendingState = [];
    await this.#remove(files);
  }

  /** A checkpoint is on the disk. */
  async checkpointTaken(): Promise<void> {
    this.#wantsCheckpoint = false;
    const files = this.#pendingCheckpoint;
    this.#pendingCheckpoint = [];
    await this.#remove(files);
  }

  async #remove(files: readonly string[]): Promise<void> {
    for (const file of files) {
      if (await removeRequest(file)) this.#seen.delete(file);
      else this.log('warning', `cannot remove ${file}, which was obeyed`);
    }
  }
}
