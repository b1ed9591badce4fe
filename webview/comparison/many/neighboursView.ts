import { textLink } from '../../shared/controls';
import { element, scrollable, setText } from '../../shared/dom';
import { formatThree, plural } from '../../shared/format';
import type { ComparedItem } from '../../../src/protocol/comparison';
import type { HeatCell } from '../matrixModel';
import type { Neighbour } from './neighbours';

export interface NeighboursEvents {
  readonly onLook: (item: number | null) => void;
  /** The pair of the selected checkpoint and another. */
  readonly onOpen: (item: number) => void;
  readonly onSelect: (item: number) => void;
  /** More or fewer are listed. */
  readonly onListed: () => void;
}

/** So many are listed before all are asked for. */
const few = 10;

/** Who is nearest to the selected checkpoint. */
export class NeighboursView {
  private readonly heading = element('h2');
  private readonly hint = element('p', { class: 'dim' });
  private readonly body = element('tbody');
  private readonly chanceHead = element('th', { scope: 'col' }, 'Of chance');
  private readonly table = element(
    'table',
    { 'data-part': 'neighbours' },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, 'Checkpoint'),
        element('th', { scope: 'col' }, 'NNSTD'),
        this.chanceHead,
        element('td'),
      ),
    ),
    this.body,
  );
  private readonly more = textLink('', () => {
    this.all = !this.all;
    this.events.onListed();
  });
  readonly root = element(
    'section',
    { class: 'neighbours' },
    element('div', { class: 'section-head' }, this.heading),
    this.hint,
    scrollable('Nearest neighbours', this.table),
    this.more,
  );
  private all = false;
  private written = '';

  constructor(private readonly events: NeighboursEvents) {}

  /** Items that are listed, so that their levels by chance can be asked for. */
  listed(neighbours: readonly Neighbour[]): readonly Neighbour[] {
    return this.all ? neighbours : neighbours.slice(0, few);
  }

  update(
    items: readonly ComparedItem[],
    selected: number | null,
    neighbours: readonly Neighbour[],
    chanceOf: ((neighbour: Neighbour) => string) | null,
  ): void {
    this.table.hidden = selected === null;
    this.chanceHead.hidden = chanceOf === null;
    this.more.hidden = selected === null || neighbours.length <= few;
    setText(this.heading, selected === null ? 'Nearest neighbours' : `Nearest to ${items[selected].label}`);
    setText(
      this.hint,
      selected === null
        ? 'Click a point of the map, or press Space on it, to list what is nearest to it.'
        : '',
    );
    setText(
      this.more,
      this.all ? `Only the nearest ${String(few)}` : `All ${plural(neighbours.length, 'other')}`,
    );
    const rows = this.listed(neighbours).map((neighbour) => ({
      neighbour,
      label: items[neighbour.item].label,
      distance: distanceText(neighbour.cell),
      chance: chanceOf?.(neighbour) ?? '',
    }));
    const key = JSON.stringify([selected, rows, chanceOf === null]);
    if (key === this.written) return;
    this.written = key;
    this.body.replaceChildren(
      ...rows.map(({ neighbour: { item, cell }, label, distance, chance }) => {
        const row = element(
          'tr',
          {},
          element(
            'th',
            { scope: 'row' },
            textLink(label, () => {
              this.events.onSelect(item);
            }),
          ),
          ...(cell.kind === 'failed'
            ? [element('td', { class: 'failure left', colspan: 3 }, distance)]
            : [
                element('td', {}, distance),
                ...(chanceOf === null ? [] : [element('td', {}, chance)]),
                element(
                  'td',
                  {},
                  textLink('Open pair', () => {
                    this.events.onOpen(item);
                  }),
                ),
              ]),
        );
        row.addEventListener('pointerenter', () => {
          this.events.onLook(item);
        });
        row.addEventListener('pointerleave', () => {
          this.events.onLook(null);
        });
        return row;
      }),
    );
  }
}

function distanceText(cell: HeatCell): string {
  switch (cell.kind) {
    case 'self':
      return formatThree(0);
    case 'pending':
      return 'to come';
    case 'failed':
      return cell.reason;
    case 'value':
      return cell.value === null ? 'does not count' : formatThree(cell.value);
  }
}
