import type { Yardstick } from '../../src/protocol/yardsticks';
import { button, setDisabled } from '../shared/controls';
import { element, scrollable, setText } from '../shared/dom';
import type { Exported, Exporting } from '../shared/exported';
import type { ExportedTable } from '../shared/exportedTable';
import type { YardstickRow } from './yardstickRows';
import './yardsticksView.css';

export interface YardstickEvents {
  readonly onMeasure: (yardstick: Yardstick) => void;
  readonly onStop: (yardstick: Yardstick) => void;
}

/** How far is far: what the distance is measured against, and how sure it is. */
export class YardsticksView implements Exporting {
  private readonly body = element('tbody');
  private readonly note = element('p', { class: 'dim words' });
  readonly root = element(
    'section',
    { class: 'section' },
    element('h2', {}, 'How far is far'),
    scrollable(
      'How far is far',
      element(
        'table',
        { class: 'yardsticks', 'data-part': 'yardsticks' },
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            ...['Measured against', 'Distance', 'This pair', 'From'].map((text) =>
              element('th', { scope: 'col' }, text),
            ),
          ),
        ),
        this.body,
      ),
    ),
    this.note,
  );
  private lines: YardstickLine[] = [];
  private shown = '';
  private table: ExportedTable | null = null;

  constructor(private readonly events: YardstickEvents) {}

  update(rows: readonly YardstickRow[], note: string, table: ExportedTable | null): void {
    this.table = table;
    const key = rows.map(({ yardstick }) => yardstick).join();
    if (key !== this.shown) {
      this.shown = key;
      this.lines = rows.map(() => new YardstickLine(this.events));
      this.body.replaceChildren(...this.lines.map(({ root }) => root));
    }
    rows.forEach((row, k) => {
      this.lines[k].update(row);
    });
    setText(this.note, note);
  }

  exported(): Exported | null {
    const { table } = this;
    return table === null
      ? null
      : { id: 'yardsticks', title: 'How far is far', subtitle: 'NNSTD of the mean', picture: null, table };
  }
}

class YardstickLine {
  private readonly name = element('th', { scope: 'row' });
  private readonly value = element('td', { class: 'value' });
  private readonly share = element('td');
  private readonly source = element('span', { role: 'status' });
  private readonly action = button('', {}, () => {
    const { row } = this;
    if (row?.action === undefined || row.action === null) return;
    (row.action.kind === 'stop' ? this.events.onStop : this.events.onMeasure)(row.yardstick);
  });
  readonly root = element(
    'tr',
    {},
    this.name,
    this.value,
    this.share,
    element('td', { class: 'source' }, this.source, this.action),
  );
  private row: YardstickRow | null = null;

  constructor(private readonly events: YardstickEvents) {}

  update(row: YardstickRow): void {
    this.row = row;
    setText(this.name, row.name);
    this.name.title = row.explanation;
    setText(this.value, row.value);
    setText(this.share, row.share);
    setText(this.source, row.source);
    this.source.classList.toggle('failure', row.failed);
    // Its room stays, so that nothing moves when it goes.
    this.action.classList.toggle('gone', row.action === null);
    setDisabled(this.action, row.action === null);
    if (row.action !== null) setText(this.action, row.action.label);
    this.action.setAttribute('aria-label', `${this.action.textContent}: ${row.name}`);
  }
}
