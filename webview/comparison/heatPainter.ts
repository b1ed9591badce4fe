import type { Rgba } from '../shared/colour';
import { flatten, formatColour, inkOn } from '../shared/colour';
import { fitCanvas } from '../shared/fitCanvas';
import type { Theme } from '../shared/theme';
import type { HeatLayout } from './heatLayout';
import type { HeatScale } from '../shared/heatScale';
import { cellText, type HeatValues, type ScaleRange, shareOf } from './matrixModel';

export interface HeatPicture {
  readonly values: HeatValues;
  readonly layout: HeatLayout;
  readonly range: ScaleRange;
  readonly scale: HeatScale;
  readonly theme: Theme;
}

/** Distance of the lines that mark a failed cell. */
const hatch = 5;

/** Paints all cells on a canvas: colours as one small image that is scaled, then what stands in the cells. */
export function paintHeat(canvas: HTMLCanvasElement, picture: HeatPicture): void {
  const { values, layout } = picture;
  const { size } = values;
  const width = size * layout.cellWidth;
  const height = size * layout.cellHeight;
  const context = fitCanvas(canvas, width, height);
  if (size > 0) drawHeat(context, picture);
}

/** Into any context, from its origin on. */
export function drawHeat(context: CanvasRenderingContext2D, picture: HeatPicture): void {
  const { values, layout, theme } = picture;
  const { size } = values;
  const width = size * layout.cellWidth;
  const height = size * layout.cellHeight;
  // Below a pixel a cell, none is left out.
  context.imageSmoothingEnabled = layout.cellWidth < 1;
  context.drawImage(colourImage(picture), 0, 0, width, height);
  if (layout.cellWidth >= hatch) hatchFailed(context, picture);
  if (layout.fine) return;
  context.fillStyle = formatColour(theme.background);
  for (let k = 1; k <= size; k++) {
    context.fillRect(k * layout.cellWidth - 1, 0, 1, height);
    context.fillRect(0, k * layout.cellHeight - 1, width, 1);
  }
  writeNumbers(context, picture);
}

/** A pixel a cell. */
function colourImage(picture: HeatPicture): HTMLCanvasElement {
  const { size } = picture.values;
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(size, size);
  const { data } = image;
  const set = (row: number, column: number, colour: Rgba): void => {
    const at = 4 * (row * size + column);
    for (let channel = 0; channel < 3; channel++) data[at + channel] = colour[channel];
    data[at + 3] = 255;
  };
  for (let row = 0; row < size; row++) {
    set(row, row, picture.theme.background);
    for (let column = row + 1; column < size; column++) {
      const colour = colourOf(picture, row, column);
      set(row, column, colour);
      set(column, row, colour);
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/**
 * Where there is no value, the empty part of a bar if it is to come, the background if there is none to be had; failed
 * cells that are too small for a hatching are every second one dark.
 */
function colourOf({ values, range, scale, theme, layout }: HeatPicture, row: number, column: number): Rgba {
  const value = values.value(row, column);
  if (!Number.isNaN(value)) return scale.colour(shareOf(value, range));
  const [red, green, blue] = theme.foreground;
  const state = values.state(row, column);
  const isDark = state === 'failed' && layout.cellWidth < hatch && (row + column) % 2 === 0;
  if (!isDark && state !== 'pending') return theme.background;
  return flatten([red, green, blue, isDark ? 0.6 : 0.11], theme.background);
}

function hatchFailed(context: CanvasRenderingContext2D, { values, layout, theme }: HeatPicture): void {
  const { cellWidth, cellHeight } = layout;
  context.strokeStyle = theme.dim;
  context.lineWidth = 1;
  forEachCell(values.size, (row, column) => {
    if (values.state(row, column) !== 'failed') return;
    const [left, top] = [column * cellWidth, row * cellHeight];
    context.save();
    context.beginPath();
    context.rect(left, top, cellWidth, cellHeight);
    context.clip();
    context.beginPath();
    for (let shift = -cellHeight; shift < cellWidth; shift += hatch) {
      context.moveTo(left + shift, top + cellHeight);
      context.lineTo(left + shift + cellHeight, top);
    }
    context.stroke();
    context.restore();
  });
}

function writeNumbers(context: CanvasRenderingContext2D, picture: HeatPicture): void {
  const { values, layout, theme } = picture;
  const { cellWidth, cellHeight, decimals } = layout;
  if (decimals === null) return;
  context.font = `12px ${theme.fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  forEachCell(values.size, (row, column) => {
    const value = values.value(row, column);
    const done = values.state(row, column) === 'done';
    context.fillStyle = Number.isNaN(value) ? theme.dim : formatColour(inkOn(colourOf(picture, row, column)));
    const text = done ? cellText(Number.isNaN(value) ? null : value, decimals) : '';
    context.fillText(text, (column + 0.5) * cellWidth - 0.5, (row + 0.5) * cellHeight);
  });
  context.fillStyle = theme.dim;
  for (let k = 0; k < values.size; k++) {
    context.fillText('·', (k + 0.5) * cellWidth - 0.5, (k + 0.5) * cellHeight);
  }
}

/** Each pair on both sides of the diagonal. */
function forEachCell(size: number, work: (row: number, column: number) => void): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) if (row !== column) work(row, column);
  }
}
