import { meanDistance } from '../nnstd/meanDistance';
import type { MatrixCell, MatrixProgress } from '../protocol/matrix';
import type { MatrixListener, PairResult } from './matrixRun';
import { TimeLeft } from './timeLeft';

/** Messages are gathered for so long: tens of cells each where they come fast, and still faster than the eye. */
const GATHER_MS = 50;

/** Tells the cells of one matrix in batches, with how far it is. */
export class MatrixReporter implements MatrixListener {
  private cells: MatrixCell[] = [];
  private timer: NodeJS.Timeout | null = null;
  private readonly count = { done: 0, failed: 0 };
  private timeLeft = new TimeLeft(performance.now() / 1000);

  constructor(
    private readonly total: number,
    private readonly progress: (value: MatrixProgress) => void,
  ) {}

  get totals(): { readonly done: number; readonly failed: number } {
    return { ...this.count };
  }

  /** From now on time is spent on cells. */
  begin(): void {
    this.timeLeft = new TimeLeft(performance.now() / 1000);
  }

  /** Cells that cost no time, told at once. */
  known(results: readonly PairResult[]): void {
    this.add(results);
    this.flush();
  }

  computed(results: readonly PairResult[]): void {
    this.add(results);
    this.timeLeft.advance(results.length, performance.now() / 1000);
    this.timer ??= setTimeout(() => {
      this.flush();
    }, GATHER_MS);
  }

  /** Tells what is gathered, if anything is. */
  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.cells.length === 0) return;
    const done = this.count.done + this.count.failed;
    const cells = this.cells.splice(0);
    this.progress({
      cells,
      done,
      total: this.total,
      secondsLeft: this.timeLeft.secondsFor(this.total - done),
    });
  }

  /** Tells nothing more. */
  dispose(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.cells = [];
  }

  private add(results: readonly PairResult[]): void {
    for (const result of results) {
      const cell = cellOf(result);
      this.count[cell.status]++;
      this.cells.push(cell);
    }
  }
}

function cellOf(result: PairResult): MatrixCell {
  const { row, column } = result;
  if ('reason' in result) return { status: 'failed', row, column, reason: result.reason };
  return {
    status: 'done',
    row,
    column,
    mean: meanDistance(result.layers),
    layers: result.layers.map(({ distance, links, counts }) => ({ distance, links, counts })),
  };
}
