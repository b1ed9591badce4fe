import type { CheckpointSnapshot } from '../../src/protocol/checkpoint';
import { button } from '../shared/controls';
import { element, setText } from '../shared/dom';
import { summaryOf } from './summary';

export interface HeadActions {
  compareWith(): void;
  openSeries(): void;
}

const phaseWords: Readonly<Record<CheckpointSnapshot['phase'], string>> = {
  reading: 'Reading…',
  unfinished: 'Being written: it is read once it is whole.',
  read: '',
  failed: 'This checkpoint cannot be read.',
  gone: 'The file is gone.',
};

/** What the file is, what to do with it, and, where it cannot be shown, why. */
export class HeadView {
  private readonly name = element('h1');
  private readonly summary = element('span', { class: 'dim', 'data-part': 'summary' });
  private readonly series;
  private readonly phase = element('p', { role: 'status' });
  private readonly reason = element('p', { class: 'checkpoint-reason', 'data-part': 'reason' });
  private readonly notes = element('ul', { class: 'checkpoint-notes', 'data-part': 'notes' });
  readonly root: HTMLElement;

  /** `exporter`: the menu for the export of all that is shown. */
  constructor(actions: HeadActions, exporter: HTMLElement) {
    this.series = button('', { icon: 'graph-line' }, () => {
      actions.openSeries();
    });
    this.root = element(
      'div',
      {},
      element(
        'header',
        { class: 'panel-head' },
        this.name,
        this.summary,
        element('span', { class: 'grow' }),
        button('Compare with…', { icon: 'git-compare' }, () => {
          actions.compareWith();
        }),
        this.series,
        exporter,
      ),
      this.phase,
      this.reason,
      this.notes,
    );
  }

  update(snapshot: CheckpointSnapshot): void {
    const { path, label, series, phase, reason, step } = snapshot;
    setText(this.name, label);
    this.name.title = path;
    setText(this.summary, summaryOf(snapshot));
    setText(
      this.series,
      series.kind === 'run' ? `Open its run ${series.name}` : `Open its folder ${series.name}`,
    );
    setText(this.phase, phaseWords[phase]);
    this.phase.hidden = phase === 'read';
    this.phase.classList.toggle('failure', phase === 'failed' || phase === 'gone');
    setText(this.reason, reason ?? '');
    this.reason.hidden = reason === null;
    const notes = step?.facts.notes ?? [];
    this.notes.hidden = notes.length === 0;
    this.notes.replaceChildren(...notes.map((note) => element('li', {}, note)));
  }
}
