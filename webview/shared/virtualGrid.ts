import { element, setAttribute } from './dom';
import './virtualGrid.css';

export interface GridColumn<C extends string> {
  readonly id: C;
  readonly label: string;
  /** What it means, for whoever points at it. */
  readonly title: string;
}

export interface GridSort<C extends string> {
  readonly column: C;
  readonly descending: boolean;
}

export interface GridEvents<C extends string> {
  /** A column head was pressed. */
  readonly onSort: (column: C) => void;
  /** A row was chosen, by its place. */
  readonly onSelect: (row: number) => void;
}

/** What the grid shows: rows by their place, from 0. */
export interface GridContent {
  readonly rowCount: number;
  /** Place of the selected row, or null where it is not among them. */
  readonly selected: number | null;
  /** Fills the cells of a row, one a column and a last one for a picture. */
  fill(row: number, cells: readonly HTMLElement[]): void;
}

/** Height of a row in CSS pixels, as the style sheet has it. */
const rowHeight = 24;
/** Rows kept ready above and below what is in sight. */
const spare = 4;

/**
 * A table of any length of which only the rows in sight are in the page. Column heads sort; arrow keys, Page Up and Down,
 * Home and End move the selected row, which assistive technology hears of as the active one.
 */
export class VirtualGrid<C extends string> {
  private readonly heads: ReadonlyMap<C, HTMLElement>;
  private readonly body: HTMLElement;
  private readonly scroller: HTMLElement;
  readonly root: HTMLElement;
  private readonly rows: GridRow[] = [];
  private content: GridContent = { rowCount: 0, selected: null, fill: () => undefined };
  private scheduled = false;

  constructor(
    private readonly id: string,
    label: string,
    private readonly columns: readonly GridColumn<C>[],
    pictureLabel: string,
    private readonly events: GridEvents<C>,
  ) {
    this.heads = new Map(columns.map((column) => [column.id, this.head(column)]));
    this.body = element('div', { class: 'grid-body', role: 'rowgroup' });
    this.scroller = element(
      'div',
      {
        class: 'grid',
        role: 'grid',
        tabindex: 0,
        'aria-label': label,
        'aria-colcount': columns.length + 1,
        'aria-readonly': 'true',
      },
      element(
        'div',
        { class: 'grid-head', role: 'rowgroup' },
        element(
          'div',
          { class: 'grid-row', role: 'row', 'aria-rowindex': 1 },
          ...this.heads.values(),
          element('span', { role: 'columnheader', class: 'grid-picture' }, pictureLabel),
        ),
      ),
      this.body,
    );
    this.root = this.scroller;
    this.scroller.addEventListener('scroll', () => {
      this.drawSoon();
    });
    this.scroller.addEventListener('keydown', (event) => {
      this.onKey(event);
    });
    new ResizeObserver(() => {
      this.drawSoon();
    }).observe(this.scroller);
  }

  update(content: GridContent, sort: GridSort<C>): void {
    this.content = content;
    for (const [column, head] of this.heads) {
      const sorted = column !== sort.column ? 'none' : sort.descending ? 'descending' : 'ascending';
      setAttribute(head, 'aria-sort', sorted);
    }
    setAttribute(this.scroller, 'aria-rowcount', content.rowCount + 1);
    this.body.style.height = `${String(content.rowCount * rowHeight)}px`;
    this.draw();
  }

  /** Brings a row into sight where it is not. */
  reveal(row: number): void {
    const { scroller, body } = this;
    const top = row * rowHeight;
    const room = scroller.clientHeight - body.offsetTop;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + rowHeight > scroller.scrollTop + room) scroller.scrollTop = top + rowHeight - room;
    this.draw();
  }

  private head({ id, label, title }: GridColumn<C>): HTMLElement {
    const button = element('button', { type: 'button', title: `${title} Press to sort.` }, label);
    button.addEventListener('click', () => {
      this.events.onSort(id);
    });
    return element('span', { role: 'columnheader', 'data-column': id }, button);
  }

  private onKey(event: KeyboardEvent): void {
    const { rowCount, selected } = this.content;
    if (event.target !== this.scroller || rowCount === 0) return;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / rowHeight) - 2);
    const next = {
      ArrowDown: selected === null ? 0 : selected + 1,
      ArrowUp: selected === null ? 0 : selected - 1,
      PageDown: (selected ?? 0) + page,
      PageUp: (selected ?? 0) - page,
      Home: 0,
      End: rowCount - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(rowCount - 1, next));
    this.events.onSelect(row);
    this.reveal(row);
  }

  private drawSoon(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.draw();
    });
  }

  private draw(): void {
    const { rowCount, selected, fill } = this.content;
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / rowHeight) - spare);
    const inSight = Math.ceil(this.scroller.clientHeight / rowHeight) + 2 * spare;
    const end = Math.min(rowCount, first + inSight);
    while (this.rows.length < inSight) this.rows.push(this.addRow());
    this.rows.forEach((row, k) => {
      // A row of the page stands for every so-many-th row of the table: scrolling by one changes one.
      const place = first + ((((k - first) % this.rows.length) + this.rows.length) % this.rows.length);
      row.root.hidden = place >= end;
      if (place >= end) return;
      row.place = place;
      row.root.style.transform = `translateY(${String(place * rowHeight)}px)`;
      setAttribute(row.root, 'aria-rowindex', place + 2);
      setAttribute(row.root, 'aria-selected', String(place === selected));
      fill(place, row.cells);
    });
    const active = this.rows.findIndex(({ place, root }) => place === selected && !root.hidden);
    setAttribute(this.scroller, 'aria-activedescendant', active < 0 ? null : this.rows[active].root.id);
  }

  private addRow(): GridRow {
    const cells = [...this.columns, null].map((column) =>
      element('span', { role: 'gridcell', class: column === null ? 'grid-picture' : null }),
    );
    const root = element(
      'div',
      { class: 'grid-row', role: 'row', id: `${this.id}-${String(this.rows.length)}` },
      ...cells,
    );
    const row: GridRow = { root, cells, place: -1 };
    root.addEventListener('click', () => {
      this.events.onSelect(row.place);
    });
    this.body.append(root);
    return row;
  }
}

interface GridRow {
  readonly root: HTMLElement;
  readonly cells: readonly HTMLElement[];
  /** Of the table. */
  place: number;
}
