import { element } from '../shared/dom';

/** Where something of a run is chosen in the form: to say what is wrong at its place, and to go there. */
export interface Place {
  readonly root: HTMLElement;
  readonly problem: HTMLElement;
  /** As its label has it. */
  readonly title: string;
}

/** By key: "optimizer.momentum". */
export type Places = Map<string, Place>;

export interface RowTexts {
  readonly key: string;
  readonly title: string;
  readonly meaning: string;
}

export interface FormRow extends Place {
  readonly meaning: HTMLElement;
}

/** Its name, what is chosen, what that means, and what is wrong with it. */
export function formRow(
  { key, title, meaning: text }: RowTexts,
  controls: readonly HTMLElement[],
  places: Places,
): FormRow {
  const meaning = element('p', { class: 'form-meaning dim', id: `meaning-${key}` }, text);
  const problem = element('p', { class: 'field-problem', id: `problem-${key}` });
  for (const control of controls) control.setAttribute('aria-describedby', `${meaning.id} ${problem.id}`);
  const root = element(
    'div',
    { class: 'form-row', 'data-key': key },
    element('label', { class: 'form-label', title: key }, title),
    element('div', { class: 'form-control' }, ...controls),
    meaning,
    problem,
  );
  const row = { root, problem, title, meaning };
  places.set(key, row);
  return row;
}
