import { RemoteError } from '../../src/protocol/rpc';
import { element, setText } from './dom';

/** A small line at the foot of a panel for what went wrong between it and the extension. */
export class ProblemLine {
  readonly root = element('p', { class: 'problem-line', role: 'status' });

  show(text: string): void {
    setText(this.root, text);
  }

  /** For requests whose failure has no better place. */
  readonly report = (error: unknown): void => {
    if (error instanceof RemoteError && error.kind === 'Cancelled') return;
    this.show(error instanceof Error ? error.message : String(error));
  };
}
