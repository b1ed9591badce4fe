import type { LinkStore } from '../../shared/linkStore';
import type { RunInputsStore } from '../../shared/runInputsStore';
import type { MatchingStore } from './matchingStore';

/** Where the views of a pair get what they show. */
export interface PairSources {
  readonly matchings: MatchingStore;
  readonly links: LinkStore;
  readonly inputs: RunInputsStore;
}
