import { randomUUID } from 'node:crypto';
import type { Comparison, LayerComparison } from '../../protocol/analysis';
import type { ComparedItem, ComparisonSnapshot, ComparisonStatus, PairCell } from '../../protocol/comparison';
import type { MeanRule } from '../../measure/meanRule';
import { type Measure, sameMeasure } from '../../measure/measure';
import type { MatrixCell, Span } from '../../protocol/matrix';
import type { RequestContext } from '../../protocol/rpc';
import type { Chance, Count } from '../../protocol/uncertainty';
import { chanceSamples, type Yardstick, type Yardsticks } from '../../protocol/yardsticks';
import type { Analysis } from '../analysisPort';
import { whenSettled } from '../whenSettled';
import { type MeasuredPair, YardstickModel } from './yardstickModel';

/** What goes to a webview that is shown. */
export interface ComparisonListener {
  item(item: ComparedItem): void;
  measure(measure: Measure): void;
  rule(rule: MeanRule): void;
  status(status: ComparisonStatus): void;
  layer(layer: LayerComparison): void;
  yardsticks(yardsticks: Yardsticks): void;
  swapped(): void;
  cells(cells: PairCell[]): void;
  reset(): void;
}

const starting: ComparisonStatus = { phase: 'running', reason: null, done: 0, total: 0, secondsLeft: null };

/** One comparison, of two checkpoints or of all pairs of more; begins at once. */
export class ComparisonModel {
  private items: ComparedItem[];
  private layers: LayerComparison[] = [];
  private readonly cells = new Map<string, PairCell>();
  private readonly yardsticks: YardstickModel;
  private status = starting;
  private abort = new AbortController();
  /** Of the matrix that is being computed. */
  private matrixId: string | null = null;

  constructor(
    items: readonly Pick<ComparedItem, 'path' | 'label'>[],
    private chosenMeasure: Measure,
    private chosenRule: MeanRule,
    private readonly analysis: Analysis,
    private readonly listener: ComparisonListener,
  ) {
    this.items = items.map((item) => ({ ...item, facts: null, problem: null }));
    this.yardsticks = new YardstickModel(analysis, (states) => {
      listener.yardsticks(states);
    });
    void this.run(this.abort.signal);
  }

  get paths(): readonly string[] {
    return this.items.map(({ path }) => path);
  }

  get measure(): Measure {
    return this.chosenMeasure;
  }

  get rule(): MeanRule {
    return this.chosenRule;
  }

  /** With all cells that are known. */
  snapshot(): ComparisonSnapshot {
    const { items, measure, rule, status, layers, cells } = this;
    return {
      items: [...items],
      measure,
      rule,
      status,
      layers: [...layers],
      yardsticks: this.yardsticks.snapshot(),
      cells: [...cells.values()],
    };
  }

  cancel(): void {
    if (this.status.phase !== 'running') return;
    this.abort.abort();
    this.setStatus({ ...this.status, phase: 'cancelled', secondsLeft: null });
  }

  /** Begins anew with another measure. */
  setMeasure(measure: Measure): void {
    if (sameMeasure(measure, this.measure)) return;
    this.chosenMeasure = measure;
    this.listener.measure(measure);
    this.restart();
  }

  setRule(rule: MeanRule): void {
    this.chosenRule = rule;
    this.listener.rule(rule);
  }

  /** Exchanges the two of a pair, and begins anew. */
  swap(): void {
    if (this.items.length !== 2) return;
    this.items.reverse();
    this.listener.swapped();
    this.restart();
  }

  /** The pair by another measure; what is shown stays. */
  compareBeside(
    measure: Measure,
    { signal, progress }: RequestContext<LayerComparison>,
  ): Promise<Comparison> {
    return this.analysis.request('compare', { ...this.pair(), measure }, { signal, onProgress: progress });
  }

  /** Begins anew. */
  restart(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.layers = [];
    this.cells.clear();
    this.status = starting;
    this.yardsticks.clear();
    this.listener.reset();
    this.listener.status(this.status);
    void this.run(this.abort.signal);
  }

  measureYardstick(yardstick: Yardstick): void {
    void this.yardsticks.measure(yardstick, this.pair());
  }

  stopYardstick(yardstick: Yardstick): void {
    this.yardsticks.stop(yardstick);
  }

  /** How far two of the items would be apart by chance. */
  cellChance(a: string, b: string, { signal, progress }: RequestContext<Count>): Promise<Chance> {
    return this.analysis.request(
      'chance',
      { a, b, measure: this.measure, kind: 'links', samples: chanceSamples },
      { signal, onProgress: progress },
    );
  }

  /** Asks for the cells of a part of the matrix first. */
  focus(rows: Span, columns: Span): void {
    if (this.matrixId === null) return;
    // The matrix itself tells what goes wrong.
    this.analysis.request('focus', { id: this.matrixId, rows, columns }).catch(() => undefined);
  }

  dispose(): void {
    this.abort.abort();
    this.yardsticks.dispose();
  }

  private pair(): MeasuredPair {
    const [a, b] = this.paths;
    return { a, b, measure: this.measure };
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
      this.setStatus({ ...this.status, phase: 'failed', reason, secondsLeft: null });
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
    const { mean, layers, seconds } = await this.analysis.request('compare', this.pair(), {
      signal,
      onProgress: (layer) => {
        if (signal.aborted) return;
        this.layers.push(layer);
        this.listener.layer(layer);
        this.setStatus({ ...this.status, done: this.layers.length });
      },
    });
    if (signal.aborted) return;
    // They know more than what was told on the way.
    this.layers = layers;
    for (const layer of layers) this.listener.layer(layer);
    this.setStatus({
      ...this.status,
      phase: 'done',
      done: this.status.total,
      ...(seconds === undefined ? {} : { seconds }),
    });
    // Where every layer is full there is nothing that chance could do.
    if (mean !== null) void this.yardsticks.measureChance(this.pair());
  }

  private async runMatrix(signal: AbortSignal): Promise<void> {
    const id = randomUUID();
    this.matrixId = id;
    try {
      await this.analysis.request(
        'matrix',
        { id, paths: [...this.paths], measure: this.measure },
        {
          signal,
          onProgress: ({ cells, done, total, secondsLeft }) => {
            if (signal.aborted) return;
            const pairs = cells.map(pairCell);
            for (const cell of pairs) this.cells.set(`${String(cell.row)},${String(cell.column)}`, cell);
            this.listener.cells(pairs);
            this.setStatus({ ...this.status, done, total, secondsLeft });
          },
        },
      );
    } finally {
      if (this.matrixId === id) this.matrixId = null;
    }
    if (signal.aborted) return;
    this.setStatus({ ...this.status, phase: 'done', done: this.status.total, secondsLeft: null });
  }

  private setStatus(status: ComparisonStatus): void {
    this.status = status;
    this.listener.status(status);
  }
}

function pairCell(cell: MatrixCell): PairCell {
  if (cell.status === 'failed') return cell;
  const { status, row, column, layers } = cell;
  return { status, row, column, distances: layers.map(({ distance }) => distance) };
}
