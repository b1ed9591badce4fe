import { stat } from 'node:fs/promises';
import type { CheckpointSnapshot } from '../../protocol/checkpoint';
import type { Analysis } from '../analysisPort';
import { whenSettled } from '../whenSettled';

export interface CheckpointSubject {
  readonly path: string;
  readonly label: string;
  readonly series: CheckpointSnapshot['series'];
}

const absent = { bytes: null, modified: null };

/** A checkpoint as its file is now; read again when the file is another one. */
export class CheckpointModel {
  private state: Omit<CheckpointSnapshot, keyof CheckpointSubject> = {
    phase: 'reading',
    reason: null,
    step: null,
    ...absent,
  };
  /** Of the reading that is under way or done; null before the first. */
  private stamp: string | null = null;
  private reading = new AbortController();

  constructor(
    private readonly subject: CheckpointSubject,
    private readonly analysis: Analysis,
    private readonly onChange: (snapshot: CheckpointSnapshot) => void,
  ) {}

  dispose(): void {
    this.reading.abort();
  }

  snapshot(): CheckpointSnapshot {
    return { ...this.subject, ...this.state };
  }

  /** Looks at the file, and reads it where it changed. */
  async check(): Promise<void> {
    const found = await stat(this.subject.path).catch(() => null);
    const stamp = found === null ? 'absent' : `${found.mtimeMs}:${found.size}:${found.ino}`;
    if (stamp === this.stamp) return;
    this.stamp = stamp;
    this.reading.abort();
    if (found === null) {
      this.set({ phase: 'gone', reason: `${this.subject.path} is not there.`, ...absent });
      return;
    }
    const { size, mtime } = found;
    this.set({
      phase: 'reading',
      reason: null,
      bytes: found.isFile() ? size : null,
      modified: mtime.toISOString(),
    });
    await this.read();
  }

  /** As after the workspace was trusted. */
  async again(): Promise<void> {
    this.stamp = null;
    await this.check();
  }

  private async read(): Promise<void> {
    const reading = new AbortController();
    this.reading = reading;
    const { signal } = reading;
    const { path } = this.subject;
    try {
      const step = await whenSettled(
        path,
        () =>
          this.analysis.request(
            'step',
            { current: path, initial: null, previous: null, measure: null },
            { signal },
          ),
        {
          signal,
          onUnfinished: () => {
            if (!signal.aborted) this.set({ phase: 'unfinished' });
          },
        },
      );
      if (!signal.aborted) this.set({ phase: 'read', step });
    } catch (error) {
      if (signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.set({ phase: 'failed', reason, step: null });
    }
  }

  private set(change: Partial<typeof this.state>): void {
    this.state = { ...this.state, ...change };
    this.onChange(this.snapshot());
  }
}
