import type { LayerTab } from './layerCode';
import { Tabs } from './tabs';

/** Which layer is shown in the panel of id `controls`. */
export class LayerTabs {
  private readonly tabs: Tabs<number | null>;
  readonly root: HTMLElement;

  constructor(controls: string, onSelect: (layer: number | null) => void) {
    this.tabs = new Tabs('Layer', controls, onSelect);
    this.root = this.tabs.root;
  }

  update(tabs: readonly LayerTab[], selected: number | null): void {
    this.tabs.update(
      tabs.map(({ layer, label, full }) => ({
        value: layer,
        label,
        attributes: {
          'data-layer': layer ?? 'mean',
          title: full ? 'Full in every network: it does not count' : null,
          class: full ? 'full' : null,
        },
      })),
      selected,
    );
  }
}
