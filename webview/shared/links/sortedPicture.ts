import type { LinksShown } from '../../../src/protocol/linksShown';
import { field, select } from '../controls';
import type { ExportedPicture } from '../exported';
import type { Theme } from '../theme';
import { LinkPicture } from './linkPicture';
import type { LinkPictureData, LinkPictureOptions } from './linkPictureData';

/** What is kept of the picture for a reload. */
type Shown<Sorting> = Omit<LinksShown, 'sorting'> & { sorting: Sorting };

export interface SortedPictureOptions<Sorting extends string> extends Pick<
  LinkPictureOptions,
  'codes' | 'name' | 'onFailure'
> {
  /** Value and name; the first is the usual one. */
  readonly orders: readonly (readonly [Sorting, string])[];
  /** Of the choice of the order. */
  readonly explanation: string;
  readonly restored: Shown<Sorting> | null;
  readonly keep: (shown: Shown<Sorting>) => void;
  /** Another order is chosen: the picture is to be updated. */
  readonly onSorting: () => void;
}

/** A picture of links with a choice of their order, which keeps how it is seen. */
export class SortedPicture<Sorting extends string> {
  private readonly picture: LinkPicture;
  private shown: Shown<Sorting>;

  constructor(private readonly options: SortedPictureOptions<Sorting>) {
    const { orders, explanation, restored, onSorting, codes, name, onFailure } = options;
    this.shown = restored ?? { sorting: orders[0][0], subject: '', window: null, hidden: [] };
    const order = select(orders, () => {
      this.change({ sorting: order.value as Sorting });
      onSorting();
    });
    order.value = this.shown.sorting;
    order.title = explanation;
    this.picture = new LinkPicture({
      codes,
      name,
      restored,
      onState: ({ hidden, ...state }) => {
        this.change({ ...state, hidden: [...hidden] });
      },
      onFailure,
      controls: [field('Order', order)],
    });
  }

  get root(): HTMLElement {
    return this.picture.root;
  }

  get sorting(): Sorting {
    return this.shown.sorting;
  }

  update(data: LinkPictureData, theme: Theme): void {
    this.picture.update(data, theme);
  }

  exported(): ExportedPicture | null {
    return this.picture.exported();
  }

  private change(change: Partial<Shown<Sorting>>): void {
    this.shown = { ...this.shown, ...change };
    this.options.keep(this.shown);
  }
}
