import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import { element } from '../shared/dom';
import { formatCount } from '../shared/format';
import { failedPoints } from './model';

/** So many are listed one by one. */
const mostFailures = 50;

/** Checkpoints that could not be analysed, and what a reader of the numbers has to know. */
export class RemarksView {
  private shown = '';
  private readonly failures = element('ul', { class: 'remarks', 'data-part': 'failures' });
  private readonly notes = element('ul', { class: 'remarks', 'data-part': 'notes' });
  private readonly failuresSection = element(
    'section',
    { class: 'section' },
    element('h2', {}, 'Failed checkpoints'),
    this.failures,
  );
  private readonly notesSection = element(
    'section',
    { class: 'section', tabindex: -1 },
    element('h2', {}, 'Notes'),
    this.notes,
  );
  readonly root = element('div', {}, this.failuresSection, this.notesSection);

  update({ header, points }: EvolutionSnapshot): void {
    const failed = failedPoints(points);
    const key = JSON.stringify([failed.length, failed.slice(0, mostFailures), header.notes]);
    if (key === this.shown) return;
    this.shown = key;
    this.failuresSection.hidden = failed.length === 0;
    this.failures.replaceChildren(
      ...failed
        .slice(0, mostFailures)
        .map((point) =>
          element('li', { title: point.path }, `${point.name}: ${point.reason ?? 'no reason was given'}`),
        ),
      failed.length > mostFailures
        ? element('li', {}, `and ${formatCount(failed.length - mostFailures)} more`)
        : '',
    );
    this.notesSection.hidden = header.notes.length === 0;
    this.notes.replaceChildren(...header.notes.map((note) => element('li', {}, note)));
  }

  showNotes(): void {
    this.notesSection.scrollIntoView();
    this.notesSection.focus();
  }
}
