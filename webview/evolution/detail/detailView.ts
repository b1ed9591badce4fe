import { element } from '../../shared/dom';
import { layerName } from '../../shared/layerCode';
import { LayerTabs } from '../../shared/layerTabs';
import type { Theme } from '../../shared/theme';
import type { Moment } from './moment';
import type { MomentView } from './momentView';

/** One layer at one moment, seen in several ways: tabs choose the layer. */
export class DetailView {
  private readonly body = element('div', { id: 'layer-panel', role: 'tabpanel', class: 'detail-body' });
  private readonly tabs: LayerTabs;
  private readonly waiting = element('p', { class: 'dim' }, 'Waiting for the first checkpoint…');
  readonly root: HTMLElement;

  constructor(
    private readonly views: readonly MomentView[],
    onLayer: (layer: number) => void,
  ) {
    this.tabs = new LayerTabs('layer-panel', (layer) => {
      onLayer(layer ?? 0);
    });
    this.root = element(
      'section',
      { class: 'detail', 'aria-label': 'One layer' },
      this.tabs.root,
      this.waiting,
      this.body,
    );
    this.body.append(...views.map(({ root }) => root));
  }

  update(moment: Moment | null, theme: Theme): void {
    this.waiting.hidden = moment !== null;
    this.body.hidden = moment === null;
    if (moment === null) return;
    const { layer, layerCount } = moment;
    const tabs = Array.from({ length: layerCount }, (_, k) => ({
      layer: k,
      label: layerName(k, layerCount),
      full: moment.shown.step?.facts.layers[k]?.full ?? false,
    }));
    this.tabs.update(tabs, layer);
    for (const view of this.views) view.update(moment, theme);
  }
}
