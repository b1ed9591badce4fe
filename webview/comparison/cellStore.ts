import { pairCount, pairIndex } from '../../src/measure/pairIndex';
import type { PairCell } from '../../src/protocol/comparison';

export type CellState = 'pending' | 'done' | 'failed';

const states: readonly CellState[] = ['pending', 'done', 'failed'];

/** The distances of all pairs as they arrive, each for both sides of the diagonal. Made for a hundred thousand. */
export class CellStore {
  private pairs: number;
  private phase: Uint8Array;
  /** [pair × depth], for as many layers as the deepest pair so far. */
  private distances = new Float64Array(0);
  private reasons = new Map<number, string>();
  private layers = 0;
  private changes = 0;

  constructor(private rows: number) {
    this.pairs = pairCount(rows);
    this.phase = new Uint8Array(this.pairs);
  }

  get size(): number {
    return this.rows;
  }

  /** Another number after each change. */
  get version(): number {
    return this.changes;
  }

  /** Layers of the deepest pair. */
  get depth(): number {
    return this.layers;
  }

  /** How many pairs failed. */
  get failed(): number {
    return this.reasons.size;
  }

  add(cells: readonly PairCell[]): void {
    for (const cell of cells) {
      const pair = pairIndex(cell.row, cell.column);
      if (pair >= this.pairs) continue;
      this.phase[pair] = states.indexOf(cell.status);
      if (cell.status === 'failed') {
        this.reasons.set(pair, cell.reason);
        continue;
      }
      this.reasons.delete(pair);
      this.deepen(cell.distances.length);
      this.distances.fill(Number.NaN, pair * this.layers, (pair + 1) * this.layers);
      this.distances.set(cell.distances, pair * this.layers);
    }
    this.changes++;
  }

  clear(): void {
    this.phase.fill(0);
    this.reasons.clear();
    this.changes++;
  }

  /** Other rows, given by the numbers that they had before; null for new ones. */
  rearrange(rows: readonly (number | null)[]): void {
    const { phase, distances, reasons, layers } = this;
    this.rows = rows.length;
    this.pairs = pairCount(rows.length);
    this.phase = new Uint8Array(this.pairs);
    this.distances = new Float64Array(this.pairs * layers).fill(Number.NaN);
    this.reasons = new Map();
    this.changes++;
    for (let b = 1; b < rows.length; b++) {
      for (let a = 0; a < b; a++) {
        const [rowBefore, columnBefore] = [rows[a], rows[b]];
        if (rowBefore === null || columnBefore === null) continue;
        const [before, now] = [pairIndex(rowBefore, columnBefore), pairIndex(a, b)];
        this.phase[now] = phase[before];
        this.distances.set(distances.subarray(before * layers, (before + 1) * layers), now * layers);
        const reason = reasons.get(before);
        if (reason !== undefined) this.reasons.set(now, reason);
      }
    }
  }

  state(row: number, column: number): CellState {
    return states[this.phase[pairIndex(row, column)]];
  }

  /** Null where the pair is not done, or has no such layer. */
  distance(row: number, column: number, layer: number): number | null {
    const pair = pairIndex(row, column);
    if (this.phase[pair] !== 1 || layer >= this.layers) return null;
    const value = this.distances[pair * this.layers + layer];
    return Number.isNaN(value) ? null : value;
  }

  reason(row: number, column: number): string {
    return this.reasons.get(pairIndex(row, column)) ?? 'no reason was given';
  }

  /** Pairs that failed, by the columns and then the rows of the upper triangle. */
  failures(): { readonly row: number; readonly column: number; readonly reason: string }[] {
    return [...this.reasons]
      .sort(([one], [other]) => one - other)
      .map(([pair, reason]) => {
        const column = Math.floor((1 + Math.sqrt(1 + 8 * pair)) / 2);
        return { row: pair - (column * (column - 1)) / 2, column, reason };
      });
  }

  private deepen(layers: number): void {
    if (layers <= this.layers) return;
    const deeper = new Float64Array(this.pairs * layers).fill(Number.NaN);
    for (let pair = 0; pair < this.pairs; pair++) {
      deeper.set(this.distances.subarray(pair * this.layers, (pair + 1) * this.layers), pair * layers);
    }
    this.distances = deeper;
    this.layers = layers;
  }
}
