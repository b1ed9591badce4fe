import type { ImageOfInputs, RunInputs } from '../../src/protocol/runInputs';

/** How the inputs of a network lie in an image: as its run says, guessed from their number, or chosen by the user. */
export type InputShape = Readonly<ImageOfInputs>;

/** Where an input lies; all from 0. */
export interface Pixel {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

const colours = ['red', 'green', 'blue'] as const;

export function channelName({ channels }: InputShape, channel: number): string {
  return channels === colours.length ? colours[channel] : `channel ${String(channel)}`;
}

/** Smaller squares are more often a number of features than an image. */
const leastSide = 8;
/** Of the longer to the shorter side, for shapes that are offered. */
const mostAspect = 4;

/** The square image of this many pixels, in grey or in colour (one channel after the other); null where there is none. */
export function guessShape(inputs: number): InputShape | null {
  for (const channels of [1, 3] as const) {
    const side = Math.round(Math.sqrt(inputs / channels));
    if (side >= leastSide && side * side * channels === inputs) {
      return { width: side, height: side, channels, order: 'planar' };
    }
  }
  return null;
}

/** Every image of this many pixels that is not much longer than wide, the guess first. */
export function possibleShapes(inputs: number): readonly InputShape[] {
  const shapes: InputShape[] = [];
  for (const channels of [1, 3] as const) {
    const pixels = inputs / channels;
    if (!Number.isInteger(pixels)) continue;
    for (let height = 2; height * 2 <= pixels; height++) {
      const width = pixels / height;
      if (!Number.isInteger(width) || Math.max(width / height, height / width) > mostAspect) continue;
      shapes.push({ width, height, channels, order: 'planar' });
      if (channels === 3) shapes.push({ width, height, channels, order: 'interleaved' });
    }
  }
  const guess = guessShape(inputs);
  return guess === null ? shapes : [guess, ...shapes.filter((shape) => shapeKey(shape) !== shapeKey(guess))];
}

/** What a run says of its inputs where that fits their number, and their shape is one that is worth a picture. */
function saidOf(inputs: number, { columns, image }: RunInputs): Pick<RunInputs, 'columns' | 'image'> {
  const isPicture =
    image !== null &&
    Math.min(image.height, image.width) > 1 &&
    image.height * image.width * image.channels === inputs;
  return { columns: columns?.length === inputs ? columns : null, image: isPicture ? image : null };
}

/** Names of the inputs, where their run names them. */
export function columnsOf(inputs: number, said: RunInputs): readonly string[] | null {
  return saidOf(inputs, said).columns;
}

/** Null for a table; where the run says nothing, the guess. */
export function usualShape(inputs: number, said: RunInputs): InputShape | null {
  const { columns, image } = saidOf(inputs, said);
  return image ?? (columns === null ? guessShape(inputs) : null);
}

/** Shapes to choose from, what the run says first. */
export function offeredShapes(inputs: number, said: RunInputs): readonly InputShape[] {
  const { image } = saidOf(inputs, said);
  const possible = possibleShapes(inputs);
  return image === null
    ? possible
    : [image, ...possible.filter((shape) => shapeKey(shape) !== shapeKey(image))];
}

/** A word for the state of a panel: "28x28", "32x32x3 interleaved", "none". */
export function shapeKey(shape: InputShape | null): string {
  if (shape === null) return 'none';
  const { width, height, channels, order } = shape;
  const size = `${String(height)}x${String(width)}`;
  return channels === 1 ? size : `${size}x${String(channels)}${order === 'planar' ? '' : ' interleaved'}`;
}

/** The shape of that key where it fits `inputs`, otherwise the usual one. */
export function shapeOfKey(key: string | null, inputs: number, said: RunInputs): InputShape | null {
  if (key === 'none') return null;
  return offeredShapes(inputs, said).find((shape) => shapeKey(shape) === key) ?? usualShape(inputs, said);
}

/** As it is written for a reader: "28 × 28", "32 × 32 × 3, pixel by pixel". Height first. */
export function shapeName({ width, height, channels, order }: InputShape): string {
  const size = `${String(height)} × ${String(width)}`;
  return channels === 1
    ? size
    : `${size} × ${String(channels)}${order === 'planar' ? '' : ', pixel by pixel'}`;
}

export function pixelOf({ width, height, channels, order }: InputShape, input: number): Pixel {
  const size = width * height;
  const channel = order === 'planar' ? Math.floor(input / size) : input % channels;
  const place = order === 'planar' ? input % size : Math.floor(input / channels);
  return { channel, row: Math.floor(place / width), column: place % width };
}

export function inputAt(
  { width, height, channels, order }: InputShape,
  { channel, row, column }: Pixel,
): number {
  const place = row * width + column;
  return order === 'planar' ? channel * width * height + place : place * channels + channel;
}

/** An input as its user knows it: by its column of the data, by its pixel, or by its number from 0. */
export function inputName(
  input: number,
  shape: InputShape | null,
  columns: readonly string[] | null,
): string {
  const name = columns?.[input] ?? '';
  if (name !== '') return name;
  if (shape === null) return `input ${String(input)}`;
  const { channel, row, column } = pixelOf(shape, input);
  const which = shape.channels === 1 ? '' : `${channelName(shape, channel)}, `;
  return `${which}row ${String(row)}, column ${String(column)}`;
}
