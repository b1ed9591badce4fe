import { describe, expect, it } from 'vitest';
import { comparisonStateSchema } from '../../../src/protocol/comparison';
import { evolutionStateSchema } from '../../../src/protocol/evolution';
import { type Measure, measureOf, sameMeasure } from '../../../src/measure/measure';
import { keptMeasure } from '../../../src/protocol/keptMeasure';

const comparison = { version: 1, paths: ['/a', '/b'], layer: null };
const evolution = { version: 1, path: '/run', kind: 'run', hidden: [] };

function restored(kept: object): (Measure | undefined)[] {
  return [
    keptMeasure(comparisonStateSchema.parse({ ...comparison, ...kept })),
    keptMeasure(evolutionStateSchema.parse({ ...evolution, ...kept })),
  ];
}

describe('the measure a panel kept', () => {
  it.each([
    [
      'whole',
      { measure: measureOf('refined', { budget: { seconds: 2 } }) },
      measureOf('refined', { budget: { seconds: 2 } }),
    ],
    ['as a method alone, before there were budgets', { method: 'greedy' }, measureOf('greedy')],
    ['not at all', {}, undefined],
    ['of a method that is not known', { measure: { method: 'best' }, method: 'best' }, undefined],
    ['with a budget that is none', { measure: { ...measureOf('refined'), budget: 'endless' } }, undefined],
  ] as const)('%s', (_name, kept, expected) => {
    expect(restored(kept)).toEqual([expected, expected]);
  });
});

describe('two measures', () => {
  const measures: readonly Measure[] = [
    measureOf('reference'),
    measureOf('greedy'),
    { ...measureOf('greedy'), outputs: 'fixed' },
    measureOf('refined', { budget: 'quick' }),
    measureOf('refined'),
    measureOf('refined', { budget: { seconds: 1 } }),
    measureOf('refined', { budget: { seconds: 2 } }),
  ];

  it('are the same where method, budget and outputs are', () => {
    for (const [k, one] of measures.entries()) {
      for (const [l, other] of measures.entries()) {
        expect(sameMeasure(one, structuredClone(other))).toBe(k === l);
      }
    }
  });
});
