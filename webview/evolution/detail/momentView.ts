import type { Theme } from '../../shared/theme';
import type { Moment } from './moment';

/** One view of a moment: connections, degrees, input map … */
export interface MomentView {
  readonly root: HTMLElement;
  /** Called at each step of the time line, up to 60 times a second: what is not at hand is fetched and drawn later. */
  update(moment: Moment, theme: Theme): void;
}
