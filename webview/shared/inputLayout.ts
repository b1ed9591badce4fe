import { channelName, inputAt, type InputShape, pixelOf } from './inputShape';

/** A rectangle in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where the inputs of a picture are drawn, in CSS pixels from its top left corner. */
export interface InputLayout {
  readonly inputs: number;
  /** Null for a strip: the inputs in their order, row by row. */
  readonly shape: InputShape | null;
  readonly width: number;
  readonly height: number;
  /** Side of the square of an input. */
  readonly cell: number;
  /** One for each channel, with its name where there are several; one for a strip, whose last row may be shorter. */
  readonly planes: readonly (Box & { readonly name: string | null })[];
  /** Cells in a row of a plane. */
  readonly columns: number;
}

const gap = 10;
const nameHeight = 16;
const mostCell = 14;
/** A strip is this many times wider than high, so that nobody takes it for an image. */
const stripAspect = 4;

/** As large as `width` allows; an image at most `height` high. */
export function inputLayout(
  inputs: number,
  shape: InputShape | null,
  width: number,
  height = width,
): InputLayout {
  return shape === null ? stripLayout(inputs, width) : imageLayout(inputs, shape, width, height);
}

function imageLayout(inputs: number, shape: InputShape, width: number, height: number): InputLayout {
  const { channels } = shape;
  const room = (width - (channels - 1) * gap) / (channels * shape.width);
  const top = channels === 1 ? 0 : nameHeight;
  const cell = crisp(Math.min(room, (height - top) / shape.height));
  const side = { width: cell * shape.width, height: cell * shape.height };
  const planes = Array.from({ length: channels }, (_, channel) => ({
    ...side,
    left: channel * (side.width + gap),
    top,
    name: channels === 1 ? null : channelName(shape, channel),
  }));
  return {
    inputs,
    shape,
    width: channels * side.width + (channels - 1) * gap,
    height: top + side.height,
    cell,
    planes,
    columns: shape.width,
  };
}

function stripLayout(inputs: number, width: number): InputLayout {
  const cell = Math.min(mostCell, crisp(width / Math.sqrt(stripAspect * Math.max(1, inputs))));
  const columns = Math.max(1, Math.min(inputs, Math.floor(width / cell)));
  const size = { width: columns * cell, height: Math.ceil(inputs / columns) * cell };
  return { inputs, shape: null, ...size, cell, planes: [{ left: 0, top: 0, ...size, name: null }], columns };
}

/** Whole pixels where there is room for them. */
function crisp(cell: number): number {
  return cell >= 1 ? Math.floor(cell) : cell;
}

/** Where an input is drawn. */
export function inputBox({ shape, planes, cell, columns }: InputLayout, input: number): Box {
  const { channel, row, column } =
    shape === null
      ? { channel: 0, row: Math.floor(input / columns), column: input % columns }
      : pixelOf(shape, input);
  const { left, top } = planes[channel];
  return { left: left + column * cell, top: top + row * cell, width: cell, height: cell };
}

/** The input drawn at a point, or null. */
export function inputAtPoint(
  { inputs, shape, planes, cell, columns }: InputLayout,
  x: number,
  y: number,
): number | null {
  const channel = planes.findIndex(
    ({ left, top, width, height }) => x >= left && x < left + width && y >= top && y < top + height,
  );
  if (channel < 0) return null;
  const row = Math.floor((y - planes[channel].top) / cell);
  const column = Math.floor((x - planes[channel].left) / cell);
  const input = shape === null ? row * columns + column : inputAt(shape, { channel, row, column });
  return input < inputs ? input : null;
}

/** The input `right` cells and `down` rows away, or the same where that leaves the picture. */
export function inputBeside(layout: InputLayout, input: number, right: number, down: number): number {
  const { left, top, width, height } = inputBox(layout, input);
  const x = left + width / 2 + right * layout.cell;
  return inputAtPoint(layout, x, top + height / 2 + down * layout.cell) ?? input;
}
