import { select, setValue } from '../shared/controls';
import { element, setText } from '../shared/dom';
import { chosenOption, chosenWay } from './editing';
import { controlsOf, type FormEditor, type SingleField } from './fieldControls';
import type { Field, FieldOf, Option, Way } from './fields';
import { formRow, type Places } from './formRow';

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
      case 'ways':
        return waysRows(field, editor, places);
      default:
        return singleRow(field, editor, places);
    }
  });
}

function singleRow(field: SingleField, editor: FormEditor, places: Places): HTMLElement {
  return formRow({ ...field, key: field.key.join('.') }, controlsOf(field, editor), places).root;
}

function sectionRows(field: FieldOf<'section'>, editor: FormEditor, places: Places): HTMLElement {
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
  places.set(key, { root, problem, title: field.title });
  return root;
}

function choiceRows(field: FieldOf<'choice'>, editor: FormEditor, places: Places): HTMLElement {
  const { options, usual, title } = field;
  const key = [...field.key, 'kind'];
  const body = element('div', { class: 'form-rows' });
  const control = select(
    options.map(({ value }) => [value, value] as const),
    () => {
      const option = options.find(({ value }) => value === control.value) ?? options[usual];
      editor.change(field.key, { kind: option.value, ...sharedKeys(editor.valueAt(field.key), option) });
      show(option);
    },
  );
  const row = formRow({ key: key.join('.'), title, meaning: '' }, [control], places);
  const show = (option: Option): void => {
    setText(row.meaning, option.meaning);
    body.replaceChildren(...fieldRows(option.fields, editor, places));
    // What is wrong with all of it stands here.
    places.set(field.key.join('.'), { root: row.root, problem: row.problem, title });
  };
  const chosen = chosenOption(editor.config(), field);
  setValue(control, chosen.value);
  control.label = title;
  show(chosen);
  return element('div', { class: 'form-rows' }, row.root, body);
}

/** The keys of one kind mean nothing to another; those that both have stay. */
function sharedKeys(value: unknown, { names }: Option): object {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => names.includes(name)));
}

function waysRows(field: FieldOf<'ways'>, editor: FormEditor, places: Places): HTMLElement {
  const { ways, title } = field;
  const root = element('div', { class: 'form-rows' });
  const picker = select(
    ways.map(({ text }, k) => [String(k), text] as const),
    () => {
      const way = ways[Number(picker.value)];
      for (const other of ways) {
        if (other !== way) for (const { key } of other.fields) editor.change(key, undefined);
      }
      show(way);
      picker.focus();
    },
  );
  picker.label = `${title}: how they are given`;
  const show = (way: Way): void => {
    const [first, ...others] = way.fields;
    const alone = others.length === 0 && isSingle(first) ? first : null;
    const head = alone ?? { ...field, meaning: '' };
    const controls = alone === null ? [] : controlsOf(alone, editor);
    const row = formRow(
      { key: head.key.join('.'), title, meaning: head.meaning },
      [picker, ...controls],
      places,
    );
    // Keys that are not to be seen have their place here too.
    for (const key of [field.key, ...ways.flatMap((each) => each.fields.map((own) => own.key))]) {
      places.set(key.join('.'), row);
    }
    root.replaceChildren(row.root, ...(alone === null ? fieldRows(way.fields, editor, places) : []));
  };
  const chosen = chosenWay(editor.config(), field);
  setValue(picker, String(ways.indexOf(chosen)));
  show(chosen);
  return root;
}

function isSingle(field: Field): field is SingleField {
  return !['section', 'choice', 'ways'].includes(field.kind);
}
