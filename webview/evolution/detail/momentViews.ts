import type { LinkStore } from '../../shared/linkStore';
import { ConnectionsView } from './connectionsView';
import type { MomentView } from './momentView';

export interface MomentSources {
  readonly links: LinkStore;
}

/** What is shown of one layer, from top to bottom. A new view is a line here. */
export function momentViews(sources: MomentSources): readonly MomentView[] {
  return [new ConnectionsView(sources.links)];
}
