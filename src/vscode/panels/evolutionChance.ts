import type { EvolutionPoint } from '../../protocol/evolution';
import type { Measure } from '../../measure/measure';
import type { Chance } from '../../protocol/uncertainty';
import type { Analysis } from '../analysisPort';

/** Fewer than for a pair: the mean alone is drawn, and varies by about a thousandth. */
const samples = 4;
/** Numbers of links that differ by less, as a share, have the same chance level to the eye. */
const negligible = 0.01;

/** How far the initial and the newest checkpoint of a series would be apart by chance. */
export class EvolutionChance {
  private chance: Chance | null = null;
  /** Links of each layer at the initial and then at the newest checkpoint, as they were when it was asked for. */
  private asked: readonly number[] | null = null;
  private abort: AbortController | null = null;

  constructor(
    private readonly analysis: Analysis,
    private readonly onChange: (chance: Chance | null) => void,
  ) {}

  get current(): Chance | null {
    return this.chance;
  }

  /** To be called when nothing that matters more is to be computed; does nothing where the level is known. */
  async measure(points: readonly EvolutionPoint[], measure: Measure): Promise<void> {
    const done = points.filter(({ step }) => step !== null);
    const [initial, newest] = [done[0], done.at(-1)];
    if (this.abort !== null || newest === undefined || initial === newest) return;
    const links = [initial, newest].flatMap(({ step }) => step!.facts.layers.map((layer) => layer.links));
    if (this.asked !== null && alike(links, this.asked)) return;
    const abort = new AbortController();
    this.asked = links;
    this.abort = abort;
    try {
      const chance = await this.analysis.request(
        'chance',
        { a: initial.path, b: newest.path, measure, kind: 'links', samples },
        { signal: abort.signal },
      );
      if (abort.signal.aborted) return;
      this.chance = chance;
      this.onChange(chance);
    } catch {
      // Without a level there is a line less; whatever keeps it from being computed is told of the points themselves.
    } finally {
      if (this.abort === abort) this.abort = null;
    }
  }

  /** Another measure has another level. */
  forget(): void {
    this.giveUp();
    this.asked = null;
    if (this.chance === null) return;
    this.chance = null;
    this.onChange(null);
  }

  /** What is under way is asked for again by the next `measure`. */
  giveUp(): void {
    if (this.abort === null) return;
    this.abort.abort();
    this.abort = null;
    this.asked = null;
  }
}

function alike(links: readonly number[], before: readonly number[]): boolean {
  return (
    links.length === before.length &&
    links.every((count, k) => Math.abs(count - before[k]) <= negligible * before[k])
  );
}
