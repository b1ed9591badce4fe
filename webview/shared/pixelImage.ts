import { element } from './dom';

/** One for all: a new one at each step of a playback would be megabytes for the collector. */
let kept: HTMLCanvasElement | null = null;

/**
 * An image of so many pixels. `write` gets red, green, blue and opacity of each, row by row, all 0. Good until the next
 * one is asked for.
 */
export function pixelImage(
  width: number,
  height: number,
  write: (pixels: Uint8ClampedArray<ArrayBuffer>) => void,
): HTMLCanvasElement {
  const canvas = (kept ??= element('canvas'));
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(width, height);
  write(image.data as Uint8ClampedArray<ArrayBuffer>);
  context.putImageData(image, 0, 0);
  return canvas;
}
