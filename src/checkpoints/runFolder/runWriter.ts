import path from 'node:path';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { TrainingSnapshot } from '../trainingSnapshot';
import { listRequests, removeRequest } from './control';
import { removeNeedless, type KeepPolicy } from './keepPolicy';
import { checkpointFileName, runPaths, type Moment } from './layout';
import { heartbeatIntervalMs } from './liveness';
import type { RunLock } from './lock';
import { appendMetrics, describeEpoch } from './metricsLog';
import { RequestInbox } from './requestInbox';
import { errorCode, isMendable, LockLostError, RunFolderError, runFolderProblem } from './runFolderErrors';
import { writeRunRecord } from './runFiles';
import { readRunInputs, type RunInputs, writeRunInputs } from './runInputs';
import type { RunLog } from './runLog';
import type { ControlRequest, EpochMetrics, RunRecord } from './runRecord';
import type { SnapshotFiles } from './snapshotFiles';
import { WriteAside } from './writeAside';

export interface RunWriterParts {
  readonly folder: string;
  readonly lock: RunLock;
  readonly record: RunRecord;
  readonly snapshots: SnapshotFiles;
  readonly log: RunLog;
  /** Where training starts; null at the very beginning. */
  readonly from: TrainingSnapshot | null;
  /** Of the epochs before that. */
  readonly metrics: readonly EpochMetrics[];
  readonly keep: KeepPolicy;
  /** How often to say that the run lives. */
  readonly heartbeatMs?: number | undefined;
}

/** Training goes on for so long without asking for anything. */
const turnMs = 25;
/** From one attempt to the next where nothing can be written. */
const retryMs = 1000;

/**
 * The one writer of a run folder while it trains: keeps what the training loop gives it, says that the run lives, and
 * obeys the requests in `control/`. It is the loop's `TrainingHost`.
 */
export class RunWriter {
  readonly folder: string;
  readonly log: RunLog;
  readonly turnMs = turnMs;
  readonly #lock: RunLock;
  readonly #snapshots: SnapshotFiles;
  readonly #inbox: RequestInbox;
  readonly #heartbeat: NodeJS.Timeout;
  #from: TrainingSnapshot | null;
  #record: RunRecord;
  /** Writes of `run.json`, one after the other. */
  #writes: Promise<void> = Promise.resolve();
  /** Set where this process may not write any more. */
  #lost: LockLostError | null = null;
  #lastCheckpoint: string | null;
  #endedEarly: string | null = null;
  readonly #keep: KeepPolicy;
  readonly #accuracies = new Map<number, number>();
  #aside: WriteAside | null = null;
  readonly #warned = new Set<string>();

  constructor(parts: RunWriterParts) {
    this.folder = parts.folder;
    this.log = parts.log;
    this.#inbox = new RequestInbox(parts.folder, parts.log, (message) => {
      this.#once(message);
    });
    this.#lock = parts.lock;
    this.#snapshots = parts.snapshots;
    this.#from = parts.from;
    this.#record = parts.record;
    this.#keep = parts.keep;
    this.#lastCheckpoint = parts.from && this.#checkpointFile(parts.from);
    for (const metrics of parts.metrics) this.#noteAccuracy(metrics);
    this.#heartbeat = setInterval(() => void this.#beat(), parts.heartbeatMs ?? heartbeatIntervalMs);
  }

  /** Where training starts, null at the very beginning: once, so that a network that trains is not kept twice. */
  takeSnapshot(): TrainingSnapshot | null {
    const from = this.#from;
    this.#from = null;
    return from;
  }

  get record(): RunRecord {
    return this.#record;
  }

  /** The newest checkpoint that is safely on the disk. */
  get lastCheckpoint(): string | null {
    return this.#lastCheckpoint;
  }

  /** Asks this run for something from within the process, as a signal does. */
  request(request: ControlRequest): void {
    this.#inbox.take(request);
  }

  /** Costs a look at the clock; every 100 ms it lets the event loop turn, looks for requests, and holds a paused run. */
  afterStep(): 'continue' | Promise<'continue' | 'checkpoint' | 'stop'> {
    return this.#inbox.isDue ? this.#turn() : 'continue';
  }

  async epochDone(metrics: EpochMetrics): Promise<void> {
    this.#noteAccuracy(metrics);
    await this.#persist(() => appendMetrics(runPaths(this.folder).metrics, metrics));
    await this.#persist(() => this.#update({ epoch: metrics.epoch, testAccuracy: metrics.testAccuracy }));
    this.log('info', describeEpoch(metrics, this.#record.epochs));
  }

  async checkpoint(snapshot: TrainingSnapshot): Promise<void> {
    await this.settled();
    const file = this.#checkpointFile(snapshot);
    await this.#verify();
    const underWay = this.#snapshots.writeAside?.(file, snapshot) ?? null;
    if (underWay === null) {
      await this.#persist(() => this.#snapshots.write(file, snapshot));
      await this.#written(snapshot);
    } else {
      this.#aside = new WriteAside(underWay);
      // Whoever asked for it is told when it is there.
      const { wantsCheckpoint, isStopping, isPaused } = this.#inbox;
      if (!wantsCheckpoint && !isStopping && !isPaused) return;
      await this.settled();
    }
    await this.#inbox.checkpointTaken();
    // A paused run that was asked for a checkpoint holds again here, before the loop takes another step.
    while (this.#inbox.isPaused && !this.#inbox.isStopping) {
      await this.#hold();
      await this.#inbox.checkpointTaken();
    }
  }

  /** Says once what the inputs of the network are; a run that is resumed keeps what it said first. */
  async describeInputs(inputs: RunInputs): Promise<void> {
    const { status } = await readRunInputs(this.folder);
    if (status === 'missing') await this.#persist(() => writeRunInputs(this.folder, inputs));
  }

  endsEarly(reason: string): void {
    this.#endedEarly = reason;
  }

  /** Waits for a checkpoint that is being written; one that cannot be is tried again, as in `checkpoint`. */
  async settled(): Promise<void> {
    const aside = this.#aside;
    if (aside === null) return;
    this.#aside = null;
    const { copy } = aside;
    if (!(await aside.succeeds())) {
      await this.#persist(() => this.#snapshots.write(this.#checkpointFile(copy), copy));
    }
    await this.#written(copy);
  }

  /** Waits for it, come what may: for a run that ends with an error. */
  async settledOnce(): Promise<void> {
    const aside = this.#aside;
    this.#aside = null;
    if (aside !== null && (await aside.succeeds())) await this.#written(aside.copy);
  }

  /** The last word on the run; then the lock is released. */
  async finish(state: 'finished' | 'stopped' | 'failed', error: string | null = null): Promise<void> {
    clearInterval(this.#heartbeat);
    const endedEarly = this.#endedEarly;
    await this.#update({ state, error, endedEarly });
    const why = error ?? endedEarly;
    this.log(state === 'failed' ? 'error' : 'info', why === null ? state : `${state}: ${why}`);
    // Requests that came too late are answered by the state. They go after the lock, so that whoever waited for one can
    // take up the run at once.
    const late = await listRequests(this.folder).catch(() => ({ requests: [] }));
    await this.#lock.release();
    for (const { file } of late.requests) await removeRequest(file);
  }

  /** Ends without another word: the lock is lost, or nothing can be written. */
  abandon(): void {
    clearInterval(this.#heartbeat);
  }

  async #written(moment: Moment): Promise<void> {
    const file = this.#checkpointFile(moment);
    this.#lastCheckpoint = file;
    if (moment.stepInEpoch !== 0) this.log('info', `checkpoint ${path.basename(file)}`);
    else await this.#tidy(path.dirname(file));
  }

  #checkpointFile(moment: Moment): string {
    return path.join(runPaths(this.folder).checkpoints, checkpointFileName(moment));
  }

  /** Not being able to never ends a run: where the folder is gone the next write says so. */
  async #tidy(checkpoints: string): Promise<void> {
    try {
      await removeNeedless(checkpoints, this.#keep, (epoch) => this.#accuracies.get(epoch) ?? 0);
    } catch (error) {
      this.#once(`needless checkpoints cannot be removed: ${String(error)}`);
    }
  }

  #noteAccuracy({ epoch, validationAccuracy, testAccuracy }: EpochMetrics): void {
    this.#accuracies.set(epoch, validationAccuracy ?? testAccuracy);
  }

  /**
   * Writes into the folder. A full disk or a read-only folder holds the run, with a message, until that is mended, or until
   * it is asked to stop.
   */
  async #persist(write: () => Promise<void>): Promise<void> {
    for (let isWaiting = false; ; isWaiting = true) {
      try {
        await this.#write(write);
        if (!isWaiting) return;
        this.log('info', 'the folder can be written again: the run goes on');
        await this.#update({ state: 'running', error: null }).catch(() => undefined);
        return;
      } catch (error) {
        if (!isMendable(error) || this.#inbox.isStopping) throw error;
        if (!isWaiting) {
          const problem = `${runFolderProblem(this.folder, error).message}; the run waits until that is mended`;
          this.log('warning', problem);
          // As likely as not this cannot be written either.
          await this.#update({ state: 'paused', error: problem }).catch(() => undefined);
        }
      }
      await delay(retryMs);
      await this.#poll();
    }
  }

  async #turn(): Promise<'continue' | 'checkpoint' | 'stop'> {
    // Signals, timers and the heartbeat get their turn, however long the loop never waits.
    await nextTurn();
    await this.#writes.catch(() => undefined);
    if (this.#aside?.isOver === true) await this.settled();
    await this.#poll();
    await this.#hold();
    if (this.#inbox.isStopping) return 'stop';
    return this.#inbox.wantsCheckpoint ? 'checkpoint' : 'continue';
  }

  /** Waits while the run is paused and nothing else is asked of it. */
  async #hold(): Promise<void> {
    const inbox = this.#inbox;
    while (inbox.isPaused && !inbox.isStopping && !inbox.wantsCheckpoint) {
      await this.#showState('paused');
      await inbox.sleep();
      await this.#poll();
    }
    if (!inbox.isPaused) await this.#showState('running');
  }

  async #showState(state: 'running' | 'paused'): Promise<void> {
    if (this.#record.state !== state) {
      await this.#update({ state });
      this.log('info', state === 'paused' ? 'paused' : 'resumed');
    }
    await this.#inbox.stateShown();
  }

  async #poll(): Promise<void> {
    if (this.#lost !== null) throw this.#lost;
    await this.#inbox.poll();
  }

  #once(warning: string): void {
    if (this.#warned.has(warning)) return;
    this.#warned.add(warning);
    this.log('warning', warning);
  }

  /** Where the folder goes between the look at its lock and the write, the lock says so. */
  async #write(write: () => Promise<void>): Promise<void> {
    await this.#verify();
    try {
      await write();
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      await this.#verify();
      throw new RunFolderError(this.folder, `a part of it is gone: ${String(error)}`);
    }
  }

  async #verify(): Promise<void> {
    try {
      await this.#lock.verify();
    } catch (error) {
      if (error instanceof LockLostError) this.#lost = error;
      throw error;
    }
  }

  async #beat(): Promise<void> {
    try {
      await this.#lock.beat();
      await this.#update({});
    } catch (error) {
      // A file server may be away for a moment; the next beat or checkpoint will tell.
      if (error instanceof LockLostError) this.#lost = error;
      else this.#once(`the heartbeat failed: ${String(error)}`);
    }
  }

  #update(change: Partial<RunRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change, heartbeat: new Date().toISOString() };
    const write = (): Promise<void> => this.#write(() => writeRunRecord(this.folder, this.#record));
    this.#writes = this.#writes.then(write, write);
    return this.#writes;
  }
}
