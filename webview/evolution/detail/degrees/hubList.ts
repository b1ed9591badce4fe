import { element } from '../../../shared/dom';
import { formatChange, formatCount, noValue } from '../../../shared/format';

export interface Hub {
  readonly index: number;
  readonly name: string;
  readonly degree: number;
  /** Since the checkpoint that it is compared with; null where there is none. */
  readonly change: number | null;
}

export interface HubActions {
  pin(index: number): void;
  point(index: number | null): void;
}

/** Those with the most links, most first; where `actions` are given, each can be looked at. */
export class HubList {
  private readonly title = element('h3');
  private readonly words = element('p', { class: 'dim' });
  private readonly body = element('tbody');
  readonly root = element('div', { class: 'hubs' }, this.title, this.words, element('table', {}, this.body));
  private rows: HTMLTableRowElement[] = [];
  private shown: readonly Hub[] = [];

  constructor(
    title: string,
    private readonly actions: HubActions | null,
  ) {
    this.title.textContent = title;
  }

  update(hubs: readonly Hub[], words: string): void {
    this.words.textContent = words;
    this.shown = hubs;
    while (this.rows.length < hubs.length) this.rows.push(this.makeRow(this.rows.length));
    hubs.forEach(({ name, degree, change }, k) => {
      const [first, second, third] = this.rows[k].cells;
      (first.firstElementChild ?? first).textContent = name;
      second.textContent = formatCount(degree);
      third.textContent = change === null ? noValue : formatChange(change);
    });
    this.body.replaceChildren(...this.rows.slice(0, hubs.length));
  }

  /** Rows stay where they are while the numbers in them change, so that the focus does too. */
  private makeRow(at: number): HTMLTableRowElement {
    const { actions } = this;
    if (actions === null) return row(element('td'));
    const link = element('button', { type: 'button', class: 'link' });
    link.addEventListener('click', () => {
      actions.pin(this.shown[at].index);
    });
    for (const begin of ['mouseenter', 'focus']) {
      link.addEventListener(begin, () => {
        actions.point(this.shown[at].index);
      });
    }
    for (const end of ['mouseleave', 'blur']) {
      link.addEventListener(end, () => {
        actions.point(null);
      });
    }
    return row(element('td', {}, link));
  }
}

function row(first: HTMLTableCellElement): HTMLTableRowElement {
  return element('tr', {}, first, element('td'), element('td', { class: 'dim' }));
}
