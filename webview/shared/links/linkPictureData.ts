import type { Overlay } from '../../../src/overlay/overlay';
import type { ChangeCode } from '../changeCode';
import type { LinkNames } from './linkNames';
import type { LinkExtent, LinkWindow } from './linkWindow';
import type { LinkWords } from './linkWords';
import type { AskTile } from './tileScenes';

/** Where the links come from: all of them are at hand, or they are counted elsewhere for each part that is seen. */
export type LinkSource =
  | { readonly kind: 'overlay'; readonly overlay: Overlay; readonly names: LinkNames }
  | { readonly kind: 'tiles'; readonly ask: AskTile };

export interface LinkPictureData {
  /** What the picture is of, and how it is sorted: another one is seen as a whole at first. */
  readonly subject: string;
  readonly extent: LinkExtent;
  readonly source: LinkSource;
  /** Links by status; null while they are not known. */
  readonly counts: readonly [number, number, number] | null;
  readonly words: LinkWords;
  /** "784 inputs → 784 neurons, epoch 190 against 0" */
  readonly title: string;
}

/** What of a picture is kept for a reload. */
export interface LinkPictureState {
  /** Of which picture the window is. */
  readonly subject: string;
  /** Null where all is seen. */
  readonly window: LinkWindow | null;
  /** Indices of statuses that are switched off. */
  readonly hidden: readonly number[];
}

export interface LinkPictureOptions {
  /** In the order of `linkStatuses`. */
  readonly codes: readonly [ChangeCode, ChangeCode, ChangeCode];
  /** "Connections" */
  readonly name: string;
  readonly restored: LinkPictureState | null;
  readonly onState: (state: LinkPictureState) => void;
  readonly onFailure: (error: unknown) => void;
  /** Stand beside the legend. */
  readonly controls: readonly HTMLElement[];
}
