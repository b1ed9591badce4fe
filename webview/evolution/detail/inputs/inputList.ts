import type { InputColumn, InputListChoices } from '../../../../src/protocol/structureChoices';
import { setPressed, toggle } from '../../../shared/controls';
import { element, setText } from '../../../shared/dom';
import { formatCount, noValue } from '../../../shared/format';
import { VirtualGrid } from '../../../shared/virtualGrid';
import type { ListColumn } from './inputColumns';
import './inputList.css';
import {
  type BarScale,
  barScaleOf,
  barValue,
  type InputRow,
  inputRows,
  type ListedInputs,
  mostListed,
} from './listedInputs';

export interface InputListEvents {
  readonly chosen: (choices: InputListChoices) => void;
  /** The input of the row that was selected. */
  readonly pointed: (input: number) => void;
}

/** Inputs that are no image: a row an input with its value as a bar, left of zero where it is negative. */
export class InputList {
  private readonly all = toggle('', () => {
    const choices = this.shown?.choices;
    if (choices !== undefined) this.events.chosen({ ...choices, all: !choices.all });
  });
  private readonly count = element('span', { class: 'dim' });
  private readonly head: HTMLElement;
  private readonly grid: VirtualGrid<InputColumn>;
  readonly root: HTMLElement;
  private shown: { readonly listed: ListedInputs; readonly choices: InputListChoices } | null = null;
  private rows: readonly InputRow[] = [];
  private selected: number | null = null;

  /** `id`: of the page; `label` says of what the inputs are. */
  constructor(
    id: string,
    label: string,
    private readonly columns: readonly ListColumn[],
    private readonly events: InputListEvents,
  ) {
    this.grid = new VirtualGrid(id, label, columns, 'As a bar', {
      onSort: (column) => {
        this.sortBy(column);
      },
      onSelect: (place) => {
        this.selected = this.rows[place].input;
        events.pointed(this.selected);
        if (this.shown !== null) this.update(this.shown.listed, this.shown.choices);
      },
    });
    this.grid.root.classList.add('input-list');
    this.grid.root.classList.toggle(
      'with-before',
      columns.some((each) => each.id === 'before'),
    );
    this.head = element('div', { class: 'input-list-head' }, this.all, this.count);
    this.root = element('div', {}, this.head, this.grid.root);
  }

  update(listed: ListedInputs, choices: InputListChoices): void {
    this.shown = { listed, choices };
    this.rows = inputRows(listed, choices);
    const { length } = listed.inputs;
    this.head.hidden = length <= mostListed;
    setPressed(this.all, choices.all);
    setText(this.all, `All ${formatCount(length)}`);
    setText(this.count, choices.all ? '' : `the first ${formatCount(this.rows.length)} by size`);
    const place = this.rows.findIndex(({ input }) => input === this.selected);
    const scale = barScaleOf(this.rows);
    this.grid.update(
      {
        rowCount: this.rows.length,
        selected: place < 0 ? null : place,
        fill: (at, cells) => {
          this.fill(this.rows[at], cells, scale, listed.format);
        },
      },
      choices.sort,
    );
  }

  private sortBy(column: InputColumn): void {
    const choices = this.shown?.choices;
    if (choices === undefined) return;
    const { sort } = choices;
    this.events.chosen({
      ...choices,
      sort: { column, descending: sort.column === column && !sort.descending },
    });
  }

  private fill(
    row: InputRow,
    cells: readonly HTMLElement[],
    scale: BarScale,
    format: (value: number) => string,
  ): void {
    const number = (value: number | null): string => (value === null ? noValue : format(value));
    const texts: Readonly<Record<InputColumn, string>> = {
      rank: formatCount(row.rank),
      input: String(row.input),
      name: row.name,
      value: number(row.value),
      before: number(row.before),
      change: row.change ?? noValue,
    };
    this.columns.forEach(({ id }, k) => {
      setText(cells[k], texts[id]);
      cells[k].classList.toggle('input-name', id === 'name');
      cells[k].title = id === 'name' ? row.name : '';
    });
    fillBar(cells[this.columns.length], row, scale);
  }
}

/** What it shows stands beside it in a number and a word. */
function fillBar(cell: HTMLElement, row: InputRow, { most, isSigned }: BarScale): void {
  const place =
    cell.firstElementChild ??
    cell.appendChild(element('span', { class: 'input-bar', 'aria-hidden': 'true' }, element('span')));
  const bar = place.firstElementChild as HTMLElement;
  const value = barValue(row);
  const size = most === 0 ? 0 : (Math.abs(value) / most) * (isSigned ? 50 : 100);
  place.classList.toggle('signed', isSigned);
  bar.style.width = `${String(size)}%`;
  bar.style.left = `${String(!isSigned ? 0 : value < 0 ? 50 - size : 50)}%`;
  bar.className = row.value === null ? 'bar-was' : row.change === null ? '' : `bar-${row.change}`;
}
