import { element, setText } from '../shared/dom';
import { distanceBar, noMarks, type DistanceBar } from './distanceBar';
import { type PairRow, toggledLayers } from './pairModel';

/** The layers of a pair: a row is made once and filled as its values arrive. */
export class LayersView {
  private readonly body = element('tbody');
  private readonly intervalKey = element('span', { class: 'key' }, keySign('bar-interval'), '');
  private readonly intervalWord = element('span');
  readonly root = element(
    'section',
    { class: 'section' },
    element('h2', {}, 'By layer'),
    element(
      'div',
      { class: 'scroll-x' },
      element('table', { class: 'by-layer', 'data-part': 'layers' }, head(), this.body),
    ),
    element(
      'p',
      { class: 'dim keys' },
      element('span', { class: 'key' }, keySign('bar-links'), ' unrelated, as many links'),
      element('span', { class: 'key' }, keySign('bar-degrees'), ' unrelated, same degrees'),
      this.intervalKey,
    ),
    element('p', { class: 'dim words' }, columnWords),
  );
  private rows: LayerLine[] = [];

  constructor(private readonly choose: (counting: readonly number[]) => void) {
    this.intervalKey.append(this.intervalWord);
  }

  update(rows: readonly PairRow[], method: string): void {
    if (rows.length !== this.rows.length) {
      this.rows = rows.map(
        ({ layer }) =>
          new LayerLine(() => {
            this.choose(toggledLayers(this.shown, layer));
          }),
      );
      this.body.replaceChildren(...this.rows.map(({ root }) => root));
    }
    this.shown = rows;
    rows.forEach((row, k) => {
      this.rows[k].update(row);
    });
    this.intervalKey.hidden = method === 'greedy';
    setText(this.intervalWord, method === 'refined' ? ' searched again' : ' other orders');
  }

  private shown: readonly PairRow[] = [];
}

const columnWords =
  'In place: neurons matched with the neuron of the same index. Nothing shared: matched without a common input, at cost 1. ' +
  'Interchangeable: could be matched with another neuron at equal cost, so that whom they are matched with means nothing. ' +
  'No input: neurons without any; two of them match at cost 0 and pull the distance down. Density: share of the possible links that exist.';

function keySign(kind: string): HTMLElement {
  return element('span', { class: `key-sign ${kind}`, 'aria-hidden': 'true' });
}

function head(): HTMLElement {
  const column = (text: string, attributes = {}): HTMLElement =>
    element('th', { scope: 'col', ...attributes }, text);
  return element(
    'thead',
    {},
    element(
      'tr',
      {},
      column('Layer'),
      column('Distance', { colspan: 2, class: 'left' }),
      column('Of chance'),
      column('In place'),
      column('Nothing shared'),
      column('Interchangeable'),
      column('No\u00a0input A\u00a0·\u00a0B'),
      column('Density A\u00a0·\u00a0B'),
    ),
  );
}

class LayerLine {
  private readonly counts = element('input', { type: 'checkbox', title: 'Counts in the mean' });
  private readonly name = element('span');
  private readonly bar: DistanceBar = distanceBar('narrow');
  private readonly full = element('span');
  private readonly distance = element('td', { class: 'value' });
  private readonly cells = Array.from({ length: 6 }, () => element('td'));
  readonly root = element(
    'tr',
    {},
    element('th', { scope: 'row' }, element('label', { class: 'layer-name' }, this.counts, this.name)),
    element('td', { class: 'bar-cell' }, this.bar.root, this.full),
    this.distance,
    ...this.cells,
  );

  constructor(toggle: () => void) {
    this.counts.addEventListener('change', toggle);
  }

  update(row: PairRow): void {
    this.counts.checked = row.counts;
    setText(this.name, row.name);
    this.root.dataset['state'] = row.counts ? 'counts' : 'apart';
    this.bar.root.hidden = row.leftOut;
    setText(this.full, row.leftOut ? 'full in both: does not count' : '');
    this.bar.show(row.distance, row.distance === null ? noMarks : row.marks);
    setText(this.distance, row.distanceText);
    [
      row.ofChance,
      row.inPlace,
      row.nothingShared,
      row.interchangeable,
      `${row.emptyA} · ${row.emptyB}`,
      `${row.densityA} · ${row.densityB}`,
    ].forEach((text, k) => {
      setText(this.cells[k], text);
    });
  }
}
