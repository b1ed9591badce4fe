import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../src/training/config';
import { configJsonSchema } from '../../../src/training/configJsonSchema';
import { trainingTemplates, templateConfig } from '../../../src/vscode/training/templates';
import type { WrittenConfig } from '../../../src/protocol/runForm';
import { chosenOption, valueAt, withValue } from '../../../webview/runForm/editing';
import { type Field, fieldsOf, typedText, typedValue } from '../../../webview/runForm/fields';
import { foldWords } from '../../../webview/runForm/foldWords';
import { place } from '../../../webview/runForm/placement';

const fields = fieldsOf(configJsonSchema());

/** Every field that a configuration fills, with its key, in the branches that it chooses. */
function filledBy(config: WrittenConfig, among = fields): readonly Field[] {
  return among.flatMap((field) => {
    if (field.kind === 'section') {
      const absent = field.optional && (valueAt(config, field.key) ?? null) === null;
      return absent ? [field] : [field, ...filledBy(config, field.fields)];
    }
    if (field.kind !== 'choice') return [field];
    return [field, ...filledBy(config, chosenOption(config, field).fields)];
  });
}

/** Key paths of all values, "optimizer.schedule.kind" …; a list is one value. */
function keysOf(value: unknown, at: readonly string[] = []): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [at.join('.')];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, [...at, key]));
}

describe('the form for a new run', () => {
  it('has a field for every key that training knows', () => {
    for (const template of trainingTemplates) {
      const config = resolveConfig(templateConfig(template, 12), path.resolve('/c.json'));
      const there = new Set(
        filledBy(config).flatMap(({ key, kind }) => [
          key.join('.'),
          ...(kind === 'choice' ? [[...key, 'kind'].join('.')] : []),
        ]),
      );
      expect(keysOf(config).filter((key) => !there.has(key))).toEqual([]);
    }
  });

  it('shows the defaults that training fills in', () => {
    const complete = resolveConfig({}, path.resolve('/c.json'));
    const wrong = filledBy({}).flatMap((field) => {
      const value = valueAt(complete, field.key);
      if (!('usual' in field) || field.kind === 'choice' || field.usual === null) return [];
      const shown = field.kind === 'flag' ? field.usual : typedText(value);
      return (field.kind === 'flag' ? value : field.usual) === shown ? [] : [field.key.join('.')];
    });
    expect(wrong).toEqual([]);
  });

  it('reads what is typed as the value that it shows as that text', () => {
    const typed = fc.oneof(
      fc.tuple(fc.constant('number' as const), fc.double({ noNaN: true, noDefaultInfinity: true })),
      fc.tuple(fc.constant('numbers' as const), fc.array(fc.nat(), { minLength: 1 })),
      fc.tuple(fc.constant('texts' as const), fc.array(fc.stringMatching(/^[a-z/.]+$/), { minLength: 1 })),
      fc.tuple(fc.constant('path' as const), fc.stringMatching(/^[a-z/.]+$/)),
    );
    fc.assert(
      fc.property(typed, ([kind, value]) => {
        // JSON has no −0.
        const expected = kind === 'number' ? value + 0 : value;
        expect(typedValue(kind, typedText(expected))).toEqual(expected);
      }),
    );
    expect(typedValue('number', ' ')).toBeUndefined();
    expect(typedValue('number', '0,3')).toBe('0,3');
    expect(typedValue('either', 'label')).toBe('label');
    expect(typedValue('either', '-1')).toBe(-1);
  });
});

/** Keys of all values that some fields give, in the branches that a configuration chooses. */
function leavesOf(among: readonly Field[], config: WrittenConfig): readonly string[] {
  return among.flatMap((field) => {
    const key = field.key.join('.');
    if (field.kind === 'section') return [key, ...leavesOf(field.fields, config)];
    if (field.kind === 'ways') return field.ways.flatMap((way) => leavesOf(way.fields, config));
    if (field.kind !== 'choice') return [key];
    return [key, ...leavesOf(chosenOption(config, field).fields, config)];
  });
}

describe('where fields stand', () => {
  const kindsOf = (name: string): readonly string[] =>
    fields.flatMap((field) =>
      field.kind === 'choice' && field.key[0] === name ? field.options.map(({ value }) => value) : [],
    );
  const configs = kindsOf('data').flatMap((data) =>
    kindsOf('method').map((method) => ({ data: { kind: data }, method: { kind: method } })),
  );

  it('is one place for each, whatever is learnt from and by', () => {
    const { deciding, folds } = place(fields);
    const sections = ['network', 'topology'];
    for (const config of configs) {
      const placed = [...deciding, ...folds.flatMap(({ fieldsFor }) => fieldsFor(config))];
      const expected = leavesOf(fields, config).filter((key) => key !== 'name' && !sections.includes(key));
      expect(leavesOf(placed, config).toSorted()).toEqual(expected.toSorted());
    }
  });

  it('is said of what is set there, and of nothing that is as by default', () => {
    const said = (config: WrittenConfig, id: string): ReturnType<typeof foldWords> => {
      const { fieldsFor, telling } = place(fields).folds.find((fold) => fold.id === id)!;
      return foldWords(fieldsFor(config), config, telling);
    };
    const optimizer = {
      kind: 'adam',
      learningRate: 0.001,
      batchSize: 64,
      schedule: { kind: 'step', factor: 0.5 },
    };
    expect(said({ optimizer }, 'optimizer')).toEqual({
      set: ['adam', 'batch size 64', 'schedule step', 'schedule factor 0.5'],
      usual: ['learning rate 0.001'],
    });
    const others = { engine: 'auto', keep: { every: 5, best: false }, earlyStopping: {} };
    expect(said(others, 'run')).toEqual({
      set: ['keep every 5', 'no keep best', 'early stopping'],
      usual: ['seed 1', 'engine auto'],
    });
    const from = { topology: { from: '/runs/a/epoch-0003.safetensors', rewired: { fraction: 0.01 } } };
    expect(said(from, 'topology')).toEqual({ set: ['rewired', 'rewired fraction 0.01'], usual: [] });
    expect(said({}, 'topology')).toEqual({ set: [], usual: ['distribution erdos-renyi', 'dense output'] });
  });
});

describe('editing a configuration', () => {
  const key = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 });

  it('changes one key and no other, and takes it away again without a trace', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', 'd'), fc.nat()),
        key,
        fc.nat(),
        (config, at, value) => {
          const changed = withValue(config, at, value);
          expect(valueAt(changed, at)).toBe(value);
          for (const other of Object.keys(config))
            if (other !== at[0]) expect(changed[other]).toBe(config[other]);
          const back = withValue(changed, at, undefined);
          expect(valueAt(back, at)).toBeUndefined();
          if (!(at[0] in config)) expect(back).toEqual(config);
        },
      ),
    );
  });
});
