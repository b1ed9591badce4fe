import type { RunInputs } from '../../../src/protocol/runInputs';
import { textLink } from '../../shared/controls';
import { element, setText } from '../../shared/dom';
import type { Exported } from '../../shared/exported';
import { formatCount, formatThree, noValue } from '../../shared/format';
import { InputPicture, paintMarks } from '../../shared/inputPicture';
import { columnsOf, type InputShape, inputName, offeredShapes, shapeOfKey } from '../../shared/inputShape';
import { ShapePicker } from '../../shared/shapePicker';
import type { Theme } from '../../shared/theme';
import { isStacked, triptychOf, triptychPicture } from './inputTriptych';
import type { LinksOfBoth } from './linksOfBoth';
import type { MatchedNeurons } from './matchedNeurons';
import { type InputNames, type InputPair, pairInputs, type PairInputs } from './pairInputs';

export interface SelectedPair {
  readonly neurons: MatchedNeurons;
  readonly row: number;
  readonly links: LinksOfBoth;
  readonly names: InputNames;
  /** What the runs say of the inputs of both networks. */
  readonly said: RunInputs;
  /** Key of the shape of the inputs that was chosen; null for the usual one. */
  readonly shape: string | null;
}

/** More inputs of a kind are only counted. */
const mostListed = 200;

/** The inputs of two matched neurons beside each other: pictures for those of an image, otherwise lists. */
export class SelectedView {
  private readonly heading = element('h2');
  private readonly words = element('span', { class: 'dim', 'data-part': 'selected-words' });
  private readonly readout = element('p', { class: 'dim readout', role: 'status' });
  private readonly pictures = [0, 1, 2].map(
    () =>
      new InputPicture((input) => {
        this.point(input);
      }, 660),
  );
  private readonly captions = this.pictures.map(() => element('figcaption'));
  private readonly pictureRow = element(
    'div',
    { class: 'selected-pictures' },
    ...this.pictures.map(({ root }, k) => element('figure', {}, this.captions[k], root)),
  );
  private readonly shapes: ShapePicker;
  private readonly lists = element('dl', { class: 'input-lists', 'data-part': 'input-lists' });
  readonly root: HTMLElement;
  private pair: SelectedPair | null = null;
  private inputs: PairInputs | null = null;
  private shape: InputShape | null = null;
  private columns: readonly string[] | null = null;

  /** `onUnit`: a neuron of the layer before is to be shown; `onShape`: the inputs lie as the shape of that key says. */
  constructor(
    private readonly onUnit: (side: 'a' | 'b', unit: number) => void,
    onShape: (key: string) => void,
  ) {
    this.shapes = new ShapePicker('none', onShape);
    this.root = element(
      'section',
      { class: 'section selected-pair', 'data-part': 'selected' },
      element(
        'div',
        { class: 'section-head' },
        this.heading,
        this.words,
        element('span', { class: 'grow' }),
        this.shapes.root,
      ),
      this.pictureRow,
      this.lists,
      this.readout,
    );
  }

  update(pair: SelectedPair, theme: Theme): void {
    const { neurons, row, links, names, said, shape } = pair;
    const [a, b] = [neurons.a[row], neurons.b[row]];
    const inputs = pairInputs(links, { neuronA: a, neuronB: b }, names);
    this.pair = pair;
    this.inputs = inputs;
    const isFirst = names.partners === null;
    this.shape = isFirst ? shapeOfKey(shape, links.a.inputs, said) : null;
    this.columns = isFirst ? columnsOf(links.a.inputs, said) : null;
    setText(this.heading, titleOf(a, b));
    setText(this.words, `${costText(pair)} · their inputs`);
    const shapes = isFirst ? offeredShapes(links.a.inputs, said) : [];
    this.shapes.root.hidden = shapes.length === 0;
    this.shapes.update(shapes, this.shape);
    const asPictures = this.asPictures;
    this.pictureRow.hidden = !asPictures;
    this.lists.hidden = asPictures;
    this.readout.hidden = !asPictures;
    if (asPictures) this.showPictures(inputs, links.a.inputs, theme);
    else this.showLists(inputs, names);
  }

  exported(): Exported | null {
    const { pair, inputs, shape, columns } = this;
    if (pair === null || inputs === null) return null;
    const { neurons, row, links, names } = pair;
    const name = (input: number): string | null =>
      names.partners === null ? inputName(input, shape, columns) : null;
    const rowsOf = (pairs: readonly InputPair[], whose: string) =>
      pairs.map(({ a, b }) => [a, b, name((a ?? b)!), whose] as const);
    return {
      id: 'pair',
      title: titleOf(neurons.a[row], neurons.b[row]),
      subtitle: `${costText(pair)}: the inputs of both, and which of them they share`,
      picture: this.asPictures ? triptychPicture(links.a.inputs, shape, triptychOf(inputs)) : null,
      table: {
        columns: ['Input of A', 'Input of B', 'Name', 'In'],
        rows: [
          ...rowsOf(inputs.shared, 'both'),
          ...rowsOf(inputs.onlyA, 'only A'),
          ...rowsOf(inputs.onlyB, 'only B'),
        ],
      },
    };
  }

  private get asPictures(): boolean {
    return this.pair?.names.partners === null && (this.shape !== null || this.columns === null);
  }

  private showPictures(pairOfInputs: PairInputs, inputs: number, theme: Theme): void {
    this.pictureRow.classList.toggle('stacked', isStacked(this.shape));
    triptychOf(pairOfInputs).forEach(({ words, marks }, k) => {
      setText(this.captions[k], words);
      this.pictures[k].update(
        {
          inputs,
          shape: this.shape,
          description: `${words}: ${marks.map((each) => each.inputs.join(', ')).join('; ')}`,
          paint: (context, layout, inTheme) => {
            for (const each of marks) paintMarks(context, layout, inTheme, each);
          },
        },
        theme,
      );
    });
  }

  private point(input: number | null): void {
    for (const picture of this.pictures) picture.point(input);
    if (input === null || this.inputs === null) {
      setText(this.readout, '');
      return;
    }
    const { shared, onlyA, onlyB } = this.inputs;
    const has = (pairs: readonly InputPair[]): boolean => pairs.some(({ a }) => a === input);
    const whose = has(shared) ? 'both' : has(onlyA) ? 'only A' : has(onlyB) ? 'only B' : 'neither';
    setText(this.readout, `${inputName(input, this.shape, this.columns)} (input ${String(input)}): ${whose}`);
  }

  private showLists({ shared, onlyA, onlyB }: PairInputs, { inputsPerUnit }: InputNames): void {
    const { columns } = this;
    const unitOf = (input: number): number => Math.floor(input / inputsPerUnit);
    const nameOf = (input: number): string =>
      inputsPerUnit === 1 ? String(input) : `${String(unitOf(input))}·${String(input % inputsPerUnit)}`;
    const unit = ({ a, b }: InputPair, first: 'a' | 'b'): HTMLElement => {
      const other = first === 'a' ? b : a;
      const own = (first === 'a' ? a : b)!;
      // Inputs of the network are no neurons that could be shown.
      if (columns !== null) return element('span', {}, inputName(own, null, columns));
      const partner = other === null ? 'no partner' : nameOf(other);
      const link = textLink(`${nameOf(own)} ↔ ${partner}`, () => {
        this.onUnit(first, unitOf(own));
      });
      link.title = 'Show this neuron in its layer';
      return link;
    };
    const list = (words: string, pairs: readonly InputPair[], first: 'a' | 'b'): HTMLElement[] => [
      element('dt', {}, `${formatCount(pairs.length)} ${words}`),
      element(
        'dd',
        {},
        ...(pairs.length === 0 ? [noValue] : pairs.slice(0, mostListed).map((pair) => unit(pair, first))),
        pairs.length > mostListed ? `and ${formatCount(pairs.length - mostListed)} more` : null,
      ),
    ];
    this.lists.replaceChildren(
      ...list(`shared${columns === null ? ' (A ↔ B)' : ''}`, shared, 'a'),
      ...list(`only A${columns === null ? ' (A ↔ B)' : ''}`, onlyA, 'a'),
      ...list(`only B${columns === null ? ' (B ↔ A)' : ''}`, onlyB, 'b'),
    );
  }
}

function costText({ neurons: { a, b, cost }, row }: SelectedPair): string {
  return a[row] < 0 || b[row] < 0 ? 'without a partner, at cost 1' : `cost ${formatThree(cost[row])}`;
}

function titleOf(a: number, b: number): string {
  if (b < 0) return `Neuron ${String(a)} of A`;
  if (a < 0) return `Neuron ${String(b)} of B`;
  return `Neuron ${String(a)} of A ↔ ${String(b)} of B`;
}
