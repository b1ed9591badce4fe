import { tileCount, tileSize, tileStart } from './tiles';

/** Copies rows of a batch that lie tile after tile, `[row][samples]` each, to `[row][batch]`. */
export function outOfTiles(source: Float32Array, rows: number, batch: number, target: Float32Array): void {
  for (let tile = 0; tile < tileCount(batch); tile++) {
    const start = tileStart(batch, tile);
    const size = tileSize(batch, tile);
    for (let row = 0; row < rows; row++) {
      const from = start * rows + row * size;
      const into = row * batch + start;
      for (let b = 0; b < size; b++) target[into + b] = source[from + b];
    }
  }
}
