import type { DistanceMethod } from '../../src/measure/measure';
import { methodSchema } from '../../src/protocol/facts';
import { field, select, setChoices, setValue } from '../shared/controls';
import { element, scrollable, setText } from '../shared/dom';
import type { Exported, Exporting } from '../shared/exported';
import { methodTexts } from '../shared/measureTexts';
import { distanceBar, noMarks, type DistanceBar } from './distanceBar';
import { exportedLayers } from './layersExport';
import './layersView.css';
import { type PairRow, toggledLayers } from './pairModel';

export interface LayersEvents {
  /** Other layers are to count in the mean. */
  readonly onCounting: (layers: readonly number[]) => void;
  /** Another method is to stand beside, or none. */
  readonly onBeside: (method: DistanceMethod | null) => void;
}

/** What the table of layers shows beside its rows. */
export interface LayersContext {
  readonly method: DistanceMethod;
  readonly beside: DistanceMethod | null;
  /** How the two methods compare as a whole; empty without a second one. */
  readonly besideWords: string;
}

const noMethod = 'none';

/** The layers of a pair: a row is made once and filled as its values arrive. */
export class LayersView implements Exporting {
  private readonly body = element('tbody');
  private readonly ownHead = column('Distance', { colspan: 2, class: 'left' });
  private readonly besideHead = column('', { 'data-part': 'beside-head' });
  private readonly beside = select([], () => {
    const method = methodSchema.safeParse(this.beside.value);
    this.events.onBeside(method.success ? method.data : null);
  });
  private readonly besideWords = element('p', { class: 'dim words', role: 'status', 'data-part': 'beside' });
  private readonly intervalKey = element('span', { class: 'key' }, keySign('bar-interval'), '');
  private readonly intervalWord = element('span');
  readonly root = element(
    'section',
    { class: 'section' },
    element(
      'div',
      { class: 'section-head' },
      element('h2', {}, 'By layer'),
      element('span', { class: 'grow' }),
      field('Beside', this.beside),
    ),
    scrollable(
      'By layer',
      element(
        'table',
        { class: 'by-layer', 'data-part': 'layers' },
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            column('Layer'),
            this.ownHead,
            this.besideHead,
            column('Of chance'),
            column('Density A\u00a0·\u00a0B'),
          ),
        ),
        this.body,
      ),
    ),
    this.besideWords,
    element(
      'p',
      { class: 'dim keys' },
      element('span', { class: 'key' }, keySign('bar-links'), ' unrelated, as many links'),
      element('span', { class: 'key' }, keySign('bar-degrees'), ' unrelated, same degrees'),
      this.intervalKey,
    ),
    element('p', { class: 'dim words' }, 'Density: share of the possible links that exist.'),
  );
  private lines: LayerLine[] = [];
  private rows: readonly PairRow[] = [];
  private context: LayersContext | null = null;

  constructor(private readonly events: LayersEvents) {
    this.intervalKey.append(this.intervalWord);
    this.beside.style.width = '12ch';
    this.beside.title = 'Distances by another method beside these, with the time that each took.';
  }

  update(rows: readonly PairRow[], context: LayersContext): void {
    const { method, beside, besideWords } = context;
    if (rows.length !== this.lines.length) {
      this.lines = rows.map(
        ({ layer }) =>
          new LayerLine(() => {
            this.events.onCounting(toggledLayers(this.rows, layer));
          }),
      );
      this.body.replaceChildren(...this.lines.map(({ root }) => root));
    }
    if (this.context?.method !== method) this.offerOthers(method);
    this.rows = rows;
    this.context = context;
    setValue(this.beside, beside ?? noMethod);
    setText(this.ownHead, beside === null ? 'Distance' : `Distance by ${methodTexts[method].name}`);
    this.besideHead.hidden = beside === null;
    setText(this.besideHead, beside === null ? '' : `by ${methodTexts[beside].name}`);
    setText(this.besideWords, besideWords);
    rows.forEach((row, k) => {
      this.lines[k].update(row, beside !== null);
    });
    this.intervalKey.hidden = method === 'greedy';
    setText(this.intervalWord, method === 'refined' ? ' searched again' : ' other orders');
  }

  exported(): Exported | null {
    const { context, rows } = this;
    if (context === null || rows.every(({ distance }) => distance === null)) return null;
    return exportedLayers(rows, context);
  }

  private offerOthers(method: DistanceMethod): void {
    const others = methodSchema.options.filter((each) => each !== method);
    setChoices(this.beside, [
      [noMethod, 'no other'],
      ...others.map((each) => [each, methodTexts[each].name] as const),
    ]);
  }
}

function keySign(kind: string): HTMLElement {
  return element('span', { class: `key-sign ${kind}`, 'aria-hidden': 'true' });
}

function column(text: string, attributes = {}): HTMLElement {
  return element('th', { scope: 'col', ...attributes }, text);
}

class LayerLine {
  private readonly counts = element('input', { type: 'checkbox', title: 'Counts in the mean' });
  private readonly name = element('span');
  private readonly bar: DistanceBar = distanceBar('narrow');
  private readonly besideBar: DistanceBar = distanceBar('beside');
  private readonly full = element('span');
  private readonly distance = element('td', { class: 'value' });
  private readonly beside = element('td', { class: 'value' });
  private readonly ofChance = element('td');
  private readonly density = element('td');
  readonly root = element(
    'tr',
    {},
    element('th', { scope: 'row' }, element('label', { class: 'layer-name' }, this.counts, this.name)),
    element('td', { class: 'bar-cell' }, this.bar.root, this.besideBar.root, this.full),
    this.distance,
    this.beside,
    this.ofChance,
    this.density,
  );

  constructor(toggle: () => void) {
    this.counts.addEventListener('change', toggle);
  }

  update(row: PairRow, beside: boolean): void {
    this.counts.checked = row.counts;
    setText(this.name, row.name);
    this.root.dataset['state'] = row.counts ? 'counts' : 'apart';
    this.bar.root.hidden = row.leftOut;
    this.besideBar.root.hidden = row.leftOut || !beside;
    setText(this.full, row.leftOut ? 'full in both: does not count' : '');
    this.bar.show(row.distance, row.distance === null ? noMarks : row.marks);
    this.besideBar.show(row.beside, noMarks);
    setText(this.distance, row.distanceText);
    this.beside.hidden = !beside;
    setText(this.beside, row.besideText);
    setText(this.ofChance, row.ofChance);
    setText(this.density, `${row.densityA} · ${row.densityB}`);
  }
}
