import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import { Notice } from '../shared/notice';
import { emptyStateOf, type Remedy } from './emptyState';

const labels: Readonly<Record<Remedy, string>> = {
  readAgain: 'Read Again',
  showLog: 'Show Training Log',
  trainAgain: 'Train Again with…',
  addSeries: 'Add Run…',
};

/** Says what the series in focus lacks; where that is everything, in place of the rest of the panel. */
export class EmptyStateView {
  private readonly notice = new Notice();
  readonly root = this.notice.root;

  /** `rest`: what shows nothing while there is nothing. */
  constructor(
    private readonly rest: readonly HTMLElement[],
    private readonly remedy: (remedy: Remedy, path: string) => void,
  ) {}

  update(focus: EvolutionSnapshot, all: readonly EvolutionSnapshot[]): void {
    const state = emptyStateOf(focus);
    const alone = state?.alone === true && all.length === 1;
    const actions = (state?.remedies ?? []).map((remedy) => ({
      label: labels[remedy],
      run: () => {
        this.remedy(remedy, focus.header.path);
      },
    }));
    this.notice.update(state, actions, alone);
    for (const part of this.rest) part.hidden = alone;
  }
}
