/** What a view gives when it is exported: a picture, a table, or both. */
import type { Theme } from './theme';

export interface ExportedPicture {
  /** In CSS pixels, at which it looks as on the screen. */
  readonly width: number;
  readonly height: number;
  /**
   * Paints itself, its title, axes and legend included, into any context: that of a canvas for PNG, a recorder for SVG.
   * The context is scaled already; the ground is painted.
   */
  paint(context: CanvasRenderingContext2D, theme: Theme): void;
}

export interface ExportedTable {
  readonly columns: readonly string[];
  /** Numbers as they are, unrounded; null where there is no value. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export interface Exported {
  /** Short and stable, for file names and tests: "toInitial", "connections". */
  readonly id: string;
  readonly title: string;
  /** The measure and its unit, what is compared with what. */
  readonly subtitle: string;
  readonly picture: ExportedPicture | null;
  readonly table: ExportedTable | null;
}

/** A view that can be exported as it stands; null while it shows nothing. */
export interface Exporting {
  exported(): Exported | null;
}
