import type { EvolutionPoint, EvolutionSnapshot } from '../../src/protocol/evolution';
import type { ChartPicture } from '../shared/chartPicture';
import { tabulate } from '../shared/chartPicture';
import { type Button, button, setDisabled } from '../shared/controls';
import { element, scrollable, setText } from '../shared/dom';
import type { Exported, Exporting } from '../shared/exported';
import { formatCount, formatEpoch, noValue } from '../shared/format';
import type { Moment } from './detail/moment';
import { layersExport } from './layersExport';
import { layerRows, layersColumns } from './layersTable';
import { failedPoints } from './model';
import { type Comparisons, comparisonsOf } from './timeline/clock';

function table(columns: readonly string[], rows: readonly (readonly string[])[], label: string): HTMLElement {
  return element(
    'table',
    { 'aria-label': label },
    element(
      'thead',
      {},
      element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column))),
    ),
    element(
      'tbody',
      {},
      ...rows.map((cells) =>
        element(
          'tr',
          {},
          ...cells.map((cell, k) =>
            k === 0 ? element('th', { scope: 'row' }, cell) : element('td', {}, cell),
          ),
        ),
      ),
    ),
  );
}

/** The layers at the checkpoint that is shown, with the way to its comparisons. */
export class LayersView implements Exporting {
  private readonly heading = element('h2');
  private readonly body = element('div', {
    class: 'scroll-x',
    'data-part': 'layers',
    tabindex: 0,
    role: 'region',
    'aria-label': 'Layers',
  });
  private readonly withInitial = this.comparison('Compare with initial', ({ initial }) => initial);
  private readonly withPrevious = this.comparison('Compare with previous', ({ previous }) => previous);
  private readonly withChosen = this.comparison('', ({ chosen }) => chosen);
  readonly root: HTMLElement;
  private shown: string | null = null;
  private pairs: Comparisons | null = null;
  private point: EvolutionPoint | null = null;

  constructor(private readonly compare: (paths: readonly [string, string]) => void) {
    this.root = element(
      'section',
      { class: 'section' },
      element(
        'div',
        { class: 'section-head' },
        this.heading,
        this.withInitial,
        this.withPrevious,
        this.withChosen,
      ),
      this.body,
    );
  }

  update(moment: Moment | null, stops: readonly EvolutionPoint[]): void {
    const shown = moment?.shown ?? null;
    this.point = shown;
    this.pairs = moment === null ? null : comparisonsOf(moment, stops);
    setDisabled(this.withInitial, (this.pairs?.initial ?? null) === null);
    setDisabled(this.withPrevious, (this.pairs?.previous ?? null) === null);
    const chosen = this.pairs?.chosen ?? null;
    this.withChosen.hidden = chosen === null;
    setText(this.withChosen, chosen === null ? '' : `Compare with epoch ${formatEpoch(chosen.epoch)}`);
    setText(this.heading, shown === null ? 'Layers' : `Layers at epoch ${formatEpoch(shown.epoch)}`);
    const rows = shown === null ? [] : layerRows(shown);
    const key = JSON.stringify(rows);
    if (key === this.shown) return;
    this.shown = key;
    if (rows.length === 0) {
      this.body.replaceChildren(element('p', { class: 'dim' }, 'Waiting for the first checkpoint…'));
      return;
    }
    this.body.replaceChildren(table(layersColumns, rows, 'Layers at the checkpoint that is shown'));
  }

  exported(): Exported | null {
    const { point } = this;
    const table = point === null ? null : layersExport(point);
    return table === null
      ? null
      : { id: 'layers', title: `Layers at ${point!.name}`, subtitle: '', picture: null, table };
  }

  private comparison(label: string, pick: (pairs: Comparisons) => EvolutionPoint | null): Button {
    return button(label, {}, () => {
      const other = this.pairs === null ? null : pick(this.pairs);
      if (this.pairs === null || other === null) return;
      const [earlier, later] = [other, this.pairs.shown].sort((a, b) => a.epoch - b.epoch);
      this.compare([earlier.path, later.path]);
    });
  }
}

/** The numbers behind the charts, made when they are asked for. */
export class NumbersView {
  private readonly body = element('div', { class: 'numbers' });
  readonly root: HTMLDetailsElement;
  private pictures: readonly ChartPicture[] = [];

  constructor() {
    this.root = element(
      'details',
      { class: 'section' },
      element('summary', {}, 'Numbers behind the charts'),
      this.body,
    );
    this.root.addEventListener('toggle', () => {
      this.fill();
    });
  }

  update(pictures: readonly ChartPicture[]): void {
    this.pictures = pictures;
    this.fill();
  }

  private fill(): void {
    if (!this.root.open) {
      this.body.replaceChildren();
      return;
    }
    this.body.replaceChildren(
      ...this.pictures.map((picture) => {
        const { columns, rows, leftOut } = tabulate(picture, formatEpoch, noValue);
        return element(
          'section',
          { class: 'numbers-of' },
          element('h3', {}, picture.title),
          leftOut === 0
            ? null
            : element(
                'p',
                { class: 'dim' },
                `the newest ${formatCount(rows.length)} of ${formatCount(rows.length + leftOut)}`,
              ),
          scrollable(picture.title, table(columns, rows, `${picture.title}, ${picture.measure}`)),
        );
      }),
    );
  }
}

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
