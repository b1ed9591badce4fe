import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../src/training/config';
import { ConfigError } from '../../../src/training/configError';
import { configJsonSchema } from '../../../src/training/configJsonSchema';

interface Node {
  readonly properties?: Readonly<Record<string, Node | true>>;
  readonly description?: string;
  readonly default?: unknown;
  readonly then?: Node;
  readonly anyOf?: readonly Node[];
  readonly allOf?: readonly Node[];
}

const schema = configJsonSchema() as Node & Record<string, unknown>;
const ajv = new Ajv({ allErrors: true });
ajv.addVocabulary(['unit', 'place', 'enumDescriptions']);
const accepts = ajv.compile(schema);

/** Every key with where it stands: "optimizer.schedule.factor". */
function keysOf(node: Node, at = ''): readonly { readonly key: string; readonly node: Node }[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    if (child === true) return [];
    const key = at === '' ? name : `${at}.${name}`;
    return [{ key, node: child }, ...keysOf(child, key)];
  });
  const parts = [
    ...(node.anyOf ?? []),
    ...(node.allOf ?? []),
    ...(node.then === undefined ? [] : [node.then]),
  ];
  return [...own, ...parts.flatMap((part) => keysOf(part, at))];
}

function problemKeys(config: unknown): readonly string[] {
  try {
    resolveConfig(config, path.resolve('/somewhere/config.json'));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ key }) => key);
    throw error;
  }
}

/** Right values, values past their range, and values of another type. */
const value = fc.oneof(
  fc.constantFrom(null, true, false, 'set', 'relu', 'sign', 'cosine', 'adam', 'csv', '', 'unheard-of'),
  fc.constantFrom(0, 1, -1, 0.3, 1.5, 7, 100, 1e6 + 1, 2 ** 32),
);
const section = (
  kinds: readonly string[],
  keys: readonly string[],
): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
  fc
    .tuple(fc.constantFrom(...kinds), fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 2 }))
    .map(([kind, others]) => ({ kind, ...others }));

describe('the JSON Schema of configurations', () => {
  it('says of every key what it means', () => {
    const keys = keysOf(schema);
    expect(keys.length).toBeGreaterThan(70);
    expect(keys.filter(({ node }) => (node.description ?? '') === '').map(({ key }) => key)).toEqual([]);
  });

  it('has no key that docs/training.md leaves out', async () => {
    const page = await readFile(path.resolve(__dirname, '../../../docs/training.md'), 'utf8');
    const missing = keysOf(schema)
      .map(({ key }) => key.split('.').at(-1)!)
      .filter((name) => !new RegExp(`[\`."{, ]${name}[\`"., ]`).test(page));
    expect([...new Set(missing)]).toEqual([]);
  });

  it.each([
    ['nothing', {}],
    ['a whole configuration', resolveConfig({}, '/c.json')],
    ['a kind that is meant where none is given', { optimizer: { nesterov: true } }],
  ])('accepts %s', (_, config) => {
    expect(accepts(config) ? [] : accepts.errors).toEqual([]);
  });

  it.each([
    ['a key of another kind', { method: { kind: 'static', dropFraction: 0.3 } }],
    ['an unknown key', { epoch: 3 }],
    ['a value past its range', { network: { dropout: 1 } }],
    ['a section without its kind', { method: {} }],
    ['a key that its kind needs', { optimizer: { schedule: { kind: 'step' } } }],
  ])('refuses %s', (_, config) => {
    expect(accepts(config)).toBe(false);
    expect(problemKeys(config)).not.toEqual([]);
  });

  it('refuses nothing that training accepts, and what training accepts is complete by it too', () => {
    const config = fc.oneof(
      fc.record({ seed: value, epochs: value }, { requiredKeys: [] }),
      fc.record({
        method: section(
          ['set', 'rigl', 'granet', 'gmp', 'imp', 'static', 'dense', 'other'],
          ['dropFraction', 'variant', 'interval', 'endEpoch', 'beginEpoch', 'rounds', 'rewindStep'],
        ),
      }),
      fc.record({
        optimizer: section(['sgd', 'adam'], ['learningRate', 'momentum', 'beta1', 'batchSize', 'clipping']),
      }),
      fc.record({
        network: fc.dictionary(fc.constantFrom('hidden', 'activation', 'dropout', 'negativeSlope'), value, {
          maxKeys: 2,
        }),
      }),
    );
    let accepted = 0;
    fc.assert(
      fc.property(config, (given) => {
        if (problemKeys(given).length > 0) return;
        accepted++;
        expect(accepts(given) ? [] : accepts.errors).toEqual([]);
        expect(accepts(resolveConfig(given, path.resolve('/somewhere/config.json')))).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  it('accepts nothing within one key that training refuses there', () => {
    const single = fc.constantFrom('seed', 'epochs', 'checkpointEvery', 'threads', 'engine', 'name');
    fc.assert(
      fc.property(single, value, (key, given) => {
        expect(accepts({ [key]: given })).toBe(problemKeys({ [key]: given }).length === 0);
      }),
      { numRuns: 1000 },
    );
  });
});
