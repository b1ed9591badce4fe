import type { Compared } from './model';
import { element, scrollable, setText } from '../shared/dom';
import type { Exported, Exporting } from '../shared/exported';
import { itemsExport, itemsTable } from './itemsModel';
import type { ItemRow } from './itemsModel';
import { noteRows } from './pairModel';

/** What the compared checkpoints are, and what a reader of the numbers has to know of them. */
export class ItemsView implements Exporting {
  private readonly widths = element('span', { class: 'dim' });
  private readonly table = element('table', { 'data-part': 'items' });
  private readonly notes = element('ul', { class: 'remarks', 'data-part': 'notes' });
  readonly root = element(
    'details',
    { class: 'wide' },
    element('summary', {}, element('h2', {}, 'Links and densities'), ' ', this.widths),
    scrollable('The checkpoints', this.table),
    this.notes,
  );
  private shown = '';
  private compared: Compared | null = null;

  update(snapshot: Compared): void {
    this.compared = snapshot;
    const { widths, columns, rows } = itemsTable(snapshot);
    const notes = noteRows(snapshot);
    const key = JSON.stringify([widths, columns, rows, notes]);
    if (key === this.shown) return;
    // So many are read at a glance; more would push away what is below.
    if (this.shown === '') this.root.open = rows.length <= 12;
    this.shown = key;
    setText(this.widths, widths ?? '');
    this.table.replaceChildren(
      element(
        'thead',
        {},
        element('tr', {}, ...columns.map((name) => element('th', { scope: 'col' }, name))),
      ),
      element('tbody', {}, ...rows.map((row) => itemRow(row, columns.length - 1))),
    );
    this.notes.replaceChildren(...notes.map((note) => element('li', {}, note)));
  }

  exported(): Exported | null {
    const { compared } = this;
    if (compared === null) return null;
    const table = itemsExport(compared);
    return { id: 'checkpoints', title: 'The checkpoints', subtitle: '', picture: null, table };
  }
}

function itemRow({ label, path, cells, problem }: ItemRow, columns: number): HTMLElement {
  const unknown = problem ?? 'being read…';
  return element(
    'tr',
    {},
    element('th', { scope: 'row', title: path }, label),
    ...(cells?.map((text) => element('td', {}, text)) ?? [
      element('td', { colspan: columns, class: problem === null ? 'dim' : 'failure left' }, unknown),
    ]),
  );
}
