import type { DegreeFit } from '../../../../src/protocol/layerProfile';
import { atRest } from '../../../shared/atRest';
import { element } from '../../../shared/dom';
import type { RecentStore } from '../../../shared/recentStore';
import { term } from '../../../shared/term';
import type { FitPlace } from '../structure';
import { fitText } from './fitText';

/**
 * What is known of a power law in the degrees on one side of a layer. Fits are heavy: one is made once a hand on the time
 * line rests, and one at a time, that of what is looked at when the one before is done.
 */
export class FitLine {
  private readonly words = element('span', { role: 'status' });
  readonly root = element('p', { class: 'fit dim', 'data-part': 'fit' }, term('powerLaw'), ': ', this.words);
  private place: FitPlace | null = null;
  private asking = false;
  private readonly askAtRest = atRest(() => {
    void this.ask();
  });

  constructor(
    private readonly fits: RecentStore<FitPlace, DegreeFit>,
    private readonly onFit: () => void,
  ) {}

  /** Null while it is not known. */
  get fit(): DegreeFit | null {
    return this.place === null ? null : this.fits.peek(this.place);
  }

  update(place: FitPlace): void {
    this.place = place;
    this.words.textContent = this.fit === null ? 'being fitted…' : fitText(this.fit);
    if (this.fit === null) this.askAtRest();
  }

  private async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    let asked: FitPlace | null = null;
    while (this.place !== null && this.place !== asked && this.fit === null) {
      asked = this.place;
      const problem = await this.fits.load(asked).then(
        () => null,
        (error: unknown) => `not fitted: ${error instanceof Error ? error.message : String(error)}`,
      );
      // Meanwhile the same may have been asked for again, or another layer or checkpoint.
      if (this.fit !== null) {
        this.words.textContent = fitText(this.fit);
        this.onFit();
      } else if (this.place === asked && problem !== null) {
        this.words.textContent = problem;
      }
    }
    this.asking = false;
  }
}
