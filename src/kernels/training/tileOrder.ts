import { tileCount, tileSize, tileStart } from './tiles';

/** Copies rows of a batch, `[row][batch]`, tile after tile: `[row][samples]` each. */
export function intoTiles(source: Float32Array, rows: number, batch: number, target: Float32Array): void {
  eachPiece(rows, batch, (at, inTiles, length) => {
    for (let b = 0; b < length; b++) target[inTiles + b] = source[at + b];
  });
}

/** The reverse of `intoTiles`. */
export function outOfTiles(source: Float32Array, rows: number, batch: number, target: Float32Array): void {
  eachPiece(rows, batch, (at, inTiles, length) => {
    for (let b = 0; b < length; b++) target[at + b] = source[inTiles + b];
  });
}

/** For every row of every tile: where its samples begin in rows of the whole batch, where in tiles, and how many they are. */
function eachPiece(
  rows: number,
  batch: number,
  visit: (at: number, inTiles: number, length: number) => void,
): void {
  for (let tile = 0; tile < tileCount(batch); tile++) {
    const start = tileStart(batch, tile);
    const length = tileSize(batch, tile);
    for (let row = 0; row < rows; row++) visit(row * batch + start, start * rows + row * length, length);
  }
}
