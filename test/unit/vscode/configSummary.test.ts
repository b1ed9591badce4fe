import { expect, it } from 'vitest';
import { configLines, methodOf } from '../../../src/vscode/configSummary';

it('a whole configuration is read line by line, with all its keys', () => {
  expect(
    configLines({
      seed: 1,
      epochs: 50,
      method: { kind: 'set', dropFraction: 0.3 },
      network: { hidden: [256, 128] },
      topology: { rewired: { fraction: 0.01, generations: 3 }, epsilon: 20 },
      keep: null,
    }),
  ).toEqual([
    'seed 1 · epochs 50 · keep null',
    'method: kind set · dropFraction 0.3',
    'network: hidden 256, 128',
    'topology: rewired (fraction 0.01 · generations 3) · epsilon 20',
  ]);
});

it('a method is called what people call it, and one of another version by its own word', () => {
  expect(methodOf({ method: { kind: 'rigl' } })).toBe('RigL');
  expect(methodOf({ method: { kind: 'mest' } })).toBe('mest');
  expect(methodOf({})).toBeNull();
  expect(methodOf(null)).toBeNull();
});
