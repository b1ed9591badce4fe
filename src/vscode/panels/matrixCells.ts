import { randomUUID } from 'node:crypto';
import type { Measure } from '../../measure/measure';
import { pairCount } from '../../measure/pairIndex';
import type { PairCell } from '../../protocol/comparison';
import type { MatrixCell, Span } from '../../protocol/matrix';
import type { Analysis } from '../analysisPort';

export interface MatrixProgress {
  readonly cells: PairCell[];
  /** Of all pairs of the matrix. */
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number | null;
}

/** The cells of a matrix that grows: what was asked for once is not asked for again when rows come. */
export class MatrixCells {
  private readonly cells = new Map<string, PairCell>();
  /** The first so many rows have all their cells, or the reasons why not. */
  private complete = 0;
  /** Of the request that is under way. */
  private requestId: string | null = null;

  constructor(private readonly analysis: Analysis) {}

  /** Rows of which every pair was asked for and answered. */
  get rows(): number {
    return this.complete;
  }

  all(): PairCell[] {
    return [...this.cells.values()];
  }

  clear(): void {
    this.cells.clear();
    this.complete = 0;
  }

  /** Only these rows stay, in their order; each gets the number of its place. */
  keep(rows: readonly number[]): void {
    const places = new Map(rows.map((row, place) => [row, place]));
    const before = this.all();
    this.complete = rows.filter((row) => row < this.complete).length;
    this.cells.clear();
    for (const cell of before) {
      const [row, column] = [places.get(cell.row), places.get(cell.column)];
      if (row !== undefined && column !== undefined) this.put({ ...cell, row, column });
    }
  }

  /** Asks for the pairs of the rows that are not complete. */
  async extend(
    paths: readonly string[],
    measure: Measure,
    signal: AbortSignal,
    onProgress: (progress: MatrixProgress) => void,
  ): Promise<void> {
    const id = randomUUID();
    this.requestId = id;
    const before = pairCount(this.complete);
    try {
      await this.analysis.request(
        'matrix',
        { id, paths: [...paths], known: this.complete, measure },
        {
          signal,
          onProgress: ({ cells, done, total, secondsLeft }) => {
            if (signal.aborted) return;
            const pairs = cells.map(pairCell);
            for (const cell of pairs) this.put(cell);
            onProgress({ cells: pairs, done: before + done, total: before + total, secondsLeft });
          },
        },
      );
    } finally {
      if (this.requestId === id) this.requestId = null;
    }
    if (!signal.aborted) this.complete = paths.length;
  }

  /** Asks for the cells of a part of the matrix first. */
  focus(rows: Span, columns: Span): void {
    if (this.requestId === null) return;
    // The matrix itself tells what goes wrong.
    this.analysis.request('focus', { id: this.requestId, rows, columns }).catch(() => undefined);
  }

  private put(cell: PairCell): void {
    this.cells.set(`${String(cell.row)},${String(cell.column)}`, cell);
  }
}

function pairCell(cell: MatrixCell): PairCell {
  if (cell.status === 'failed') return cell;
  const { status, row, column, layers } = cell;
  return { status, row, column, distances: layers.map(({ distance }) => distance) };
}
