import type { Comparison, LayerComparison } from '../../protocol/analysis';
import type { ComparedItem, ComparisonSnapshot, ComparisonStatus, PairCell } from '../../protocol/comparison';
import type { MeanRule } from '../../measure/meanRule';
import { type Measure, sameMeasure } from '../../measure/measure';
import { pairCount } from '../../measure/pairIndex';
import type { Span } from '../../protocol/matrix';
import type { RequestContext } from '../../protocol/rpc';
import type { Chance, Count } from '../../protocol/uncertainty';
import { chanceSamples, type Yardstick, type Yardsticks } from '../../protocol/yardsticks';
import type { Analysis } from '../analysisPort';
import { whenSettled } from '../whenSettled';
import type { Follow } from '../../protocol/selection';
import type { ComparedEntry } from './comparedEntries';
import { MatrixCells } from './matrixCells';
import { type MeasuredPair, YardstickModel } from './yardstickModel';

/** What goes to a webview that is shown. */
export interface ComparisonListener {
  item(item: ComparedItem): void;
  items(items: ComparedItem[]): void;
  follow(follow: Follow | null): void;
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

/** One comparison, of two checkpoints or of all pairs of more. */
export class ComparisonModel {
  private items: ComparedItem[];
  private layers: LayerComparison[] = [];
  private readonly cells: MatrixCells;
  /** Paths of items that are to be read. */
  private unread: Set<string>;
  private readonly yardsticks: YardstickModel;
  private status = starting;
  private abort = new AbortController();
  private begun = false;

  constructor(
    items: readonly ComparedEntry[],
    private chosenMeasure: Measure,
    private chosenRule: MeanRule,
    private chosenFollow: Follow | null,
    private readonly analysis: Analysis,
    private readonly listener: ComparisonListener,
  ) {
    this.items = items.map((item) => ({ ...item, facts: null, problem: null }));
    this.unread = new Set(this.paths);
    this.cells = new MatrixCells(analysis);
    this.yardsticks = new YardstickModel(analysis, (states) => {
      listener.yardsticks(states);
    });
  }

  /** Nothing is computed before. */
  begin(): void {
    if (this.begun) return;
    this.begun = true;
    this.go();
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

  get follow(): Follow | null {
    return this.chosenFollow;
  }

  /** With all cells that are known. */
  snapshot(): ComparisonSnapshot {
    const { items, measure, rule, follow, status, layers, cells } = this;
    return {
      items: [...items],
      measure,
      rule,
      follow,
      status,
      layers: [...layers],
      yardsticks: this.yardsticks.snapshot(),
      cells: cells.all(),
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

  setFollow(follow: Follow | null): void {
    this.chosenFollow = follow;
    this.listener.follow(follow);
  }

  /**
   * Compares these from now on, two or more, each once: first those of before that stay, in the order they had. Their
   * cells stay too; only the rows of new ones are computed.
   */
  setEntries(entries: readonly ComparedEntry[]): void {
    const before = new Map(this.items.map((item, row) => [item.path, { item, row }]));
    const wasPair = this.items.length === 2;
    this.items = entries.map((entry) => ({
      ...(before.get(entry.path)?.item ?? { facts: null, problem: null }),
      ...entry,
    }));
    const stay = entries.flatMap(({ path }) => before.get(path)?.row ?? []);
    const [removed, added] = [before.size - stay.length, entries.length - stay.length];
    if (removed + added === 0) return;
    for (const { path } of entries) if (!before.has(path)) this.unread.add(path);
    this.listener.items(this.items);
    if (wasPair || entries.length === 2) {
      this.restart();
      return;
    }
    if (removed > 0) this.cells.keep(stay);
    const { phase } = this.status;
    if (phase === 'cancelled' || (phase === 'running' && removed === 0)) return;
    if (phase === 'running') {
      // What is computed for rows that are gone.
      this.abort.abort();
      this.abort = new AbortController();
    }
    const left = this.cells.rows < this.items.length;
    const [done, total] = [pairCount(this.cells.rows), pairCount(this.items.length)];
    this.setStatus({ phase: left ? 'running' : 'done', reason: null, done, total, secondsLeft: null });
    if (left) this.go();
  }

  /** Begins anew. */
  restart(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.layers = [];
    this.cells.clear();
    this.unread = new Set(this.paths);
    this.status = starting;
    this.yardsticks.clear();
    this.listener.reset();
    this.listener.status(this.status);
    this.go();
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
    this.cells.focus(rows, columns);
  }

  dispose(): void {
    this.abort.abort();
    this.yardsticks.dispose();
  }

  private pair(): MeasuredPair {
    const [a, b] = this.paths;
    return { a, b, measure: this.measure };
  }

  private go(): void {
    if (this.begun) void this.run(this.abort.signal);
  }

  private async run(signal: AbortSignal): Promise<void> {
    try {
      await this.readItems(signal);
      if (signal.aborted) return;
      if (this.items.length === 2) await this.runPair(signal);
      else await this.runMatrix(signal);
    } catch (error) {
      if (signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.setStatus({ ...this.status, phase: 'failed', reason, secondsLeft: null });
    }
  }

  private async readItems(signal: AbortSignal): Promise<void> {
    await Promise.all([...this.unread].map((path) => this.describe(path, signal)));
  }

  private async describe(path: string, signal: AbortSignal): Promise<void> {
    let found: Pick<ComparedItem, 'facts' | 'problem'>;
    try {
      const facts = await whenSettled(path, () => this.analysis.request('describe', { path }, { signal }), {
        signal,
      });
      found = { facts, problem: null };
    } catch (error) {
      if (signal.aborted) return;
      found = { facts: null, problem: error instanceof Error ? error.message : String(error) };
    }
    if (signal.aborted) return;
    this.unread.delete(path);
    this.items = this.items.map((item) => (item.path === path ? { ...item, ...found } : item));
    const item = this.items.find((each) => each.path === path);
    if (item !== undefined) this.listener.item(item);
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

  /** Round after round, as long as rows were added meanwhile. */
  private async runMatrix(signal: AbortSignal): Promise<void> {
    while (this.cells.rows < this.items.length) {
      await this.readItems(signal);
      if (signal.aborted) return;
      await this.cells.extend(this.paths, this.measure, signal, ({ cells, done, total, secondsLeft }) => {
        this.listener.cells(cells);
        this.setStatus({ ...this.status, done, total, secondsLeft });
      });
      if (signal.aborted) return;
    }
    const total = pairCount(this.items.length);
    this.setStatus({ ...this.status, phase: 'done', done: total, total, secondsLeft: null });
  }

  private setStatus(status: ComparisonStatus): void {
    this.status = status;
    this.listener.status(status);
  }
}
