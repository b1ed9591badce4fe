import { element } from './dom';
import type { ExportedTable } from './exportedTable';
import { formatCount, noValue } from './format';

const mostRows = 1000;
const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 });

/** The numbers behind a picture, made where they are asked for. */
export class NumbersTable {
  private readonly body = element('div', { class: 'scroll-x' });
  readonly root: HTMLDetailsElement;
  private table: (() => ExportedTable | null) | null = null;

  constructor(caption: string) {
    this.root = element('details', {}, element('summary', {}, caption), this.body);
    this.root.addEventListener('toggle', () => {
      this.show();
    });
  }

  update(table: () => ExportedTable | null): void {
    this.table = table;
    this.show();
  }

  private show(): void {
    if (!this.root.open) {
      this.body.replaceChildren();
      return;
    }
    const table = this.table?.() ?? null;
    if (table === null) return;
    const { columns, rows } = table;
    const head = element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)));
    const lines = rows
      .slice(0, mostRows)
      .map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, text(cell)))));
    this.body.replaceChildren(
      element('table', {}, element('thead', {}, head), element('tbody', {}, ...lines)),
      rows.length > mostRows
        ? element('p', { class: 'dim' }, `and ${formatCount(rows.length - mostRows)} more`)
        : '',
    );
  }
}

function text(cell: string | number | null): string {
  if (cell === null) return noValue;
  return typeof cell === 'number' ? plain.format(cell) : cell;
}
