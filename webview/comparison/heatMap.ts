import type { Clustering } from '../../src/protocol/arrangement';
import { element, setAttribute, setText } from '../shared/dom';
import { fitCanvas } from '../shared/fitCanvas';
import { dendrogramHeight, paintDendrogram } from './many/dendrogram';
import { rootText } from './many/dendrogramModel';
import { type Box, headHeight, type HeatLayout, visiblePart } from './heatLayout';
import './heatMap.css';
import type { HeatFrame } from './heatNames';
import { HeatNameLine } from './heatNameLine';
import { type HeatPicture, paintHeat } from './heatPainter';

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface HeatMapEvents {
  /** A cell is pointed at or focused; null when none is. */
  readonly onLook: (at: Place | null) => void;
  readonly onOpen: (at: Place) => void;
  /** Another part of the map may be on screen. */
  readonly onScroll: () => void;
}

/** For whatever reads the page aloud: the one cell that is looked at stands in the grid. */
const cellId = 'heat-cell';
/** Of the frame of the cell that is looked at, however small that is. */
const smallestFrame = 7;
/** What stands above and below the map in the window, and the least height that it has all the same. */
const besideMap = 190;
const leastHeight = 320;

/** Names and picture of the map, and the tree over its columns where they are clustered. */
export interface ShownHeat {
  readonly picture: HeatPicture;
  readonly frame: HeatFrame;
  readonly clustering: Clustering | null;
}

/** A square of coloured cells on a canvas, which can be walked with the arrow keys. */
export class HeatMap {
  private readonly columns = new HeatNameLine('columns');
  private readonly rows = new HeatNameLine('rows');
  private readonly canvas = element('canvas', { 'aria-hidden': 'true' });
  private readonly tree = element('canvas', { class: 'heat-tree', 'aria-hidden': 'true', hidden: true });
  private readonly treeTop = element('div', {
    class: 'heat-tree-top',
    title: 'Mean distance of the two parts that the tree begins with',
  });
  /** Over a row and a column, or over both cells of a pair, that are pointed at elsewhere. */
  private readonly bands = [1, 2].map(() => element('div', { class: 'heat-band', hidden: true }));
  private readonly cell = element('div', { id: cellId, class: 'heat-cell', role: 'gridcell', hidden: true });
  private readonly line = element('div', { role: 'row' }, this.cell);
  private readonly plane = element(
    'div',
    { class: 'heat', role: 'grid', tabindex: 0, 'aria-label': 'Distances of all pairs' },
    this.canvas,
    ...this.bands,
    this.line,
  );
  readonly root = element(
    'div',
    { class: 'heat-scroll', id: 'heat-panel', role: 'tabpanel' },
    this.treeTop,
    this.tree,
    this.columns.root,
    this.rows.root,
    this.plane,
  );
  private layout: HeatLayout | null = null;
  private size = 0;
  private labelled = '';
  private active: Place = { row: 0, column: 1 };
  private looked: Place | null = null;

  constructor(private readonly events: HeatMapEvents) {
    this.plane.addEventListener('pointermove', (event) => {
      this.look(this.placeAt(event));
    });
    this.plane.addEventListener('pointerleave', () => {
      this.look(this.focused ? this.active : null);
    });
    this.plane.addEventListener('focus', () => {
      this.look(this.active);
    });
    this.plane.addEventListener('blur', () => {
      this.look(null);
    });
    this.plane.addEventListener('click', (event) => {
      const place = this.placeAt(event);
      if (place !== null) this.open(place);
    });
    this.plane.addEventListener('keydown', (event) => {
      this.key(event);
    });
    this.root.style.maxHeight = `max(${String(leastHeight)}px, calc(100vh - ${String(besideMap)}px))`;
    this.root.addEventListener('scroll', events.onScroll, { passive: true });
    window.addEventListener('scroll', events.onScroll, { passive: true });
  }

  /** Height of what is seen of the map at once, its names included. */
  room(withTree: boolean): number {
    return Math.max(leastHeight, window.innerHeight - besideMap) - (withTree ? dendrogramHeight : 0);
  }

  update({ picture, frame, clustering }: ShownHeat): void {
    const { layout, values } = picture;
    this.layout = layout;
    this.size = values.size;
    const key = JSON.stringify([frame, values.size]);
    if (key !== this.labelled) {
      this.labelled = key;
      this.place(frame, values.size);
    }
    paintHeat(this.canvas, picture);
    this.growTree(clustering, picture);
    this.mark();
  }

  /** Shows which rows are pointed at elsewhere: one with its column, or the pair of two. */
  link(rows: readonly number[]): void {
    const { layout, size } = this;
    for (const band of this.bands) band.hidden = rows.length === 0 || layout === null;
    if (rows.length === 0 || layout === null) return;
    const across = { left: 0, columns: size };
    const [row, column] = [rows[0], rows.at(1)];
    this.bands.forEach((band, k) => {
      const place =
        column === undefined
          ? [
              { ...across, top: row, rows: 1 },
              { left: row, columns: 1, top: 0, rows: size },
            ][k]
          : { left: k === 0 ? column : row, columns: 1, top: k === 0 ? row : column, rows: 1 };
      band.style.left = `${String(place.left * layout.cellWidth)}px`;
      band.style.top = `${String(place.top * layout.cellHeight)}px`;
      band.style.width = `${String(place.columns * layout.cellWidth)}px`;
      band.style.height = `${String(place.rows * layout.cellHeight)}px`;
    });
  }

  /** What is said of the cell that is looked at. */
  describe(text: string): void {
    this.cell.setAttribute('aria-label', text);
  }

  /** Rows and columns on screen; null where there are none. */
  visible(): ReturnType<typeof visiblePart> {
    if (this.layout === null) return null;
    const scroller = this.root.getBoundingClientRect();
    const seen: Box = {
      left: Math.max(0, scroller.left),
      top: Math.max(0, scroller.top),
      right: Math.min(window.innerWidth, scroller.right),
      bottom: Math.min(window.innerHeight, scroller.bottom),
    };
    return visiblePart(this.plane.getBoundingClientRect(), seen, this.size, this.layout);
  }

  private get focused(): boolean {
    return document.activeElement === this.plane;
  }

  private place({ layout, columns, rows }: HeatFrame, size: number): void {
    const { cellWidth, cellHeight, rowLabelWidth, fine } = layout;
    this.root.style.gridTemplateColumns = `${String(rowLabelWidth)}px max-content`;
    this.root.style.gridTemplateRows = `max-content ${String(headHeight)}px max-content`;
    this.columns.place(columns, cellWidth, fine);
    this.rows.place(rows, cellHeight, fine);
    this.plane.style.width = `${String(size * cellWidth)}px`;
    this.plane.style.height = `${String(size * cellHeight)}px`;
    setAttribute(this.plane, 'aria-rowcount', size);
    setAttribute(this.plane, 'aria-colcount', size);
    const last = size - 1;
    this.active = { row: Math.min(this.active.row, last), column: Math.min(this.active.column, last) };
  }

  private growTree(clustering: Clustering | null, { layout, theme }: HeatPicture): void {
    this.tree.hidden = clustering === null;
    setText(this.treeTop, clustering === null ? '' : rootText(clustering));
    if (clustering === null) return;
    const width = clustering.order.length * layout.cellWidth;
    const context = fitCanvas(this.tree, width, dendrogramHeight);
    paintDendrogram(context, clustering, layout.cellWidth, theme);
  }

  private placeAt(event: MouseEvent): Place | null {
    if (this.layout === null) return null;
    const { left, top } = this.plane.getBoundingClientRect();
    const column = Math.floor((event.clientX - left) / this.layout.cellWidth);
    const row = Math.floor((event.clientY - top) / this.layout.cellHeight);
    const inside = (k: number): boolean => k >= 0 && k < this.size;
    return inside(row) && inside(column) ? { row, column } : null;
  }

  private look(place: Place | null): void {
    if (place?.row === this.looked?.row && place?.column === this.looked?.column) return;
    this.looked = place;
    this.mark();
    this.events.onLook(place);
  }

  /** Frames the cell that is looked at and brightens its names. */
  private mark(): void {
    const { looked, layout } = this;
    this.rows.mark(looked?.row ?? null);
    this.columns.mark(looked?.column ?? null);
    this.cell.hidden = looked === null;
    this.line.hidden = looked === null;
    setAttribute(this.plane, 'aria-activedescendant', looked === null ? null : cellId);
    if (looked === null || layout === null) return;
    const { style } = this.cell;
    const [width, height] = [layout.cellWidth, layout.cellHeight].map((cell) =>
      Math.max(cell, smallestFrame),
    );
    style.left = `${String((looked.column + 0.5) * layout.cellWidth - width / 2)}px`;
    style.top = `${String((looked.row + 0.5) * layout.cellHeight - height / 2)}px`;
    style.width = `${String(width)}px`;
    style.height = `${String(height)}px`;
    setAttribute(this.line, 'aria-rowindex', looked.row + 1);
    setAttribute(this.cell, 'aria-colindex', looked.column + 1);
  }

  private open(place: Place): void {
    if (place.row !== place.column) this.events.onOpen(place);
  }

  private key(event: KeyboardEvent): void {
    const { row, column } = this.active;
    const last = this.size - 1;
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
      this.active = { row: clamp(target[0]), column: clamp(target[1]) };
      this.look(this.active);
      this.cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.open(this.active);
    }
  }
}
