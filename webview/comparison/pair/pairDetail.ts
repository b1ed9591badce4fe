import type { LayerMatching } from '../../../src/protocol/matching';
import type { PairChoices } from '../../../src/protocol/pairChoices';
import { element, setText } from '../../shared/dom';
import type { Exporting } from '../../shared/exported';
import { layerName } from '../../shared/layerCode';
import { LayerTabs } from '../../shared/layerTabs';
import { Tabs } from '../../shared/tabs';
import type { Theme } from '../../shared/theme';
import { type Compared, layerCountOf } from '../model';
import { FlowView } from './flowView';
import { type MatchedNeurons, matchedNeurons } from './matchedNeurons';
import { MatchingView } from './matchingView';
import { OverlayView } from './overlayView';
import './pairDetail.css';
import type { PairSources } from './pairSources';
import { rowOf, selectionOf } from './selection';

/** What the views of a layer of two networks show. */
export interface LayerOfPair {
  readonly compared: Compared;
  readonly layer: number;
  readonly name: string;
  readonly matching: LayerMatching;
  /** The same by rows. */
  readonly neurons: MatchedNeurons;
}

const panelId = 'pair-panel';
const views = [
  { value: 'matching', label: 'Matching', attributes: { 'data-view': 'matching' } },
  { value: 'overlay', label: 'Overlay', attributes: { 'data-view': 'overlay' } },
  { value: 'flow', label: 'Flow', attributes: { 'data-view': 'flow' } },
] as const;

/** One layer of two networks, neuron by neuron: tabs choose the layer and how it is seen. */
export class PairDetail {
  private readonly views: Tabs<PairChoices['view']>;
  private readonly layers: LayerTabs;
  private readonly matching: MatchingView;
  private readonly overlay: OverlayView;
  private readonly flow: FlowView;
  private readonly message = element('p', { class: 'dim detail-message', role: 'status' });
  private readonly body: HTMLElement;
  readonly root: HTMLElement;
  private choices: PairChoices | null = null;
  private shown: MatchedNeurons | null = null;
  private shownLayer = '';

  constructor(
    private readonly sources: PairSources,
    onChoices: (changed: Partial<PairChoices>) => void,
  ) {
    this.views = new Tabs('What is shown', panelId, (view) => {
      onChoices({ view });
    });
    this.layers = new LayerTabs(panelId, (layer) => {
      onChoices({ layer: layer ?? 0, selected: null });
    });
    this.matching = new MatchingView(sources, onChoices);
    this.overlay = new OverlayView(sources);
    this.flow = new FlowView((row) => {
      if (this.shown !== null) onChoices({ selected: selectionOf(this.shown, row) });
    });
    this.body = element(
      'div',
      { id: panelId, role: 'tabpanel' },
      this.matching.root,
      this.overlay.root,
      this.flow.root,
      this.matching.selected.root,
    );
    this.root = element(
      'section',
      { class: 'pair-detail', 'aria-label': 'One layer, neuron by neuron' },
      element('div', { class: 'detail-head' }, this.views.root, this.layers.root),
      this.message,
      this.body,
    );
  }

  update(compared: Compared, choices: PairChoices, theme: Theme): void {
    const count = layerCountOf(compared);
    const layer = Math.min(choices.layer, Math.max(0, count - 1));
    this.choices = choices;
    this.views.update(views, choices.view);
    this.layers.update(layerTabs(compared, count), layer);
    const matching = this.matchingOf(compared, layer);
    const neurons = matching === null ? null : matchedNeurons(matching);
    this.body.hidden = neurons === null;
    this.shown = neurons;
    this.shownLayer = layerName(layer, count);
    if (matching === null || neurons === null) return;
    this.matching.root.hidden = choices.view !== 'matching';
    this.overlay.root.hidden = choices.view !== 'overlay';
    this.flow.root.hidden = choices.view !== 'flow';
    const shown: LayerOfPair = { compared, layer, name: this.shownLayer, matching, neurons };
    this.matching.update(shown, choices, theme);
    if (choices.view === 'overlay') this.overlay.update(shown, theme);
    if (choices.view === 'flow') {
      this.flow.update(neurons, rowOf(neurons, choices.selected), shown.name, theme);
    }
  }

  /** The layer that is shown; null where it has no matching. */
  get neurons(): MatchedNeurons | null {
    return this.shown;
  }

  get layerName(): string {
    return this.shownLayer;
  }

  /** What the shown tab can export. */
  exports(): readonly Exporting[] {
    if (this.shown === null) return [];
    const { selected } = this.matching;
    switch (this.choices?.view) {
      case 'flow':
        return [...this.flow.exports(), selected];
      case 'overlay':
        return [this.overlay, selected];
      default:
        return [this.matching, selected];
    }
  }

  /** Null where there is no matching, for a reason that stands in its place. */
  private matchingOf({ status }: Compared, layer: number): LayerMatching | null {
    const say = (text: string): null => {
      setText(this.message, text);
      return null;
    };
    switch (status.phase) {
      case 'failed':
        return say(`No matching: ${status.reason ?? 'the two could not be compared'}`);
      case 'cancelled':
        return say('No matching: the computation was cancelled.');
      case 'running':
        return say('Who is matched with whom is known when all layers are compared.');
      case 'done': {
        const state = this.sources.matchings.get(layer);
        if (state.phase === 'failed') return say(`No matching: ${state.reason}`);
        if (state.phase === 'waiting') return say('Looking for who is matched with whom…');
        setText(this.message, '');
        return state.matching;
      }
    }
  }
}

function layerTabs({ items }: Compared, count: number) {
  return Array.from({ length: count }, (_, layer) => ({
    layer,
    label: layerName(layer, count),
    full: items.every(({ facts }) => facts?.layers[layer]?.full ?? false),
  }));
}
