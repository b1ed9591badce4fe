import { element } from '../shared/dom';
import type { HeatLabel } from './heatNames';

/** Names above the columns or beside the rows of the map, drawn only: each cell is said by itself. */
export class HeatNameLine {
  readonly root: HTMLElement;
  private names: readonly { readonly label: HeatLabel; readonly node: HTMLElement }[] = [];

  constructor(private readonly axis: 'rows' | 'columns') {
    this.root = element('div', { class: `heat-${axis}`, 'aria-hidden': 'true' });
  }

  /** `cell`: pixels of a row or column; `fine`: names of single columns need more. */
  place(labels: readonly HeatLabel[], cell: number, fine: boolean): void {
    this.root.classList.toggle('fine', fine);
    this.names = labels.map((label) => {
      const node = element('span', { class: `heat-${label.kind}`, title: label.title }, label.text);
      const pixels = (rows: number): string => `${String(rows * cell)}px`;
      const span = label.to - label.from;
      if (this.axis === 'columns') {
        node.style.left = pixels(label.from);
        if (label.kind === 'run' || !fine) node.style.width = pixels(span);
      } else {
        node.style.top = pixels(label.from);
        if (label.kind === 'run') node.style.setProperty('--rows', pixels(span));
        else node.style.lineHeight = `${String(Math.max(cell, 15))}px`;
      }
      return { label, node };
    });
    this.root.replaceChildren(...this.names.map(({ node }) => node));
  }

  /** Brightens the names of a row or column. */
  mark(at: number | null): void {
    for (const { label, node } of this.names) {
      node.classList.toggle('looked-at', at !== null && label.from <= at && at < label.to);
    }
  }
}
