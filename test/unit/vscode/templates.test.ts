import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolveConfig } from '../../../src/training/config';
import { ConfigError } from '../../../src/training/configError';
import { methodSchema } from '../../../src/training/methods/registry';
import { templateConfig, trainingTemplates } from '../../../src/vscode/training/templates';

const file = path.resolve('/test/config.json');

describe('what can be trained without writing a configuration', () => {
  test('is every method that there is', () => {
    const kinds = methodSchema.options.map(({ shape }) => shape.kind.value);
    expect([...new Set(trainingTemplates.map(({ method }) => method['kind']))].sort()).toEqual(kinds.sort());
    expect(new Set(trainingTemplates.map(({ id }) => id)).size).toBe(trainingTemplates.length);
  });

  test.each(trainingTemplates)('$label, with any number of epochs that is allowed', (template) => {
    const { leastEpochs = 1 } = template;
    for (const epochs of [leastEpochs, leastEpochs + 1, 50, 999_999]) {
      const { method } = resolveConfig(templateConfig(template, epochs), file);
      expect(method).toMatchObject(template.method);
    }
    if (leastEpochs > 1) {
      expect(() => resolveConfig(templateConfig(template, leastEpochs - 1), file)).toThrow(ConfigError);
    }
  });
});
