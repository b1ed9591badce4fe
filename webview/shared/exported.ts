/** What a view gives when it is exported: a picture, a table, or both. */
import type { Theme } from './theme';

export interface ExportedPicture {
  /** In CSS pixels, at which it looks as on the screen. */
  readonly width: number;
  readonly height: number;
  /**
   * Paints itself, its axes and legend included, from (0, 0) to (`width`, `height`) into any context: that of a canvas
   * for PNG, a recorder for SVG. The ground, the title and the subtitle are painted already. The recorder knows paths,
   * rectangles, text, clips, transforms and images of canvases; no `Path2D`, gradients, filters or pixels.
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

/** A view that can be exported as it stands: its root gets a menu for that. */
export interface Exporting {
  readonly root: HTMLElement;
  /** Null while it shows nothing. */
  exported(): Exported | null;
}
