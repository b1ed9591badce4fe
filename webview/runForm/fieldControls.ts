import type { WrittenConfig } from '../../src/protocol/runForm';
import { iconButton, select, setValue } from '../shared/controls';
import { element } from '../shared/dom';
import { type FieldOf, typedText, typedValue } from './fields';

/** What the fields of a form do with the configuration. */
export interface FormEditor {
  config(): WrittenConfig;
  valueAt(key: readonly string[]): unknown;
  /** Undefined takes the key away, so that its default holds. */
  change(key: readonly string[], value: unknown): void;
  /** A path, or null where none was chosen. */
  pickPath(folder: boolean): Promise<string | null>;
}

type TypedKind = Parameters<typeof typedValue>[0];
/** Fields of one value. */
export type SingleField = FieldOf<'flag' | 'word' | TypedKind>;

/** What one value is given by, with its unit. */
export function controlsOf(field: SingleField, editor: FormEditor): readonly HTMLElement[] {
  const control = controlOf(field, editor);
  control.ariaLabel = field.title;
  const unit = 'unit' in field ? field.unit : null;
  return unit === null ? [control] : [control, element('span', { class: 'dim' }, unit)];
}

function controlOf(field: SingleField, editor: FormEditor): HTMLElement {
  switch (field.kind) {
    case 'flag':
      return flagControl(field, editor);
    case 'word':
      return wordControl(field, editor);
    default:
      return typedControl(field, editor);
  }
}

function flagControl(field: FieldOf<'flag'>, editor: FormEditor): HTMLElement {
  const box = element('input', { type: 'checkbox' });
  const value = editor.valueAt(field.key);
  box.checked = typeof value === 'boolean' ? value : field.usual;
  box.addEventListener('change', () => {
    editor.change(field.key, box.checked === field.usual ? undefined : box.checked);
  });
  return box;
}

const unset = '';

function wordControl(field: FieldOf<'word'>, editor: FormEditor): HTMLElement {
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

function typedControl(field: FieldOf<TypedKind>, editor: FormEditor): HTMLElement {
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
