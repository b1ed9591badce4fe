import type { ComparisonSnapshot } from '../../src/protocol/comparison';
import { element, setText } from '../shared/dom';
import { measureSentence } from '../shared/measureTexts';
import { sideSign } from './headerView';
import type { PairRow } from './pairModel';
import { factRows, noteRows, pairRows, verdictOf, widthNotes } from './pairModel';

/** Two checkpoints: the distance in words, by layer, and what both are. */
export class PairView {
  private readonly number = element('p', { class: 'big-number' });
  private readonly sentence = element('p', { class: 'verdict' });
  private readonly bar = distanceBar('wide');
  private readonly verdict = element(
    'section',
    { class: 'verdict-block', 'aria-label': 'Distance' },
    this.number,
    element(
      'div',
      { class: 'verdict-words' },
      this.sentence,
      element(
        'p',
        { class: 'dim scale-words' },
        '0 would be the same network up to renaming its neurons, 1 nothing shared.',
      ),
    ),
  );
  private readonly rows = element('tbody');
  private readonly byLayer = element(
    'section',
    { class: 'section' },
    element('h2', {}, 'By layer'),
    element(
      'div',
      { class: 'scroll-x' },
      element('table', { class: 'by-layer', 'data-part': 'layers' }, layersHead(), this.rows),
    ),
  );
  private readonly facts = element('tbody');
  private readonly measure = element('p', { class: 'dim measure-line' });
  private readonly notes = element('ul', { class: 'remarks', 'data-part': 'notes' });
  readonly root: HTMLElement;
  private shown = '';

  constructor() {
    this.root = element(
      'div',
      { class: 'pair' },
      element(
        'div',
        { class: 'pair-main' },
        this.verdict,
        this.bar.root,
        element(
          'div',
          { class: 'bar-ends dim' },
          element('span', {}, '0 same'),
          element('span', {}, '1 nothing shared'),
        ),
        this.byLayer,
        this.measure,
      ),
      element(
        'section',
        { class: 'pair-facts' },
        element('h2', {}, 'The two checkpoints'),
        element(
          'table',
          { class: 'facts', 'data-part': 'facts' },
          element(
            'thead',
            {},
            element(
              'tr',
              {},
              element('td'),
              element('th', { scope: 'col' }, sideSign('a')),
              element('th', { scope: 'col' }, sideSign('b')),
            ),
          ),
          this.facts,
        ),
        this.notes,
      ),
    );
  }

  update(snapshot: ComparisonSnapshot): void {
    const verdict = verdictOf(snapshot);
    setText(this.number, verdict.number);
    this.verdict.dataset['tone'] = verdict.tone;
    setText(this.sentence, verdict.sentence);
    this.bar.show(verdict.value);
    // Without a distance there is nothing to draw, and nothing by layer unless some were done.
    const failed = verdict.tone === 'failed';
    this.root.classList.toggle('failed', failed);
    this.byLayer.hidden = failed && snapshot.layers.length === 0;
    setText(this.measure, measureSentence(snapshot.measure));

    const rows = pairRows(snapshot);
    const facts = factRows(snapshot);
    const notes = [
      ...snapshot.items.flatMap(({ label, problem }) => (problem === null ? [] : [`${label}: ${problem}`])),
      ...widthNotes(snapshot),
      ...noteRows(snapshot),
    ];
    const key = JSON.stringify([rows, facts, notes]);
    if (key === this.shown) return;
    this.shown = key;
    this.rows.replaceChildren(...rows.map(layerRow));
    this.facts.replaceChildren(
      ...facts.map((row) =>
        element(
          'tr',
          { class: row.differs ? 'differs' : null },
          element('th', { scope: 'row' }, row.differs ? `${row.name} ≠` : row.name),
          element('td', {}, ...breakable(row.a)),
          element('td', {}, ...breakable(row.b)),
        ),
      ),
    );
    this.notes.replaceChildren(...notes.map((note) => element('li', {}, note)));
  }
}

/** A path may be broken after its separators. */
function breakable(text: string): Node[] {
  return text.split(/(?<=[\\/])/).flatMap((part) => [document.createTextNode(part), element('wbr')]);
}

function layersHead(): HTMLElement {
  const column = (text: string, title: string, attributes = {}): HTMLElement =>
    element('th', { scope: 'col', title, ...attributes }, text);
  return element(
    'thead',
    {},
    element(
      'tr',
      {},
      column('Layer', ''),
      column('Distance', 'NNSTD of the layer, 0 to 1', { colspan: 2, class: 'left' }),
      column('In place', 'Neurons matched with the neuron of the same index'),
      column('Nothing shared', 'Matched pairs without a common input, at cost 1'),
      column(
        'No input A · B',
        'Neurons without an input; two of them match at cost 0 and pull the distance down',
      ),
      column('Density A · B', 'Share of the possible links that exist'),
    ),
  );
}

function layerRow(row: PairRow): HTMLElement {
  const bar = distanceBar('narrow');
  bar.show(row.distance);
  return element(
    'tr',
    { 'data-state': row.state },
    element('th', { scope: 'row' }, row.name),
    row.state === 'full'
      ? element('td', { class: 'bar-cell dim', colspan: 2 }, 'full in both: does not count')
      : element('td', { class: 'bar-cell' }, bar.root),
    row.state === 'full' ? null : element('td', { class: 'value' }, row.distanceText),
    element('td', {}, row.inPlace),
    element('td', {}, row.nothingShared),
    element('td', {}, `${row.emptyA} · ${row.emptyB}`),
    element('td', {}, `${row.densityA} · ${row.densityB}`),
  );
}

interface DistanceBar {
  readonly root: HTMLElement;
  show(value: number | null): void;
}

function distanceBar(size: 'wide' | 'narrow'): DistanceBar {
  const fill = element('span', { class: 'bar-fill' });
  return {
    root: element('div', { class: `bar bar-${size}`, 'aria-hidden': 'true' }, fill),
    show(value) {
      fill.style.width = `${String((value ?? 0) * 100)}%`;
    },
  };
}
