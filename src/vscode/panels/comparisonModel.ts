import { randomUUID } from 'node:crypto';
import type { LayerComparison } from '../../protocol/analysis';
import type { ComparedItem, ComparisonSnapshot, ComparisonStatus } from '../../protocol/comparison';
import type { Measure } from '../../protocol/facts';
import type { MatrixCell } from '../../protocol/matrix';
import { sameMeasure } from '../../protocol/measures';
import type { Analysis } from '../analysisPort';
import { whenSettled } from '../whenSettled';

/** What goes to a webview that is shown. */
export interface ComparisonListener {
  item(item: ComparedItem): void;
  measure(measure: Measure): void;
  status(status: ComparisonStatus): void;
  layer(layer: LayerComparison): void;
  mean(mean: number | null): void;
  cells(cells: MatrixCell[]): void;
  reset(): void;
}

/** One comparison, of two checkpoints or of all pairs of more; begins at once. */
export class ComparisonModel {
  private items: ComparedItem[];
  private layers: LayerComparison[] = [];
  private readonly cells = new Map<string, MatrixCell>();
  private mean: number | null = null;
  private status: ComparisonStatus = { phase: 'running', reason: null, done: 0, total: 0 };
  private abort = new AbortController();

  constructor(
    items: readonly Pick<ComparedItem, 'path' | 'label'>[],
    private chosenMeasure: Measure,
    private readonly analysis: Analysis,
    private readonly listener: ComparisonListener,
  ) {
    this.items = items.map((item) => ({ ...item, facts: null, problem: null }));
    void this.run(this.abort.signal);
  }

  get paths(): readonly string[] {
    return this.items.map(({ path }) => path);
  }

  get measure(): Measure {
    return this.chosenMeasure;
  }

  snapshot(): ComparisonSnapshot {
    const { items, measure, status, layers, mean, cells } = this;
    return { items: [...items], measure, status, layers: [...layers], mean, cells: [...cells.values()] };
  }

  cancel(): void {
    if (this.status.phase !== 'running') return;
    this.abort.abort();
    this.setStatus({ ...this.status, phase: 'cancelled' });
  }

  /** Begins anew with another measure. */
  setMeasure(measure: Measure): void {
    if (sameMeasure(measure, this.measure)) return;
    this.chosenMeasure = measure;
    this.listener.measure(measure);
    this.restart();
  }

  /** Begins anew. */
  restart(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.layers = [];
    this.cells.clear();
    this.mean = null;
    this.status = { phase: 'running', reason: null, done: 0, total: 0 };
    this.listener.reset();
    this.listener.status(this.status);
    void this.run(this.abort.signal);
  }

  dispose(): void {
    this.abort.abort();
  }

  private async run(signal: AbortSignal): Promise<void> {
    try {
      await Promise.all(this.items.map((_, index) => this.describe(index, signal)));
      if (signal.aborted) return;
      if (this.items.length === 2) await this.runPair(signal);
      else await this.runMatrix(signal);
    } catch (error) {
      if (signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.setStatus({ ...this.status, phase: 'failed', reason });
    }
  }

  private async describe(index: number, signal: AbortSignal): Promise<void> {
    const { path, label } = this.items[index];
    let item: ComparedItem;
    try {
      const facts = await whenSettled(path, () => this.analysis.request('describe', { path }, { signal }), {
        signal,
      });
      item = { path, label, facts, problem: null };
    } catch (error) {
      if (signal.aborted) return;
      item = { path, label, facts: null, problem: error instanceof Error ? error.message : String(error) };
    }
    if (signal.aborted) return;
    this.items[index] = item;
    this.listener.item(item);
  }

  private async runPair(signal: AbortSignal): Promise<void> {
    const [a, b] = this.items;
    const problem = a.problem ?? b.problem;
    if (problem !== null) {
      this.setStatus({ ...this.status, phase: 'failed', reason: problem });
      return;
    }
    const total = Math.min(a.facts!.layers.length, b.facts!.layers.length);
    this.setStatus({ ...this.status, total });
    const { mean } = await this.analysis.request(
      'compare',
      { a: a.path, b: b.path, measure: this.measure },
      {
        signal,
        onProgress: (layer) => {
          if (signal.aborted) return;
          this.layers.push(layer);
          this.listener.layer(layer);
          this.setStatus({ ...this.status, done: this.layers.length });
        },
      },
    );
    if (signal.aborted) return;
    this.mean = mean;
    this.listener.mean(mean);
    this.setStatus({ ...this.status, phase: 'done', done: this.status.total });
  }

  private async runMatrix(signal: AbortSignal): Promise<void> {
    const count = this.items.length;
    this.setStatus({ ...this.status, total: (count * (count - 1)) / 2 });
    await this.analysis.request(
      'matrix',
      { id: randomUUID(), paths: this.items.map(({ path }) => path), measure: this.measure },
      {
        signal,
        onProgress: ({ cells, done }) => {
          if (signal.aborted) return;
          for (const cell of cells) this.cells.set(cellKey(cell), cell);
          this.listener.cells(cells);
          this.setStatus({ ...this.status, done });
        },
      },
    );
    if (signal.aborted) return;
    this.setStatus({ ...this.status, phase: 'done', done: this.status.total });
  }

  private setStatus(status: ComparisonStatus): void {
    this.status = status;
    this.listener.status(status);
  }
}

function cellKey({ row, column }: MatrixCell): string {
  return `${String(row)},${String(column)}`;
}
