import type { Rgba } from '../colour';
import { pixelImage } from '../pixelImage';
import type { LinkDots } from './linkScene';

/** Where dots are in an image, in its pixels. */
export interface DotsGrid {
  readonly width: number;
  readonly height: number;
  /** Of a dot. */
  readonly across: number;
  readonly down: number;
  /** Of the left and the top edge of a dot. */
  x(column: number): number;
  y(row: number): number;
}

/**
 * Links one by one, in whole pixels: ten times as fast as to fill as many rectangles of a canvas. `inks` by status; null
 * for those that are not shown. What stayed lies below what changed.
 */
export function dotsImage(
  { rows, columns, status }: LinkDots,
  inks: readonly (Rgba | null)[],
  grid: DotsGrid,
): HTMLCanvasElement {
  const { width, height, across, down } = grid;
  return pixelImage(width, height, (pixels) => {
    const image = new Uint32Array(pixels.buffer);
    inks.forEach((ink, wanted) => {
      if (ink === null) return;
      const colour = pixelOf(ink);
      for (let k = 0; k < status.length; k++) {
        if (status[k] !== wanted) continue;
        const [left, top] = [grid.x(columns[k]), grid.y(rows[k])];
        const [right, bottom] = [Math.min(width, left + across), Math.min(height, top + down)];
        for (let y = Math.max(0, top); y < bottom; y++) {
          for (let x = Math.max(0, left); x < right; x++) image[y * width + x] = colour;
        }
      }
    });
  });
}

/** As the machine orders its bytes. */
function pixelOf([red, green, blue, opacity]: Rgba): number {
  return new Uint32Array(Uint8ClampedArray.of(red, green, blue, 255 * opacity).buffer)[0];
}
