import * as vscode from 'vscode';
import type { CheckpointFacts } from '../protocol/facts';
import { RemoteError } from '../protocol/rpc';
import type { Analysis } from './analysisPort';
import { Disposable } from './disposable';
import { whenSettled } from './whenSettled';

export type FactsState =
  | { readonly status: 'pending' }
  /** It cannot be read yet, and its writer may still be at work. */
  | { readonly status: 'unfinished' }
  | { readonly status: 'known'; readonly facts: CheckpointFacts }
  | { readonly status: 'failed'; readonly reason: string };

const parallel = 2;
const maxKnown = 20_000;

/** Facts of checkpoints that a view shows, asked of the analysis process a few at a time, the latest wish first. */
export class FactsCache extends Disposable {
  private readonly changes = this.register(new vscode.EventEmitter<string>());
  /** Path of a checkpoint whose state changed. */
  readonly onDidChange = this.changes.event;
  private readonly states = new Map<string, FactsState>();
  private wishes: string[] = [];
  private readonly asked = new Map<string, AbortController>();
  /** Of those asked, the ones that do not merely wait for their writer. */
  private readonly busy = new Set<string>();

  constructor(private readonly analysis: Analysis) {
    super();
  }

  override dispose(): void {
    for (const abort of this.asked.values()) abort.abort();
    super.dispose();
  }

  /** What is known now; asks where nothing is. */
  get(checkpoint: string): FactsState {
    const known = this.states.get(checkpoint);
    if (known !== undefined) return known;
    const pending: FactsState = { status: 'pending' };
    this.states.set(checkpoint, pending);
    this.wishes.push(checkpoint);
    this.pump();
    return pending;
  }

  /** What is known now, asking nothing. */
  peek(checkpoint: string): FactsState | null {
    return this.states.get(checkpoint) ?? null;
  }

  /** Forgets checkpoints that were written again or are gone; the views that show them ask again. */
  invalidate(checkpoints: readonly string[]): void {
    const forgotten = new Set(checkpoints.filter((each) => this.states.delete(each)));
    this.wishes = this.wishes.filter((each) => !forgotten.has(each));
    for (const each of forgotten) {
      this.asked.get(each)?.abort();
      this.asked.delete(each);
      this.busy.delete(each);
      this.changes.fire(each);
    }
  }

  forgetFailures(): void {
    this.invalidate([...this.states].filter(([, { status }]) => status === 'failed').map(([each]) => each));
  }

  private pump(): void {
    while (this.busy.size < parallel && this.wishes.length > 0 && !this.isDisposed) {
      void this.ask(this.wishes.pop()!);
    }
  }

  private async ask(checkpoint: string): Promise<void> {
    const abort = new AbortController();
    const { signal } = abort;
    this.asked.set(checkpoint, abort);
    this.busy.add(checkpoint);
    let state: FactsState;
    try {
      const facts = await whenSettled(
        checkpoint,
        () => this.analysis.request('describe', { path: checkpoint }, { signal }),
        {
          signal,
          onUnfinished: () => {
            if (signal.aborted) return;
            this.set(checkpoint, { status: 'unfinished' });
            this.busy.delete(checkpoint);
            this.pump();
          },
        },
      );
      state = { status: 'known', facts };
    } catch (error) {
      state = { status: 'failed', reason: error instanceof RemoteError ? error.message : String(error) };
    }
    if (this.asked.get(checkpoint) === abort) {
      this.asked.delete(checkpoint);
      this.busy.delete(checkpoint);
      this.set(checkpoint, state);
    }
    this.pump();
  }

  private set(checkpoint: string, state: FactsState): void {
    this.states.delete(checkpoint);
    this.states.set(checkpoint, state);
    if (this.states.size > maxKnown) {
      const oldest = [...this.states].find(([, { status }]) => status === 'known' || status === 'failed');
      if (oldest !== undefined) this.states.delete(oldest[0]);
    }
    this.changes.fire(checkpoint);
  }
}
