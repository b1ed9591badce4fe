/** The form as data, made from the JSON Schema of the configuration: a new key of it is a new field. */

/** What every field has. */
interface Common {
  /** From the top: ["optimizer", "learningRate"]. */
  readonly key: readonly string[];
  /** "Learning rate". */
  readonly title: string;
  readonly meaning: string;
}

export type Field = Common &
  (
    | { readonly kind: 'flag'; readonly usual: boolean }
    | { readonly kind: 'word'; readonly words: readonly Word[]; readonly usual: string | null }
    | {
        /** What is typed: a number, a text, a path, a list, or a text that may be a number. */
        readonly kind: 'number' | 'text' | 'path' | 'numbers' | 'texts' | 'either';
        readonly unit: string | null;
        /** As it would be typed; null where it stays empty. */
        readonly usual: string | null;
      }
    /** Keys of their own; where `optional`, the whole may be absent (null). */
    | { readonly kind: 'section'; readonly optional: boolean; readonly fields: readonly Field[] }
    | {
        readonly kind: 'choice';
        readonly options: readonly Option[];
        /** Index of the option that is meant where none is given. */
        readonly usual: number;
      }
    /** Keys that exclude each other: several ways to say one thing. `key` is what they stand in. */
    | { readonly kind: 'ways'; readonly ways: readonly Way[] }
  );

export type FieldOf<K extends Field['kind']> = Extract<Field, { readonly kind: K }>;

/** One of a few values. */
export interface Word {
  readonly text: string;
  readonly value: string | boolean;
}

export interface Option {
  readonly value: string;
  readonly meaning: string;
  readonly fields: readonly Field[];
  /** All keys that it has: "dropFraction". */
  readonly names: readonly string[];
}

export interface Way {
  readonly text: string;
  readonly fields: readonly Field[];
}

interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly place?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Node | true>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly allOf?: readonly { readonly if: Node; readonly then: Node }[];
}

/** The fields of a configuration, in the order of the schema. */
export function fieldsOf(schema: unknown): readonly Field[] {
  return fieldsIn(schema as Node, []);
}

function fieldsIn({ properties = {} }: Node, parent: readonly string[]): readonly Field[] {
  return Object.entries(properties).flatMap(([name, node]) =>
    node === true ? [] : [fieldOf(node, [...parent, name])],
  );
}

function fieldOf(node: Node, key: readonly string[]): Field {
  const common = { key, title: titleOf(key), meaning: inForm(node.description ?? '') };
  const some = node.anyOf?.filter(({ type }) => type !== 'null') ?? [node];
  const optional = node.anyOf !== undefined && some.length < node.anyOf.length;
  if (some.length > 1) return { ...common, ...typed('either', node, node.default) };
  const own = some[0];
  if (own.allOf !== undefined) return { ...common, ...choiceOf(own, node.default, key) };
  switch (own.type) {
    case 'object':
      return { ...common, kind: 'section', optional, fields: fieldsIn(own, key) };
    case 'boolean':
      // What holds without a value is not told by a box: it is ticked or not.
      return typeof node.default === 'boolean'
        ? { ...common, kind: 'flag', usual: node.default }
        : { ...common, kind: 'word', words: yesAndNo, usual: null };
    case 'integer':
    case 'number':
      return { ...common, ...typed('number', node, node.default) };
    case 'array':
      return { ...common, ...typed(own.items?.type === 'string' ? 'texts' : 'numbers', node, node.default) };
    default:
      break;
  }
  if (own.enum !== undefined) {
    const words = own.enum.map((value) => ({ text: value, value }));
    return { ...common, kind: 'word', words, usual: typeof node.default === 'string' ? node.default : null };
  }
  return { ...common, ...typed(own.place === 'path' ? 'path' : 'text', node, node.default) };
}

const yesAndNo: readonly Word[] = [
  { text: 'yes', value: true },
  { text: 'no', value: false },
];

/** What the file says by null is said here by leaving a field empty or a box unticked. */
function inForm(meaning: string): string {
  return meaning.replaceAll(/\b([Nn])ull:/g, (_, letter: string) =>
    letter === 'N' ? 'Left out:' : 'left out:',
  );
}

type Typed = Extract<Field, { readonly unit: string | null }>;

function typed(kind: Typed['kind'], { unit }: Node, usual: unknown): Pick<Typed, 'kind' | 'unit' | 'usual'> {
  return { kind, unit: unit ?? null, usual: usual === undefined || usual === null ? null : typedText(usual) };
}

function choiceOf(
  { properties, allOf = [] }: Node,
  usual: unknown,
  key: readonly string[],
): Pick<FieldOf<'choice'>, 'kind' | 'options' | 'usual'> {
  const { kind } = properties as { readonly kind: Node };
  const values = kind.enum ?? [];
  const named = (usual as { readonly kind?: string } | undefined)?.kind;
  return {
    kind: 'choice',
    options: values.map((value, k) => ({
      value,
      meaning: kind.enumDescriptions?.[k] ?? '',
      fields: fieldsIn(allOf[k].then, key),
      names: Object.keys(allOf[k].then.properties ?? {}).filter((name) => name !== 'kind'),
    })),
    usual: Math.max(0, named === undefined ? 0 : values.indexOf(named)),
  };
}

/** "learningRate" → "Learning rate". */
function titleOf(key: readonly string[]): string {
  const words = (key.at(-1) ?? '').replaceAll(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as it is typed into its field. */
export function typedText(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/**
 * What a text that was typed stands for; undefined for nothing, so that the default holds. What is no number where one is
 * wanted stays the text that it is: the check says what is possible.
 */
export function typedValue(kind: Typed['kind'], text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  switch (kind) {
    case 'number':
    case 'either':
      return numberOr(trimmed);
    case 'numbers':
      return trimmed.split(/[\s,;]+/).map(numberOr);
    case 'texts':
      return trimmed.split(/\s*,\s*/);
    case 'text':
    case 'path':
      return trimmed;
  }
}

function numberOr(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}
