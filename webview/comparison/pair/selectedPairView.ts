import { element, setText } from '../../shared/dom';
import type { Theme } from '../../shared/theme';
import type { MatchedNeurons } from './matchedNeurons';
import { inputNamesOf, inputsOfPair } from './inputNames';
import { linksOfBoth } from './linksOfBoth';
import type { LayerOfPair } from './pairDetail';
import type { PairSources } from './pairSources';
import { SelectedView } from './selectedView';

/** Fetches what the inputs of the selected pair need, and shows them, or says why not. */
export class SelectedPairView {
  private readonly view: SelectedView;
  private readonly message = element('p', { class: 'dim', role: 'status' });
  readonly root: HTMLElement;
  /** The latest of what was to be shown: an answer that comes later than another is left aside. */
  private asked = 0;
  private layer = 0;
  private shown: { readonly neurons: MatchedNeurons; readonly row: number; readonly theme: Theme } | null =
    null;

  /** `onNeuron`: a neuron of another layer is to be shown. */
  constructor(
    private readonly sources: PairSources,
    onNeuron: (layer: number, side: 'a' | 'b', neuron: number) => void,
  ) {
    this.view = new SelectedView((side, unit) => {
      onNeuron(this.layer - 1, side, unit);
    });
    this.root = element('div', {}, this.message, this.view.root);
  }

  update(shown: LayerOfPair, row: number | null, theme: Theme): void {
    const { neurons } = shown;
    if (this.shown?.neurons === neurons && this.shown.row === row && this.shown.theme === theme) return;
    const asked = ++this.asked;
    this.shown = null;
    this.layer = shown.layer;
    if (row === null) {
      this.say('');
      return;
    }
    void this.show(shown, row, theme, asked);
  }

  private async show(shown: LayerOfPair, row: number, theme: Theme, asked: number): Promise<void> {
    const { compared, layer, neurons } = shown;
    const { matchings, links, inputs } = this.sources;
    const names = inputNamesOf(matchings, layer);
    if ('problem' in names) {
      if (names.problem !== null) this.say(`Their inputs cannot be named: ${names.problem}`);
      return;
    }
    const [a, b] = compared.items.map(({ path }) => path);
    try {
      const ofBoth = await linksOfBoth(links, compared, layer);
      const said = await inputsOfPair(inputs, a, b);
      if (asked !== this.asked) return;
      setText(this.message, '');
      this.shown = { neurons, row, theme };
      this.view.root.hidden = false;
      this.view.update({ neurons, row, links: ofBoth, names, said }, theme);
    } catch (error) {
      if (asked !== this.asked) return;
      this.say(`Their inputs cannot be shown: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private say(text: string): void {
    setText(this.message, text);
    this.view.root.hidden = true;
  }
}
