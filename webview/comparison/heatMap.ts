import { formatColour, inkOn } from '../shared/colour';
import { element, setText } from '../shared/dom';
import type { HeatScale } from './heatScale';
import type { HeatCell, HeatLayout, ScaleRange } from './matrixModel';
import { cellText, shareOf, shortLabels } from './matrixModel';

export interface HeatPicture {
  readonly labels: readonly string[];
  readonly cells: readonly (readonly HeatCell[])[];
  readonly layout: HeatLayout;
  readonly range: ScaleRange;
  readonly scale: HeatScale;
  readonly describe: (row: number, column: number) => string;
  /** Changes when a description may change without its cell. */
  readonly context: string;
}

export interface HeatMapEvents {
  /** A cell is pointed at or focused; null when none is. */
  readonly onLook: (at: { readonly row: number; readonly column: number } | null) => void;
  readonly onOpen: (row: number, column: number) => void;
}

/** A square of coloured cells that can be walked with the arrow keys. Painted in place: only what changed is touched. */
export class HeatMap {
  readonly root = element('div', { class: 'heat', role: 'grid', 'aria-label': 'Distances of all pairs' });
  private cells: HTMLElement[][] = [];
  private painted: string[][] = [];
  private rowHeads: HTMLElement[] = [];
  private columnHeads: HTMLElement[] = [];
  private built = '';
  private active = { row: 0, column: 1 };
  private described: HeatPicture['describe'] = () => '';

  constructor(private readonly events: HeatMapEvents) {
    this.root.addEventListener('pointerover', (event) => {
      this.look(placeOf(event.target));
    });
    this.root.addEventListener('pointerleave', () => {
      this.look(null);
    });
    this.root.addEventListener('focusin', (event) => {
      const place = placeOf(event.target);
      if (place === null) return;
      this.activate(place.row, place.column);
      this.cells[place.row][place.column].setAttribute('aria-label', this.describe(place.row, place.column));
      this.look(place);
    });
    this.root.addEventListener('focusout', () => {
      this.look(null);
    });
    this.root.addEventListener('click', (event) => {
      const place = placeOf(event.target);
      if (place !== null && place.row !== place.column) events.onOpen(place.row, place.column);
    });
    this.root.addEventListener('keydown', (event) => {
      this.key(event);
    });
  }

  update(picture: HeatPicture): void {
    this.described = picture.describe;
    const key = JSON.stringify([picture.labels, picture.layout]);
    if (key !== this.built) {
      this.built = key;
      this.build(picture);
    }
    picture.cells.forEach((row, i) => {
      row.forEach((cell, j) => {
        this.paint(i, j, cell, picture);
      });
    });
  }

  private build({ labels, layout }: HeatPicture): void {
    const hadFocus = this.root.contains(document.activeElement);
    const size = labels.length;
    const { cellWidth, cellHeight, rowLabelWidth, labelEvery } = layout;
    const short = shortLabels(labels);
    const fit = short.every((text) => text.length * 7 <= cellWidth);
    const head = (k: number): string => (k % labelEvery === 0 ? (fit ? short[k] : String(k + 1)) : '');
    const columnEvery = fit ? 1 : Math.ceil(22 / cellWidth);
    this.root.style.gridTemplateColumns = `${String(rowLabelWidth)}px repeat(${String(size)}, ${String(cellWidth)}px)`;
    this.root.style.gridTemplateRows = `18px repeat(${String(size)}, ${String(cellHeight)}px)`;
    this.root.dataset['density'] = cellWidth < 16 ? 'fine' : 'coarse';
    this.columnHeads = labels.map((label, k) =>
      element(
        'span',
        { class: 'heat-column', role: 'columnheader', title: label },
        fit || k % columnEvery === 0 ? (fit ? short[k] : String(k + 1)) : '',
      ),
    );
    this.rowHeads = labels.map((label, k) =>
      element(
        'span',
        { class: 'heat-row', role: 'rowheader', title: label },
        head(k) === '' ? '' : fit ? label : `${String(k + 1)}  ${label}`,
      ),
    );
    this.cells = labels.map((_, i) =>
      labels.map((_other, j) =>
        element('span', {
          class: 'heat-cell',
          role: 'gridcell',
          tabindex: -1,
          'data-at': `${String(i)},${String(j)}`,
        }),
      ),
    );
    this.painted = labels.map(() => labels.map(() => ''));
    this.root.replaceChildren(
      element(
        'div',
        { role: 'row', class: 'heat-line' },
        element('span', { role: 'columnheader' }),
        ...this.columnHeads,
      ),
      ...this.cells.map((row, i) =>
        element('div', { role: 'row', class: 'heat-line' }, this.rowHeads[i], ...row),
      ),
    );
    this.activate(Math.min(this.active.row, size - 1), Math.min(this.active.column, size - 1));
    if (hadFocus) this.cells[this.active.row][this.active.column].focus();
  }

  private paint(row: number, column: number, cell: HeatCell, picture: HeatPicture): void {
    const node = this.cells[row][column];
    const colour =
      cell.kind === 'value' && cell.value !== null
        ? picture.scale.colour(shareOf(cell.value, picture.range))
        : null;
    const background = colour === null ? '' : formatColour(colour);
    const content = cell.kind === 'value' ? String(cell.value) : cell.kind === 'failed' ? cell.reason : '';
    const key = `${cell.kind}|${content}|${background}|${picture.context}`;
    if (this.painted[row][column] === key) return;
    this.painted[row][column] = key;
    node.dataset['kind'] = cell.kind;
    node.style.background = background;
    // Cells too small for a number are thousands: they get their words when they are focused.
    if (picture.layout.decimals === null) return;
    node.style.color = colour === null ? '' : formatColour(inkOn(colour));
    node.setAttribute('aria-label', picture.describe(row, column));
    setText(node, cellText(cell, picture.layout.decimals));
  }

  private look(place: { readonly row: number; readonly column: number } | null): void {
    this.rowHeads.forEach((head, k) => head.classList.toggle('looked-at', k === place?.row));
    this.columnHeads.forEach((head, k) => head.classList.toggle('looked-at', k === place?.column));
    this.events.onLook(place);
  }

  private activate(row: number, column: number): void {
    const before = this.cells.at(this.active.row)?.at(this.active.column);
    before?.setAttribute('tabindex', '-1');
    this.active = { row, column };
    this.cells[row][column].setAttribute('tabindex', '0');
  }

  private key(event: KeyboardEvent): void {
    const { row, column } = this.active;
    const last = this.cells.length - 1;
    const target = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, last],
      PageUp: [0, column],
      PageDown: [last, column],
    }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      const clamp = (k: number): number => Math.min(last, Math.max(0, k));
      this.cells[clamp(target[0])][clamp(target[1])].focus();
    } else if ((event.key === 'Enter' || event.key === ' ') && row !== column) {
      event.preventDefault();
      this.events.onOpen(row, column);
    }
  }

  /** What is said of a cell. */
  describe(row: number, column: number): string {
    return this.described(row, column);
  }
}

function placeOf(target: EventTarget | null): { readonly row: number; readonly column: number } | null {
  const at = target instanceof HTMLElement ? target.dataset['at'] : undefined;
  if (at === undefined) return null;
  const [row, column] = at.split(',').map(Number);
  return { row, column };
}
