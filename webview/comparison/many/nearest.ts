import type { Exported, Exporting } from '../../shared/exported';
import { formatShare, noValue } from '../../shared/format';
import type { AskChance } from '../cellChance';
import type { Place } from '../heatMap';
import { levelOf, type ShownMatrix } from '../matrixView';
import { NeighbourChance } from './neighbourChance';
import { type Neighbour, neighbours } from './neighbours';
import { NeighboursView, type NeighboursEvents } from './neighboursView';

export interface NearestEvents extends Pick<NeighboursEvents, 'onLook' | 'onOpen' | 'onSelect'> {
  readonly askChance: AskChance;
  /** More is known, or other neighbours are listed. */
  readonly onChange: () => void;
}

interface Shown {
  readonly matrix: ShownMatrix;
  readonly selected: number;
  readonly neighbours: readonly Neighbour[];
}

/** Who is nearest to the selected checkpoint and, where that is wanted, how near that is beside chance. */
export class Nearest implements Exporting {
  private readonly view: NeighboursView;
  private readonly chance: NeighbourChance;
  readonly root: HTMLElement;
  private shown: Shown | null = null;
  private wantsShare = false;
  /** The measure and the items that levels by chance are known for. */
  private chanceOf = '';

  constructor(events: NearestEvents) {
    this.view = new NeighboursView({ ...events, onListed: events.onChange });
    this.chance = new NeighbourChance(events.askChance, events.onChange);
    this.root = this.view.root;
  }

  /** Whether shares of chance are wanted; they are shown with the next `update`. */
  wantShare(wanted: boolean): void {
    this.wantsShare = wanted;
  }

  update(matrix: ShownMatrix, selected: number | null): void {
    const { compared, cells, values } = matrix;
    const chanceOf = JSON.stringify([compared.measure, compared.items.map(({ path }) => path)]);
    if (chanceOf !== this.chanceOf) {
      this.chanceOf = chanceOf;
      this.chance.forget();
    }
    const all = selected === null ? [] : neighbours(compared.items, values, cells, selected);
    this.shown = selected === null ? null : { matrix, selected, neighbours: all };
    if (this.wantsShare && selected !== null) {
      const listed = this.view.listed(all).filter((neighbour) => valueOf(neighbour) !== null);
      this.chance.want(listed.map(({ item }) => ({ row: selected, column: item })));
    }
    this.view.update(compared.items, selected, all, this.wantsShare ? (each) => this.shareText(each) : null);
  }

  /** All of them, also those that are not listed yet. */
  exported(): Exported | null {
    if (this.shown === null) return null;
    const { matrix, selected, neighbours: all } = this.shown;
    const { items } = matrix.compared;
    return {
      id: 'nearest',
      title: `Nearest to ${items[selected].label}`,
      subtitle: `NNSTD, ${matrix.layer.label}`,
      picture: null,
      table: {
        columns: ['Checkpoint', 'NNSTD', 'Of chance', 'Problem'],
        rows: all.map((neighbour) => {
          const { item, cell } = neighbour;
          const share = this.share(neighbour);
          return [
            items[item].label,
            valueOf(neighbour),
            typeof share === 'number' ? share : null,
            cell.kind === 'failed' ? cell.reason : null,
          ];
        }),
      },
    };
  }

  private shareText(neighbour: Neighbour): string {
    const share = this.share(neighbour);
    return typeof share === 'number' ? formatShare(share) : (share ?? noValue);
  }

  /** Of the level by chance; words while it is computed, and where it cannot be. */
  private share(neighbour: Neighbour): number | string | null {
    const value = valueOf(neighbour);
    if (this.shown === null || value === null) return null;
    const pair: Place = { row: this.shown.selected, column: neighbour.item };
    const known = this.chance.of(pair);
    if (known === null) return null;
    if (known === 'asked') return '…';
    if ('reason' in known) return known.reason;
    const level = levelOf(this.shown.matrix, known, pair);
    return level === null || level.mean === 0 ? null : value / level.mean;
  }
}

function valueOf({ cell }: Neighbour): number | null {
  return cell.kind === 'value' ? cell.value : null;
}
