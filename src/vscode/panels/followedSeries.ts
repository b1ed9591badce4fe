import type * as vscode from 'vscode';
import type { z } from 'zod';
import type { EvolutionEvents } from '../../protocol/evolution';
import type { Measure } from '../../measure/measure';
import type { Analysis } from '../analysisPort';
import { Disposable } from '../disposable';
import type { KnownSeries } from '../series/knownSeries';
import type { SeriesStore } from '../series/seriesStore';
import type { EvolutionSubject } from './evolutionHeader';
import { EvolutionModel } from './evolutionModel';
import { toSubject } from './evolutionSubject';

export interface FollowingServices {
  readonly store: SeriesStore;
  readonly analysis: Analysis;
  readonly log: vscode.LogOutputChannel;
}

/** Sends an event to the page. */
export type Tell = <N extends keyof EvolutionEvents & string>(
  name: N,
  value: z.infer<EvolutionEvents[N]>,
) => void;

/** One series of a panel: its evolution, kept up to date with the store. `shown`: whether the panel is, at first. */
export class FollowedSeries extends Disposable {
  readonly model: EvolutionModel;
  /** As last known: the store forgets a folder that is gone, the panel keeps what it shows. */
  private last: KnownSeries | null;
  /** Before, what is not known is not gone. */
  private lookedFor = false;

  constructor(
    readonly path: string,
    measure: Measure,
    shown: boolean,
    private readonly services: FollowingServices,
    tell: Tell,
  ) {
    super();
    const { store, analysis, log } = services;
    this.last = store.get(path);
    const model = new EvolutionModel(
      this.subject(),
      measure,
      analysis,
      {
        tell: (name, value) => {
          // TypeScript does not see that value and name belong together.
          tell(name, { series: path, value } as z.infer<EvolutionEvents[typeof name]>);
        },
        // Rare: a resumed run took back epochs.
        reset: () => {
          tell('joined', model.snapshot());
        },
      },
      (problem) => {
        log.warn(problem);
      },
    );
    this.model = model;
    model.setShown(shown);
    this.register({
      dispose: () => {
        model.dispose();
      },
    });
    this.register(
      store.onDidChange(({ series: changed, rewritten }) => {
        if (!changed.has(path)) return;
        model.invalidate(rewritten);
        this.refresh();
      }),
    );
    void store.show(path).then((following) => {
      this.register(following);
      this.lookedFor = true;
      if (!this.isDisposed) this.refresh();
    });
  }

  /** Looks at the disk again, also for what could not be read. */
  async readAgain(): Promise<void> {
    await this.services.store.refresh();
    this.model.retryFailed();
  }

  private refresh(): void {
    this.last = this.services.store.get(this.path) ?? this.last;
    this.model.update(this.subject());
  }

  private subject(): EvolutionSubject {
    const now = this.services.store.get(this.path);
    return toSubject(this.path, now ?? this.last, this.lookedFor && now === null);
  }
}
