import { tileCount, tileSize, tileStart } from './tiles';

/** Copies rows of a batch, `[row][batch]`, tile after tile: `[row][samples]` each. */
export function intoTiles(source: Float32Array, rows: number, batch: number, target: Float32Array): void {
  for (let tile = 0; tile < tileCount(batch); tile++) {
    const start = tileStart(batch, tile);
    copyRows(source, start, batch, target, start * rows, tileSize(batch, tile), rows, tileSize(batch, tile));
  }
}

/** The reverse of `intoTiles`. */
export function outOfTiles(source: Float32Array, rows: number, batch: number, target: Float32Array): void {
  for (let tile = 0; tile < tileCount(batch); tile++) {
    const start = tileStart(batch, tile);
    copyRows(source, start * rows, tileSize(batch, tile), target, start, batch, rows, tileSize(batch, tile));
  }
}

/** The first `length` values of each row; `from` and `to` are where the first row begins, pitches lead to the next. */
function copyRows(
  source: Float32Array,
  from: number,
  sourcePitch: number,
  target: Float32Array,
  to: number,
  targetPitch: number,
  rows: number,
  length: number,
): void {
  for (let row = 0; row < rows; row++) {
    const at = from + row * sourcePitch;
    const into = to + row * targetPitch;
    for (let b = 0; b < length; b++) target[into + b] = source[at + b];
  }
}
