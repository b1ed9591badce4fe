import { element, setText } from '../../shared/dom';
import { formatCount, formatEpoch } from '../../shared/format';
import type { LinkStore } from '../../shared/linkStore';
import type { Theme } from '../../shared/theme';
import { changeCounts } from './linkChanges';
import { type Moment, sameMoment } from './moment';
import type { MomentView } from './momentView';

/** The links of a layer: which stayed, came and went. */
export class ConnectionsView implements MomentView {
  private readonly words = element('p', { 'data-part': 'changes', role: 'status' });
  readonly root = element('section', { class: 'section' }, element('h2', {}, 'Connections'), this.words);
  private shown: Moment | null = null;

  constructor(private readonly links: LinkStore) {}

  update(moment: Moment, _theme: Theme): void {
    if (sameMoment(this.shown, moment)) return;
    this.shown = moment;
    void this.read(moment);
  }

  private async read(moment: Moment): Promise<void> {
    const { shown, against, layer } = moment;
    let words: string;
    try {
      const later = await this.links.load({ path: shown.path, layer });
      const earlier = against === null ? null : await this.links.load({ path: against.path, layer });
      const counts = earlier === null ? null : changeCounts(earlier, later);
      words =
        counts === null || against === null
          ? `${formatCount(later.indices.length)} links at epoch ${formatEpoch(shown.epoch)}`
          : `epoch ${formatEpoch(shown.epoch)} against ${formatEpoch(against.epoch)}: ${formatCount(counts.kept)} kept, ${formatCount(counts.gained)} gained, ${formatCount(counts.lost)} lost`;
    } catch (error) {
      words = error instanceof Error ? error.message : String(error);
    }
    if (this.shown === moment) setText(this.words, words);
  }
}
