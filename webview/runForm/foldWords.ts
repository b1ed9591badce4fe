import type { WrittenConfig } from '../../src/protocol/runForm';
import { chosenOption, isGiven, valueAt } from './editing';
import { type Field, typedText } from './fields';

/** What a folded part of the form says of itself. */
export interface FoldWords {
  /** What is set away from its default: "batch size 64". */
  readonly set: readonly string[];
  /** What else is worth telling, as it is by default: "momentum 0.9". */
  readonly usual: readonly string[];
}

/** `telling` has the keys that are told also where they are the usual ones. */
export function foldWords(
  fields: readonly Field[],
  config: WrittenConfig,
  telling: ReadonlySet<string>,
): FoldWords {
  const said = fields.flatMap((field) => wordsOf(field, config, telling, ''));
  return {
    set: said.filter(({ isSet }) => isSet).map(({ text }) => text),
    usual: said.filter(({ isSet }) => !isSet).map(({ text }) => text),
  };
}

interface Said {
  readonly text: string;
  readonly isSet: boolean;
}

/** `prefix` names what the field stands in: "keep " for "keep every 5". */
function wordsOf(
  field: Field,
  config: WrittenConfig,
  telling: ReadonlySet<string>,
  prefix: string,
): readonly Said[] {
  const name = `${prefix}${field.title.toLowerCase()}`;
  const within = (fields: readonly Field[], inner: string): readonly Said[] =>
    fields.flatMap((each) => wordsOf(each, config, telling, inner));
  const say = (value: string | null, usual: string | null, text: (of: string) => string): readonly Said[] => {
    if (value !== null && value !== usual) return [{ text: text(value), isSet: true }];
    return usual !== null && telling.has(field.key.join('.')) ? [{ text: text(usual), isSet: false }] : [];
  };
  const given = isGiven(config, field.key) ? valueAt(config, field.key) : null;
  switch (field.kind) {
    case 'section':
      if (field.optional && given === null) return [];
      return [...(field.optional ? [{ text: name, isSet: true }] : []), ...within(field.fields, `${name} `)];
    case 'choice': {
      const { value, fields } = chosenOption(config, field);
      // The kind of the whole section needs no name before it.
      const [before, inner] = field.key.length === 1 ? ['', ''] : [`${name} `, `${name} `];
      return [...say(value, field.options[field.usual].value, (of) => before + of), ...within(fields, inner)];
    }
    case 'ways':
      return field.ways.flatMap(({ fields }) => within(fields, prefix));
    case 'flag':
      return say(typeof given === 'boolean' ? yesOrNo(given) : null, yesOrNo(field.usual), (of) =>
        of === 'yes' ? name : `no ${name}`,
      );
    case 'word': {
      const word = field.words.find(({ value }) => value === given);
      return say(
        word?.text ?? (given === null ? null : typedText(given)),
        field.usual,
        (of) => `${name} ${of}`,
      );
    }
    default:
      return say(
        given === null ? null : typedText(given),
        field.usual,
        (of) => `${name} ${field.kind === 'path' ? of.replace(/^.*[\\/](?=.)/, '') : of}`,
      );
  }
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
