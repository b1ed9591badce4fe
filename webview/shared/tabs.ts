import { type Attributes, element, setAttribute } from './dom';

export interface Tab<V> {
  readonly value: V;
  readonly label: string;
  /** Beside those of every tab. */
  readonly attributes: Attributes;
}

/** A choice of what is shown in the panel of id `controls`. Arrow keys move between the tabs, as in any tab list. */
export class Tabs<V> {
  readonly root: HTMLElement;
  private shown = '';
  private tabs: readonly Tab<V>[] = [];
  private nodes: HTMLButtonElement[] = [];
  private selected: V | null = null;

  constructor(
    label: string,
    private readonly controls: string,
    private readonly onSelect: (value: V) => void,
  ) {
    this.root = element('div', { class: 'tabs', role: 'tablist', 'aria-label': label });
    this.root.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (step === 0) return;
      event.preventDefault();
      const at = this.tabs.findIndex(({ value }) => value === this.selected);
      const next = (at + step + this.tabs.length) % this.tabs.length;
      this.onSelect(this.tabs[next].value);
      this.nodes[next].focus();
    });
  }

  update(tabs: readonly Tab<V>[], selected: V): void {
    this.selected = selected;
    const key = JSON.stringify(tabs);
    if (key !== this.shown) {
      this.shown = key;
      this.tabs = tabs;
      const focused = this.nodes.findIndex((node) => node === document.activeElement);
      this.nodes = tabs.map(({ value, label, attributes }) => {
        const node = element(
          'button',
          { type: 'button', role: 'tab', 'aria-controls': this.controls, ...attributes },
          label,
        );
        node.addEventListener('click', () => {
          this.onSelect(value);
        });
        return node;
      });
      this.root.replaceChildren(...this.nodes);
      if (focused >= 0) this.nodes.at(focused)?.focus();
    }
    tabs.forEach(({ value }, k) => {
      setAttribute(this.nodes[k], 'aria-selected', String(value === selected));
      setAttribute(this.nodes[k], 'tabindex', value === selected ? 0 : -1);
    });
  }
}
