import { element, setText } from '../../shared/dom';
import type { LinkStore } from '../../shared/linkStore';
import type { Theme } from '../../shared/theme';
import type { MatchedNeurons } from './matchedNeurons';
import type { InputNames } from './pairInputs';
import type { MatchingStore } from './matchingStore';
import type { LayerOfPair } from './pairDetail';
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
    private readonly matchings: MatchingStore,
    private readonly links: LinkStore,
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
    const names = this.namesOf(layer);
    if (names === null) return;
    const [a, b] = compared.items.map(({ path }) => ({ path, layer }));
    try {
      // What is there already is shown at once, so that going through the rows does not flicker.
      const linksA = this.links.peek(a) ?? (await this.links.load(a));
      const linksB = this.links.peek(b) ?? (await this.links.load(b));
      if (asked !== this.asked) return;
      setText(this.message, '');
      this.shown = { neurons, row, theme };
      this.view.root.hidden = false;
      this.view.update({ neurons, row, links: { a: linksA, b: linksB }, names }, theme);
    } catch (error) {
      if (asked !== this.asked) return;
      this.say(`Their inputs cannot be shown: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** How inputs of A are called in B; null while the matching of the layer before is not there. */
  private namesOf(layer: number): InputNames | null {
    if (layer === 0) return { partners: null, inputsPerUnit: 1 };
    const before = this.matchings.get(layer - 1);
    const own = this.matchings.get(layer);
    if (before.phase === 'failed') this.say(`Their inputs cannot be named: ${before.reason}`);
    if (before.phase !== 'done' || own.phase !== 'done') return null;
    return { partners: before.matching.partners, inputsPerUnit: own.matching.inputsPerUnit };
  }

  private say(text: string): void {
    setText(this.message, text);
    this.view.root.hidden = true;
  }
}
