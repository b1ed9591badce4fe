import * as z from 'zod';
import { configSections } from './config';

type Json = Readonly<Record<string, unknown>>;

/**
 * The configuration as a JSON Schema (draft 7, which VS Code reads), with defaults and meanings, and `unit` where a number
 * has one. What the keys of one file say of each other, the schema does not know: `resolveConfig` does.
 */
export function configJsonSchema(): Json {
  const schema = z.toJSONSchema(z.strictObject(configSections), { target: 'draft-7', io: 'input' }) as Json;
  return {
    ...(byKind(schema) as Json),
    title: 'Sparse Topology training configuration',
    description: 'Every key has a default: {} is a whole configuration.',
  };
}

/**
 * A choice between objects by their `kind`, as conditions on it: an editor then completes and judges the keys of the
 * chosen one alone, and tells what each kind is.
 */
function byKind(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(byKind);
  if (typeof node !== 'object' || node === null) return node;
  const fields = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, byKind(value)]));
  const options = fields['oneOf'];
  if (!isChoice(options)) return fields;
  delete fields['oneOf'];
  const kinds = options.map(({ properties }) => properties.kind);
  return {
    ...fields,
    type: 'object',
    properties: {
      kind: {
        description: 'Which kind, and with it which other keys there are.',
        enum: kinds.map((kind) => kind.const),
        enumDescriptions: kinds.map(({ description = '' }) => description),
      },
    },
    ...(kinds.every((kind) => kind.default === undefined) && { required: ['kind'] }),
    allOf: options.map((option) => ({
      // A kind that is the default is meant where none is given.
      if: {
        properties: { kind: { const: option.properties.kind.const } },
        ...(option.properties.kind.default === undefined && { required: ['kind'] }),
      },
      then: {
        properties: withoutKind(option.properties),
        additionalProperties: false,
        ...requiredOf(option),
      },
    })),
  };
}

interface Option {
  readonly properties: Readonly<Record<string, unknown>> & {
    readonly kind: { readonly const: string; readonly default?: string; readonly description?: string };
  };
  readonly required?: readonly string[];
}

function isChoice(options: unknown): options is readonly Option[] {
  return (
    Array.isArray(options) &&
    options.every(
      (option) =>
        (option as { properties?: { kind?: { const?: unknown } } }).properties?.kind?.const !== undefined,
    )
  );
}

/** The kind itself stays allowed; it is described once for all. */
function withoutKind(properties: Option['properties']): Json {
  return { ...properties, kind: true };
}

function requiredOf({ required = [] }: Option): Json {
  const others = required.filter((key) => key !== 'kind');
  return others.length === 0 ? {} : { required: others };
}
