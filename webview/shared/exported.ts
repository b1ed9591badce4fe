/** What a view gives when it is exported: a picture, a table, or both. */
import type { ExportedNumbers } from './exportedTable';
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

export interface Exported extends ExportedNumbers {
  readonly picture: ExportedPicture | null;
}

/** A view that can be exported as it stands: its root gets a menu for that, after its heading where it has one. */
export interface Exporting {
  readonly root: HTMLElement;
  /** Null while it shows nothing. */
  exported(): Exported | null;
}

export function isExporting<View extends object>(view: View): view is View & Exporting {
  return 'exported' in view;
}
