import { button } from './controls';
import { element } from './dom';
import './notice.css';

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export interface NoticeWords {
  readonly title: string;
  readonly advice: string;
}

/** Why something is not to be seen, and what to do. */
export class Notice {
  private readonly words = element('div', { class: 'notice-words', role: 'status' });
  private readonly actions = element('div', { class: 'notice-actions' });
  readonly root = element('section', { class: 'notice', hidden: true }, this.words, this.actions);
  private shown = '';

  /** `alone`: nothing else is there to be looked at. Null hides it. */
  update(words: NoticeWords | null, actions: readonly NoticeAction[], alone: boolean): void {
    this.root.hidden = words === null;
    this.root.classList.toggle('alone', alone);
    // Buttons that stay keep the focus.
    const key = JSON.stringify([words, actions.map(({ label }) => label)]);
    if (words === null || key === this.shown) return;
    this.shown = key;
    this.words.replaceChildren(
      element('p', { class: 'notice-title' }, words.title),
      element('p', { class: 'dim' }, words.advice),
    );
    this.actions.replaceChildren(...actions.map(({ label, run }) => button(label, {}, run)));
  }
}
