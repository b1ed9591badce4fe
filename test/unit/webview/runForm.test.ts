import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../src/training/config';
import { configJsonSchema } from '../../../src/training/configJsonSchema';
import { trainingTemplates, templateConfig } from '../../../src/vscode/training/templates';
import { valueAt, withValue } from '../../../webview/runForm/editing';
import { type Field, fieldsOf, typedText, typedValue } from '../../../webview/runForm/fields';

const fields = fieldsOf(configJsonSchema());

/** Every field that a configuration fills, with its key, in the branches that it chooses. */
function filledBy(config: Readonly<Record<string, unknown>>, among = fields): readonly Field[] {
  return among.flatMap((field) => {
    if (field.kind === 'section') {
      const absent = field.optional && (valueAt(config, field.key) ?? null) === null;
      return absent ? [field] : [field, ...filledBy(config, field.fields)];
    }
    if (field.kind !== 'choice') return [field];
    const kind = valueAt(config, [...field.key, 'kind']);
    const option = field.options.find(({ value }) => value === kind) ?? field.options[field.usual];
    return [field, ...filledBy(config, option.fields)];
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
