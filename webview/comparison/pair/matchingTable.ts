import type { MatchingColumn, PairChoices } from '../../../src/protocol/pairChoices';
import { element, setText } from '../../shared/dom';
import type { ExportedTable } from '../../shared/exportedTable';
import { formatCount, formatThree, noValue } from '../../shared/format';
import { type GridColumn, VirtualGrid } from '../../shared/virtualGrid';
import { fateOf, type MatchedNeurons } from './matchedNeurons';

const columns: readonly GridColumn<MatchingColumn>[] = [
  { id: 'a', label: 'A', title: 'Number of the neuron in A.' },
  { id: 'b', label: 'B', title: 'Number of its partner in B. ≈: another would cost as little.' },
  {
    id: 'cost',
    label: 'Cost',
    title: 'Normalised edit distance: the share of their inputs that only one of them has.',
  },
  { id: 'shared', label: 'Shared', title: 'Inputs that both have.' },
  { id: 'onlyA', label: 'Only A', title: 'Inputs that only the neuron of A has.' },
  { id: 'onlyB', label: 'Only B', title: 'Inputs that only the neuron of B has.' },
  { id: 'fanInA', label: 'Fan-in A', title: 'Inputs of the neuron of A.' },
  { id: 'fanInB', label: 'Fan-in B', title: 'Inputs of the neuron of B.' },
];

/** Which neuron of A is which of B: a row a pair. */
export class MatchingTable {
  private readonly grid: VirtualGrid<MatchingColumn>;
  readonly root: HTMLElement;
  private neurons: MatchedNeurons | null = null;
  private order: Uint32Array = new Uint32Array();

  constructor(onSort: (column: MatchingColumn) => void, onSelect: (row: number) => void) {
    this.grid = new VirtualGrid('matched', 'Matched neurons', columns, 'Inputs', {
      onSort,
      onSelect: (place) => {
        onSelect(this.order[place]);
      },
    });
    this.root = this.grid.root;
    this.root.classList.add('matching-table');
    this.root.dataset['part'] = 'matching';
  }

  /** `order`: the rows that are shown; `selected`: one of all rows. */
  update(
    neurons: MatchedNeurons,
    order: Uint32Array,
    selected: number | null,
    sort: PairChoices['sort'],
  ): void {
    this.neurons = neurons;
    this.order = order;
    const place = selected === null ? -1 : order.indexOf(selected);
    this.grid.update(
      {
        rowCount: order.length,
        selected: place < 0 ? null : place,
        fill: (at, cells) => {
          fillRow(neurons, order[at], cells);
        },
      },
      sort,
    );
  }

  /** Brings a row into sight where it is shown at all. */
  reveal(row: number): void {
    const place = this.order.indexOf(row);
    if (place >= 0) this.grid.reveal(place);
  }

  /** The rows as they are shown. */
  exported(): ExportedTable | null {
    const { neurons } = this;
    if (neurons === null) return null;
    return {
      columns: ['A', 'B', 'Cost', 'Shared', 'Only A', 'Only B', 'Fan-in A', 'Fan-in B', 'Interchangeable'],
      rows: [...this.order].map((row) => [
        numberOrNull(neurons.a[row]),
        numberOrNull(neurons.b[row]),
        neurons.cost[row],
        neurons.shared[row],
        neurons.onlyA[row],
        neurons.onlyB[row],
        neurons.fanInA[row],
        neurons.fanInB[row],
        neurons.interchangeable[row],
      ]),
    };
  }
}

function numberOrNull(neuron: number): number | null {
  return neuron < 0 ? null : neuron;
}

function fillRow(neurons: MatchedNeurons, row: number, cells: readonly HTMLElement[]): void {
  const a = neurons.a[row];
  const b = neurons.b[row];
  const ofB = (text: string): string => (b < 0 ? noValue : text);
  const ofA = (text: string): string => (a < 0 ? noValue : text);
  [
    ofA(String(a)),
    `${neurons.interchangeable[row] === 1 ? '≈ ' : ''}${ofB(String(b))}`,
    formatThree(neurons.cost[row]),
    formatCount(neurons.shared[row]),
    ofA(formatCount(neurons.onlyA[row])),
    ofB(formatCount(neurons.onlyB[row])),
    ofA(formatCount(neurons.fanInA[row])),
    ofB(formatCount(neurons.fanInB[row])),
  ].forEach((text, k) => {
    setText(cells[k], text);
  });
  cells[1].classList.toggle('moved', fateOf(neurons, row) === 'moved');
  fillBar(cells[cells.length - 1], neurons, row);
}

/** As long as the inputs of both; the longest of the layer fills its cell. What it shows stands beside it in numbers. */
function fillBar(cell: HTMLElement, { shared, onlyA, onlyB, mostInputs }: MatchedNeurons, row: number): void {
  if (cell.childElementCount === 0) {
    const parts = ['shared', 'only-a', 'only-b'].map((part) => element('span', { class: `part-${part}` }));
    cell.append(element('span', { class: 'inputs-bar', 'aria-hidden': 'true' }, ...parts));
  }
  const parts = [...cell.firstElementChild!.children] as HTMLElement[];
  [shared[row], onlyA[row], onlyB[row]].forEach((inputs, k) => {
    parts[k].style.width = `${String((inputs / mostInputs) * 100)}%`;
  });
}
