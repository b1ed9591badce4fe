import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import type { Measure } from '../../src/measure/measure';
import { button, textLink } from '../shared/controls';
import { element, setText } from '../shared/dom';
import { plural } from '../shared/format';
import { MeasurePicker } from '../shared/measurePicker';
import { badgeOf, checkpointsText } from './headerModel';

/** Name, state, what the network is, how much of it has been read, and by which measure distances are taken. */
export class HeaderView {
  private readonly name = element('h1');
  private readonly badge = element('span', { class: 'badge', role: 'status' });
  private readonly detail = element('span', { class: 'dim' });
  private readonly summary = element('span', { class: 'dim', 'data-part': 'summary' });
  private readonly checkpoints = element('span', { class: 'dim', 'data-part': 'checkpoints' });
  private readonly measure: MeasurePicker;
  private readonly notesLink: HTMLButtonElement;
  readonly root: HTMLElement;

  constructor(
    showNotes: () => void,
    chooseMeasure: (measure: Measure) => void,
    addSeries: () => void,
    tools: HTMLElement,
  ) {
    this.measure = new MeasurePicker(chooseMeasure);
    const add = button(
      'Add Run…',
      { title: 'Draw another run or folder over this one. With Shift held they can be dropped here too' },
      addSeries,
    );
    this.notesLink = textLink('', showNotes);
    this.root = element(
      'header',
      { class: 'panel-head' },
      this.name,
      this.badge,
      this.detail,
      element('span', { class: 'grow' }),
      this.summary,
      this.checkpoints,
      this.notesLink,
      element('div', { class: 'choices' }, this.measure.root, add, element('span', { class: 'grow' }), tools),
    );
  }

  update(snapshot: EvolutionSnapshot): void {
    const { header } = snapshot;
    setText(this.name, header.name);
    this.name.title = header.path;
    const badge = badgeOf(header.state);
    this.badge.dataset['tone'] = badge?.tone ?? '';
    setText(this.badge, badge === null ? '' : `${badge.sign} ${badge.word}`);
    this.badge.hidden = badge === null;
    setText(
      this.detail,
      header.missing
        ? 'the folder is gone, empty or unreadable; shown is what was read of it'
        : (header.stateDetail ?? ''),
    );
    this.detail.classList.toggle('failure', header.missing || header.state === 'failed');
    this.measure.update(snapshot.measure);
    setText(this.summary, header.summary);
    setText(this.checkpoints, checkpointsText(snapshot));
    this.notesLink.hidden = header.notes.length === 0;
    setText(this.notesLink, plural(header.notes.length, 'note'));
  }
}
