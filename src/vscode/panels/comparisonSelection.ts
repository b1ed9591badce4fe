import type * as vscode from 'vscode';
import { mostCompared, type SelectionMethods } from '../../protocol/selection';
import type { Handlers } from '../../protocol/rpc';
import { seriesFolderOf } from '../checkpointLabels';
import { Disposable } from '../disposable';
import { droppedPaths } from '../droppedPaths';
import { checkpointsAt } from '../series/scan';
import type { SeriesStore } from '../series/seriesStore';
import { comparedEntries } from './comparedEntries';
import type { ComparisonModel } from './comparisonModel';
import { availableRuns, newCheckpoints } from './followedRuns';

export interface SelectionServices {
  readonly store: SeriesStore;
  /** Lets the user choose checkpoints; undefined where none was chosen. */
  readonly pick: () => Promise<readonly string[] | undefined>;
  /** Whether someone can see the panel. */
  readonly isShown: () => boolean;
}

/** Which checkpoints a panel compares: changed by its page, and by the runs themselves while they are followed. */
export class ComparisonSelection extends Disposable {
  /** Taken away by hand: what follows the runs does not bring them back. */
  private readonly refused = new Set<string>();
  /** Someone looks at the list of all that could be compared. */
  private listed = false;
  /** By run: keeps its files watched. */
  private readonly watching = new Map<string, Promise<vscode.Disposable>>();

  constructor(
    private readonly model: ComparisonModel,
    private readonly services: SelectionServices,
    onRunsChanged: () => void,
  ) {
    super();
    this.register(
      services.store.onDidChange(({ series }) => {
        if (!model.paths.some((each) => series.has(seriesFolderOf(each)))) return;
        onRunsChanged();
        this.catchUp();
      }),
    );
    this.register({
      dispose: () => {
        this.unwatch(new Set());
      },
    });
    this.watch();
  }

  readonly handlers: Handlers<SelectionMethods> = {
    availableRuns: () => {
      this.listed = true;
      this.watch();
      return availableRuns(this.model.paths, (each) => this.services.store.seriesOf(each));
    },
    addCheckpoints: ({ paths }) => {
      this.add(paths);
      return null;
    },
    removeCheckpoints: ({ paths }) => {
      const gone = new Set(paths);
      const left = this.model.paths.filter((each) => !gone.has(each));
      if (left.length < 2) throw new Error('A comparison needs two checkpoints: those of the last two stay.');
      for (const each of paths) this.refused.add(each);
      this.model.setEntries(comparedEntries(left));
      this.watch();
      return null;
    },
    pickCheckpoints: async () => {
      const picked = await this.services.pick();
      if (picked !== undefined && picked.length > 0) this.add(picked);
      return null;
    },
    addDropped: async ({ uris }) => {
      const paths = await checkpointsAt(droppedPaths(uris));
      if (paths.length === 0) throw new Error('There is no checkpoint in what was dropped.');
      this.add(paths);
      return null;
    },
    setFollow: ({ follow }) => {
      this.model.setFollow(follow);
      this.watch();
      this.catchUp();
      return null;
    },
  };

  /** Throws where there are more than fit. */
  add(paths: readonly string[]): void {
    for (const each of paths) this.refused.delete(each);
    const all = [...new Set([...this.model.paths, ...paths])];
    if (all.length > mostCompared) {
      throw new Error(
        `${String(all.length)} checkpoints are more than the ${String(mostCompared)} that fit a matrix.`,
      );
    }
    this.model.setEntries(comparedEntries(all));
    this.watch();
  }

  /** Adds what came, as far as there is room; while the panel is hidden it waits for that. To be called when it is shown. */
  catchUp(): void {
    const { follow, paths } = this.model;
    if (follow === null || !this.services.isShown()) return;
    const came = newCheckpoints(paths, follow, this.refused, (each) => this.services.store.seriesOf(each));
    const room = came.slice(0, Math.max(0, mostCompared - paths.length));
    if (room.length > 0) this.add(room);
  }

  /** Watches the runs that are compared, also those in no watched folder, where that is of use. */
  private watch(): void {
    const wanted = this.listed || this.model.follow !== null;
    const runs = new Set(wanted ? this.model.paths.map(seriesFolderOf) : []);
    this.unwatch(runs);
    for (const run of runs) {
      if (this.watching.has(run)) continue;
      this.watching.set(
        run,
        this.services.store.show(run).then((watching) => {
          this.catchUp();
          return watching;
        }),
      );
    }
  }

  private unwatch(except: ReadonlySet<string>): void {
    for (const [run, watching] of this.watching) {
      if (except.has(run)) continue;
      this.watching.delete(run);
      void watching.then((each) => {
        each.dispose();
      });
    }
  }
}
