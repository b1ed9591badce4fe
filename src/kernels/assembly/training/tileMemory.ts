// AssemblyScript: where the tiles of a batch lie.
import { tileStart } from './tiles';

/** The tile in an array that holds so many rows, tile after tile. */
@inline
export function ofTile(array: usize, rows: i32, batch: i32, tile: i32): usize {
  return array + ((<usize>tileStart(batch, tile) * <usize>rows) << 2);
}
