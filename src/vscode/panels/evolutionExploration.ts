import type { EvolutionPoint, Explored } from '../../protocol/evolution';
import type { Analysis } from '../analysisPort';

/** Which links were ever seen along a series whose checkpoints do not record it. */
export class EvolutionExploration {
  private explored: Explored = null;
  /** Paths of the checkpoints that it was asked for, in order. */
  private asked: readonly string[] = [];
  private abort: AbortController | null = null;

  constructor(
    private readonly analysis: Analysis,
    private readonly onChange: (explored: Explored) => void,
  ) {}

  get current(): Explored {
    return this.explored;
  }

  /** To be called when nothing that matters more is to be computed; does nothing where the answer is known. */
  async follow(points: readonly EvolutionPoint[]): Promise<void> {
    const read = points.filter(({ step }) => step !== null);
    const recorded = read.every(({ step }) => step!.layers.every(({ explored }) => explored !== null));
    const paths = recorded ? [] : read.map(({ path }) => path);
    if (paths.join('\n') === this.asked.join('\n')) return;
    this.giveUp();
    const abort = new AbortController();
    this.asked = paths;
    this.abort = abort;
    try {
      const links = await this.analysis.request('exploration', { paths }, { signal: abort.signal });
      if (abort.signal.aborted) return;
      this.explored = Object.fromEntries(
        paths.flatMap((path, k) => (links[k] === null ? [] : [[path, links[k]] as const])),
      );
      this.onChange(this.explored);
    } catch {
      // Without it there is a chart less; whatever keeps it from being computed is told of the points themselves.
    } finally {
      if (this.abort === abort) this.abort = null;
    }
  }

  /** A checkpoint is another one now. What is known stays until that is, too. */
  forget(): void {
    this.giveUp();
    this.asked = [];
  }

  /** What is under way is asked for again by the next `follow`. */
  giveUp(): void {
    if (this.abort === null) return;
    this.abort.abort();
    this.abort = null;
    this.asked = [];
  }
}
