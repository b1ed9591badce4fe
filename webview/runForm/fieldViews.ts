import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { iconButton, select, setValue } from '../shared/controls';
import { element, setText } from '../shared/dom';
import { type Field, type Option, typedText, typedValue } from './fields';

/** What the fields of a form do with the configuration. */
export interface FormEditor {
  valueAt(key: readonly string[]): unknown;
  /** Undefined takes the key away, so that its default holds. */
  change(key: readonly string[], value: unknown): void;
  /** A path, or null where none was chosen. */
  pickPath(folder: boolean): Promise<string | null>;
}

/** Where each key stands in the form: to say what is wrong at its place. */
export type Places = Map<string, { readonly root: HTMLElement; readonly problem: HTMLElement }>;

type Of<K extends Field['kind']> = Extract<Field, { readonly kind: K }>;

/** Builds the rows of some fields. */
export function fieldRows(
  fields: readonly Field[],
  editor: FormEditor,
  places: Places,
): readonly HTMLElement[] {
  return fields.map((field) => {
    switch (field.kind) {
      case 'section':
        return sectionRows(field, editor, places);
      case 'choice':
        return choiceRows(field, editor, places);
      case 'flag':
        return row(field, flagControl(field, editor), places);
      case 'word':
        return row(field, wordControl(field, editor), places);
      default:
        return row(field, typedControl(field, editor), places);
    }
  });
}

function row(field: Field, control: HTMLElement, places: Places): HTMLElement {
  const key = field.key.join('.');
  const meaningId = `meaning-${key}`;
  const problem = element('p', { class: 'field-problem', id: `problem-${key}` });
  const unit = 'unit' in field && field.unit !== null ? element('span', { class: 'dim' }, field.unit) : null;
  control.setAttribute('aria-describedby', `${meaningId} ${problem.id}`);
  const root = element(
    'div',
    { class: 'form-row', 'data-key': key },
    element('label', { class: 'form-label', title: key }, field.title),
    element('div', { class: 'form-control' }, control, unit),
    element('p', { class: 'form-meaning dim', id: meaningId }, field.meaning),
    problem,
  );
  control.ariaLabel = field.title;
  places.set(key, { root, problem });
  return root;
}

function flagControl(field: Of<'flag'>, editor: FormEditor): HTMLElement {
  const box = element('input', { type: 'checkbox' });
  const value = editor.valueAt(field.key);
  box.checked = typeof value === 'boolean' ? value : field.usual;
  box.addEventListener('change', () => {
    editor.change(field.key, box.checked === field.usual ? undefined : box.checked);
  });
  return box;
}

const unset = '';

function wordControl(field: Of<'word'>, editor: FormEditor): HTMLElement {
  const { words, usual } = field;
  const choices = words.map(({ text }) => [text, text === usual ? `${text} (default)` : text] as const);
  const control = select(usual === null ? [[unset, 'by default'], ...choices] : choices, () => {
    const chosen = words.find(({ text }) => text === control.value);
    editor.change(field.key, chosen === undefined || chosen.text === usual ? undefined : chosen.value);
  });
  control.label = field.title;
  const value = editor.valueAt(field.key);
  const given = words.find((word) => word.value === value);
  setValue(control, given?.text ?? usual ?? unset);
  return control;
}

type TypedKind = Parameters<typeof typedValue>[0];

function typedControl(field: Of<TypedKind>, editor: FormEditor): HTMLElement {
  const control = element('vscode-textfield', {
    placeholder: field.usual ?? '',
    class: field.kind === 'number' ? 'short' : 'long',
  });
  control.label = field.title;
  const value = editor.valueAt(field.key);
  control.value = value === undefined || value === null ? '' : typedText(value);
  control.addEventListener('input', () => {
    editor.change(field.key, typedValue(field.kind, control.value));
  });
  if (field.kind !== 'path') return control;
  const pick = async (): Promise<void> => {
    const picked = await editor.pickPath(field.key.at(-1) === 'folder');
    if (picked === null) return;
    control.value = picked;
    editor.change(field.key, picked);
  };
  return element(
    'span',
    { class: 'path-control', role: 'group' },
    control,
    iconButton('folder-opened', `Choose ${field.title.toLowerCase()}…`, () => void pick()),
  );
}

function sectionRows(field: Of<'section'>, editor: FormEditor, places: Places): HTMLElement {
  const key = field.key.join('.');
  const problem = element('p', { class: 'field-problem' });
  const body = element('div', { class: 'form-rows' });
  const fill = (there: boolean): void => {
    body.replaceChildren(...(there ? fieldRows(field.fields, editor, places) : []));
  };
  const given = editor.valueAt(field.key);
  const there = !field.optional || (given !== undefined && given !== null);
  fill(there);
  let head: HTMLElement;
  if (field.optional) {
    const box = element('input', { type: 'checkbox' });
    box.checked = there;
    box.addEventListener('change', () => {
      editor.change(field.key, box.checked ? {} : undefined);
      fill(box.checked);
    });
    head = element('label', { class: 'form-subhead', title: key }, box, ` ${field.title}`);
  } else {
    head = element('h3', { class: 'form-subhead', title: key }, field.title);
  }
  const meaning = element('p', { class: 'form-meaning dim' }, field.meaning);
  const root = element('div', { class: 'form-section', 'data-key': key }, head, meaning, problem, body);
  places.set(key, { root, problem });
  return root;
}

function choiceRows(field: Of<'choice'>, editor: FormEditor, places: Places): HTMLElement {
  const { options, usual } = field;
  const key = [...field.key, 'kind'];
  const body = element('div', { class: 'form-rows' });
  const meaning = element('p', { class: 'form-meaning dim' });
  const show = (option: Option): void => {
    setText(meaning, option.meaning);
    body.replaceChildren(...fieldRows(option.fields, editor, places));
  };
  const control = select(
    options.map(({ value }) => [value, value] as const),
    () => {
      const option = options.find(({ value }) => value === control.value) ?? options[usual];
      // The keys of one kind mean nothing to another; those that both have stay.
      const kept = option.fields.flatMap((each) => {
        const value = editor.valueAt(each.key);
        return value === undefined ? [] : [[each.key.at(-1)!, value] as const];
      });
      editor.change(field.key, { kind: option.value, ...Object.fromEntries(kept) });
      show(option);
    },
  );
  const chosen = options.find(({ value }) => value === editor.valueAt(key)) ?? options[usual];
  setValue(control, chosen.value);
  control.label = field.title;
  show(chosen);
  const problem = element('p', { class: 'field-problem' });
  const root = element(
    'div',
    { class: 'form-row', 'data-key': key.join('.') },
    element(
      'label',
      { class: 'form-label', title: key.join('.') },
      field.key.length > 1 ? field.title : 'Kind',
    ),
    element('div', { class: 'form-control' }, control),
    meaning,
    problem,
  );
  places.set(field.key.join('.'), { root, problem });
  places.set(key.join('.'), { root, problem });
  return element('div', { class: 'form-rows' }, root, body);
}

/** A group of the form that folds: a section of the configuration, or what stands at its top. */
export function formGroup(title: string, rows: readonly HTMLElement[]): HTMLElement {
  return element(
    'details',
    { class: 'form-group', open: true },
    element('summary', {}, element('h2', {}, title)),
    element('div', { class: 'form-rows' }, ...rows),
  );
}
