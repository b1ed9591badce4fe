import { element, setAttribute } from './dom';
import type { LayerTab } from './layerCode';

/** Which layer is shown in the panel of id `controls`. Arrow keys move between the tabs, as in any tab list. */
export class LayerTabs {
  readonly root = element('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Layer' });
  private shown = '';
  private tabs: readonly LayerTab[] = [];
  private nodes: HTMLButtonElement[] = [];
  private selected: number | null = null;

  constructor(
    private readonly controls: string,
    private readonly onSelect: (layer: number | null) => void,
  ) {
    this.root.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (step === 0) return;
      event.preventDefault();
      const at = this.tabs.findIndex(({ layer }) => layer === this.selected);
      const next = (at + step + this.tabs.length) % this.tabs.length;
      this.onSelect(this.tabs[next].layer);
      this.nodes[next].focus();
    });
  }

  update(tabs: readonly LayerTab[], selected: number | null): void {
    this.selected = selected;
    const key = JSON.stringify(tabs);
    if (key !== this.shown) {
      this.shown = key;
      this.tabs = tabs;
      const focused = this.nodes.findIndex((node) => node === document.activeElement);
      this.nodes = tabs.map((tab) => {
        const node = element(
          'button',
          {
            type: 'button',
            role: 'tab',
            'aria-controls': this.controls,
            'data-layer': tab.layer ?? 'mean',
            title: tab.full ? 'Full in every network: it does not count' : null,
            class: tab.full ? 'full' : null,
          },
          tab.label,
        );
        node.addEventListener('click', () => {
          this.onSelect(tab.layer);
        });
        return node;
      });
      this.root.replaceChildren(...this.nodes);
      if (focused >= 0) this.nodes.at(focused)?.focus();
    }
    tabs.forEach(({ layer }, k) => {
      setAttribute(this.nodes[k], 'aria-selected', String(layer === selected));
      setAttribute(this.nodes[k], 'tabindex', layer === selected ? 0 : -1);
    });
  }
}
