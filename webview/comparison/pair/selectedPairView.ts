import { element, setText } from '../../shared/dom';
import type { Exported, Exporting } from '../../shared/exported';
import type { Theme } from '../../shared/theme';
import type { MatchedNeurons } from './matchedNeurons';
import { inputNamesOf, inputsOfPair } from './inputNames';
import { linksOfBoth } from './linksOfBoth';
import type { LayerOfPair } from './pairDetail';
import type { PairSources } from './pairSources';
import { SelectedView } from './selectedView';

interface ShownPair {
  readonly neurons: MatchedNeurons;
  readonly row: number;
  readonly shape: string | null;
  readonly theme: Theme;
}

/** Fetches what the inputs of the selected pair need, and shows them, or says why not. */
export class SelectedPairView implements Exporting {
  private readonly view: SelectedView;
  private readonly message = element('p', { class: 'dim', role: 'status' });
  readonly root: HTMLElement;
  /** The latest of what was to be shown: an answer that comes later than another is left aside. */
  private asked = 0;
  private layer = 0;
  private shown: ShownPair | null = null;

  /** `onNeuron`: a neuron of another layer is to be shown; `onShape`: the shape of the inputs is that of this key. */
  constructor(
    private readonly sources: PairSources,
    onNeuron: (layer: number, side: 'a' | 'b', neuron: number) => void,
    onShape: (key: string) => void,
  ) {
    this.view = new SelectedView((side, unit) => {
      onNeuron(this.layer - 1, side, unit);
    }, onShape);
    this.root = element('div', {}, this.message, this.view.root);
  }

  /** `shape`: key of the shape of the inputs that was chosen, or null. */
  update(shown: LayerOfPair, row: number | null, shape: string | null, theme: Theme): void {
    const { neurons } = shown;
    const before = this.shown;
    if (before?.neurons === neurons && before.row === row && before.shape === shape && before.theme === theme)
      return;
    const asked = ++this.asked;
    this.shown = null;
    this.layer = shown.layer;
    if (row === null) {
      this.say('');
      return;
    }
    void this.show(shown, { neurons, row, shape, theme }, asked);
  }

  private async show({ compared, layer }: LayerOfPair, wanted: ShownPair, asked: number): Promise<void> {
    const { neurons, row, shape, theme } = wanted;
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
      this.shown = wanted;
      this.view.root.hidden = false;
      this.view.update({ neurons, row, links: ofBoth, names, said, shape }, theme);
    } catch (error) {
      if (asked !== this.asked) return;
      this.say(`Their inputs cannot be shown: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  exported(): Exported | null {
    return this.shown === null ? null : this.view.exported();
  }

  private say(text: string): void {
    setText(this.message, text);
    this.view.root.hidden = true;
  }
}
