import type { Span } from '../protocol/matrix';

export interface Pair {
  readonly row: number;
  readonly column: number;
}

/** A square part of the matrix: all its pairs need only twice as many checkpoints as it has rows. */
interface Tile {
  pairs: readonly Pair[];
  lane: number | null;
}

const TILE_SIDE = 16;

/**
 * Which pairs of a matrix are computed next: those that are looked at first; otherwise tile after tile, each lane in one
 * of its own, so that it reads few checkpoints and each of them seldom.
 */
export class MatrixPlan {
  private readonly tiles: readonly Tile[];
  private left: number;
  private focused: (pair: Pair) => boolean = () => false;

  /** Pairs row < column, each once. */
  constructor(pairs: readonly Pair[]) {
    this.tiles = tilesOf(pairs);
    this.left = pairs.length;
  }

  /** Pairs that were not taken yet. */
  get remaining(): number {
    return this.left;
  }

  /** The matrix is seen on both sides of its diagonal: a place stands for the pair at its mirror image too. */
  focus(rows: Span, columns: Span): void {
    this.focused = ({ row, column }) =>
      (within(row, rows) && within(column, columns)) || (within(column, rows) && within(row, columns));
  }

  /** Takes out the pairs that `isKnown`. Says after each tile how many it asked for: the caller may pause there. */
  *takeOut(isKnown: (pair: Pair) => boolean): Generator<number> {
    for (const tile of this.tiles) {
      const asked = tile.pairs.length;
      tile.pairs = tile.pairs.filter((pair) => !isKnown(pair));
      this.left -= asked - tile.pairs.length;
      yield asked;
    }
  }

  /** At most `count` pairs of one tile; none once all are taken. */
  take(lane: number, count: number): readonly Pair[] {
    const open = this.tiles.filter(({ pairs }) => pairs.length > 0);
    const seen = open.filter(({ pairs }) => pairs.some(this.focused));
    const tile = nearest(seen.length > 0 ? seen : open, lane);
    if (tile === null) return [];
    for (const other of open) if (other.lane === lane) other.lane = null;
    tile.lane = lane;
    const first = seen.length > 0 ? tile.pairs.filter(this.focused) : tile.pairs;
    const taken = new Set(first.slice(0, count));
    tile.pairs = tile.pairs.filter((pair) => !taken.has(pair));
    this.left -= taken.size;
    return [...taken];
  }
}

function within(index: number, [from, to]: Span): boolean {
  return index >= from && index < to;
}

/** The lane's own tile, or else one that no lane is in, or else any. */
function nearest(tiles: readonly Tile[], lane: number): Tile | null {
  return (
    tiles.find((tile) => tile.lane === lane) ??
    tiles.find((tile) => tile.lane === null) ??
    tiles.at(0) ??
    null
  );
}

/** Row of tiles after row of tiles, to and fro: tiles that follow each other share their rows or their columns. */
function tilesOf(pairs: readonly Pair[]): readonly Tile[] {
  const byPlace = new Map<string, { down: number; across: number; pairs: Pair[] }>();
  for (const pair of pairs) {
    const down = Math.floor(pair.row / TILE_SIDE);
    const across = Math.floor(pair.column / TILE_SIDE);
    const key = `${String(down)},${String(across)}`;
    const tile = byPlace.get(key);
    if (tile === undefined) byPlace.set(key, { down, across, pairs: [pair] });
    else tile.pairs.push(pair);
  }
  return [...byPlace.values()]
    .sort((a, b) => a.down - b.down || (a.down % 2 === 0 ? 1 : -1) * (a.across - b.across))
    .map((tile) => ({ pairs: tile.pairs, lane: null }));
}

/**
 * Of so many checkpoints: each with every later one, in the order of the first and then of the second; not those of the
 * first `known` among each other.
 */
export function allPairs(count: number, known = 0): Pair[] {
  const pairs: Pair[] = [];
  for (let row = 0; row < count; row++) {
    for (let column = Math.max(row + 1, known); column < count; column++) pairs.push({ row, column });
  }
  return pairs;
}
