import { element } from '../../shared/dom';
import { type Exporting, isExporting } from '../../shared/exported';
import { Fold, type Folds } from '../../shared/fold';
import { layerName } from '../../shared/layerCode';
import { LayerTabs } from '../../shared/layerTabs';
import type { Theme } from '../../shared/theme';
import { WhereSeen } from '../../shared/whereSeen';
import type { Moment } from './moment';
import type { MomentView } from './momentView';

/** One layer at one moment, seen in several ways: tabs choose the layer. */
export class DetailView {
  private readonly body = element('div', { id: 'layer-panel', role: 'tabpanel', class: 'detail-body' });
  private readonly tabs: LayerTabs;
  private readonly waiting = element('p', { class: 'dim' }, 'No checkpoint has been read yet.');
  private readonly folds = new Map<MomentView, Fold>();
  private readonly drawings: ReadonlyMap<MomentView, WhereSeen>;
  private shown: { readonly moment: Moment; readonly theme: Theme } | null = null;
  readonly root: HTMLElement;

  /** `folds`: null where nothing is to be folded. */
  constructor(
    private readonly views: readonly MomentView[],
    onLayer: (layer: number) => void,
    folds: Folds | null = null,
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
    this.drawings = new Map(
      views.map((view) => [
        view,
        new WhereSeen(view.root, () => {
          if (this.shown !== null) view.update(this.shown.moment, this.shown.theme);
        }),
      ]),
    );
    this.body.append(...views.map(({ root }) => root));
    if (folds === null) return;
    for (const view of views) {
      const title = view.root.querySelector('h2')?.textContent;
      const id = view.root.dataset['part'];
      if (title && id !== undefined) this.folds.set(view, new Fold(view.root, title, id, folds));
    }
  }

  /** What can be exported of what is unfolded. */
  get exporting(): readonly Exporting[] {
    return this.unfolded.filter(isExporting);
  }

  /** Draws what waits to come into sight. */
  catchUp(): void {
    for (const drawing of this.drawings.values()) drawing.catchUp();
  }

  private get unfolded(): readonly MomentView[] {
    return this.views.filter((view) => this.folds.get(view)?.folded !== true);
  }

  update(moment: Moment | null, theme: Theme): void {
    this.waiting.hidden = moment !== null;
    this.body.hidden = moment === null;
    this.shown = moment && { moment, theme };
    if (moment === null) return;
    const { layer, layerCount } = moment;
    const tabs = Array.from({ length: layerCount }, (_, k) => ({
      layer: k,
      label: layerName(k, layerCount),
      full: moment.shown.step?.facts.layers[k]?.full ?? false,
    }));
    this.tabs.update(tabs, layer);
    for (const view of this.unfolded) this.drawings.get(view)!.ask();
  }
}
