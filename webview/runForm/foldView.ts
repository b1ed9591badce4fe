import type { WrittenConfig } from '../../src/protocol/runForm';
import { element } from '../shared/dom';
import type { FormEditor } from './fieldControls';
import { fieldRows } from './fieldRows';
import type { Field } from './fields';
import { foldWords } from './foldWords';
import type { Places } from './formRow';
import type { Fold } from './placement';

/** A part of the form that folds; while it does, its heading says what is set within. */
export class FoldView {
  private readonly words = element('span', { class: 'fold-words' });
  private readonly body = element('div', { class: 'form-rows' });
  private readonly problem = element('p', { class: 'field-problem' });
  readonly root: HTMLDetailsElement;
  /** What stands in it, as text. */
  private filledWith = '';

  constructor(
    private readonly fold: Fold,
    private readonly editor: FormEditor,
    private readonly places: Places,
    isOpen: boolean,
    onToggle: () => void,
  ) {
    const { id, title } = fold;
    this.root = element(
      'details',
      { class: 'form-group', 'data-fold': id, open: isOpen },
      element('summary', {}, element('h2', {}, title), this.words),
      this.problem,
      this.body,
    );
    this.root.addEventListener('toggle', onToggle);
  }

  get id(): string {
    return this.fold.id;
  }

  get open(): boolean {
    return this.root.open;
  }

  update(config: WrittenConfig): void {
    const { id, title, telling } = this.fold;
    const fields = this.fold.fieldsFor(config);
    this.fill(fields);
    this.root.hidden = fields.length === 0;
    const { set, usual } = foldWords(fields, config, telling);
    this.words.replaceChildren(
      ...(set.length === 0 ? [] : [hidden('set: '), element('strong', {}, set.join(' · '))]),
      set.length > 0 && usual.length > 0 ? ' · ' : '',
      ...(usual.length === 0
        ? []
        : [hidden('by default: '), element('span', { class: 'dim' }, usual.join(' · '))]),
    );
    // Where the section has no better place for what is wrong with all of it.
    if (!this.places.has(id)) this.places.set(id, { root: this.root, problem: this.problem, title });
  }

  /** Rows that stand stay, with what is being typed into them. */
  private fill(fields: readonly Field[]): void {
    const wanted = JSON.stringify(fields);
    if (wanted === this.filledWith) return;
    this.filledWith = wanted;
    this.body.replaceChildren(...fieldRows(fields, this.editor, this.places));
  }
}

function hidden(text: string): HTMLElement {
  return element('span', { class: 'visually-hidden' }, text);
}
