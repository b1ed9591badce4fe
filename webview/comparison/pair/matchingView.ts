import type { MatchingColumn, PairChoices } from '../../../src/protocol/pairChoices';
import { setPressed, setValue, textField, toggle } from '../../shared/controls';
import { element, setText } from '../../shared/dom';
import type { Exported, Exporting } from '../../shared/exported';
import { formatCount, plural } from '../../shared/format';
import type { Theme } from '../../shared/theme';
import type { MatchedNeurons } from './matchedNeurons';
import './matching.css';
import { MatchingTable } from './matchingTable';
import type { LayerOfPair } from './pairDetail';
import type { PairSources } from './pairSources';
import { filterHelp, parseFilter } from './rowFilter';
import { rowOrder } from './rowOrder';
import { SelectedPairView } from './selectedPairView';
import { rowOf, selectionOf } from './selection';

function keys(): HTMLElement {
  const key = (part: string, words: string): HTMLElement =>
    element(
      'span',
      { class: 'key' },
      element('span', { class: `change-sign part-${part}`, 'aria-hidden': 'true' }),
      ` ${words}`,
    );
  return element(
    'p',
    { class: 'dim keys' },
    key('shared', 'shared'),
    key('only-a', 'only A'),
    key('only-b', 'only B'),
    element('span', { class: 'key' }, '≈ interchangeable'),
  );
}

/** The matching of a layer as a table to be sorted and filtered, and the inputs of the pair that is selected in it. */
export class MatchingView implements Exporting {
  private readonly filter = textField('Filter', 'neuron, cost > 0.5, moved …', (filter) => {
    this.onChoices({ filter });
  });
  private readonly movedOnly = toggle('moved only', () => {
    this.onChoices({ movedOnly: !this.choices?.movedOnly });
  });
  private readonly interchangeableOnly = toggle('interchangeable', () => {
    this.onChoices({ interchangeableOnly: !this.choices?.interchangeableOnly });
  });
  private readonly count = element('p', { class: 'dim words matching-count', role: 'status' });
  private readonly table: MatchingTable;
  /** The inputs of the selected pair, shown below every view of the layer. */
  readonly selected: SelectedPairView;
  readonly root: HTMLElement;
  private shown: LayerOfPair | null = null;
  private choices: PairChoices | null = null;
  private order: Uint32Array = new Uint32Array();
  /** What `order` was made from. */
  private orderKey: { readonly neurons: MatchedNeurons; readonly choices: string } | null = null;
  private problem: string | null = null;
  /** What was brought into sight last. */
  private revealed: number | null = null;

  constructor(
    sources: PairSources,
    private readonly onChoices: (changed: Partial<PairChoices>) => void,
  ) {
    this.filter.title = filterHelp;
    this.table = new MatchingTable(
      (column) => {
        this.sortBy(column);
      },
      (row) => {
        this.revealed = row;
        this.onChoices({ selected: selectionOf(this.shown!.neurons, row) });
      },
    );
    this.selected = new SelectedPairView(
      sources,
      (layer, side, neuron) => {
        onChoices({
          layer,
          selected: { side, neuron },
          filter: '',
          movedOnly: false,
          interchangeableOnly: false,
        });
      },
      (inputShape) => {
        onChoices({ inputShape });
      },
    );
    this.root = element(
      'div',
      { class: 'matching' },
      element('div', { class: 'matching-choices' }, this.filter, this.movedOnly, this.interchangeableOnly),
      element('div', { class: 'matching-words' }, this.count, keys()),
      this.table.root,
    );
  }

  update(shown: LayerOfPair, choices: PairChoices, theme: Theme): void {
    const { neurons } = shown;
    this.shown = shown;
    this.choices = choices;
    setValue(this.filter, choices.filter);
    setPressed(this.movedOnly, choices.movedOnly);
    setPressed(this.interchangeableOnly, choices.interchangeableOnly);
    this.sortAndFilter(neurons, choices);
    // Where nothing was selected the first row shows what there is to see.
    const selected = rowOf(neurons, choices.selected) ?? this.order.at(0) ?? null;
    this.table.update(neurons, this.order, selected, choices.sort);
    if (selected !== this.revealed && selected !== null && !this.root.hidden) {
      this.revealed = selected;
      this.table.reveal(selected);
    }
    this.selected.update(shown, selected, choices.inputShape, theme);
  }

  exported(): Exported | null {
    const { shown, choices } = this;
    const table = this.table.exported();
    if (shown === null || choices === null || table === null) return null;
    const [a, b] = shown.compared.items;
    return {
      id: 'matching',
      title: `Matching, ${shown.name.toLowerCase()}`,
      subtitle: `${a.label} ↔ ${b.label}, by ${shown.compared.measure.method}${choices.filter === '' ? '' : `, filter: ${choices.filter}`}`,
      picture: null,
      table,
    };
  }

  private sortBy(column: MatchingColumn): void {
    const { sort } = this.choices!;
    this.onChoices({ sort: { column, descending: sort.column === column && !sort.descending } });
  }

  private sortAndFilter(neurons: MatchedNeurons, choices: PairChoices): void {
    const { filter, sort, movedOnly, interchangeableOnly } = choices;
    const key = JSON.stringify([filter, sort, movedOnly, interchangeableOnly]);
    if (this.orderKey?.neurons === neurons && this.orderKey.choices === key) return;
    this.orderKey = { neurons, choices: key };
    const parsed = parseFilter(filter);
    this.problem = 'problem' in parsed ? parsed.problem : null;
    // What is not understood filters nothing: the table stays as it was typed upon.
    this.order = rowOrder(neurons, 'test' in parsed ? parsed.test : () => true, choices);
    this.filter.classList.toggle('invalid', this.problem !== null);
    const all = plural(neurons.count, 'row');
    const some = `${formatCount(this.order.length)} of ${all}`;
    setText(this.count, this.problem ?? (this.order.length === neurons.count ? all : some));
    this.count.classList.toggle('failure', this.problem !== null);
  }
}
