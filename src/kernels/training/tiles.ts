// TypeScript that AssemblyScript understands too.

/**
 * A batch is worked on in tiles of about this many samples: of a thousand neurons one takes a quarter of a megabyte, which
 * stays in a processor's own cache while a layer's links are gone through.
 */
const samples: i32 = 64;

/** Tiles of a batch: one, or of at least so many samples each. */
export function tileCount(batch: i32): i32 {
  return batch < 2 * samples ? 1 : (batch / samples) | 0;
}

/** First sample of a tile; that of the next one is its end. All but the last end are multiples of 4. */
export function tileStart(batch: i32, tile: i32): i32 {
  const tiles = tileCount(batch);
  if (tile === tiles) return batch;
  const fours = (batch + 3) >> 2;
  return (((fours * tile) / tiles) | 0) << 2;
}

export function tileSize(batch: i32, tile: i32): i32 {
  return tileStart(batch, tile + 1) - tileStart(batch, tile);
}
