import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkpointFileName,
  compareMoments,
  parseCheckpointFileName,
} from '../../../src/checkpoints/runFolder/layout';

const moment = fc.record({ epoch: fc.nat(2_000_000), stepInEpoch: fc.nat(20_000_000) });

test('checkpoints are named after their moment', () => {
  expect(checkpointFileName({ epoch: 3, stepInEpoch: 0 })).toBe('epoch-0003.safetensors');
  expect(checkpointFileName({ epoch: 3, stepInEpoch: 120 })).toBe('epoch-0003-step-000120.safetensors');
  expect(checkpointFileName({ epoch: 12345, stepInEpoch: 0 })).toBe('epoch-12345.safetensors');
});

test('a name tells its moment', () => {
  fc.assert(
    fc.property(moment, (value) => {
      expect(parseCheckpointFileName(checkpointFileName(value))).toEqual(value);
    }),
  );
});

test('moments order by epoch, then step', () => {
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      const flat = (m: typeof a): bigint => BigInt(m.epoch) * 100_000_000n + BigInt(m.stepInEpoch);
      const expected = flat(a) < flat(b) ? -1 : flat(a) > flat(b) ? 1 : 0;
      expect(Math.sign(compareMoments(a, b))).toBe(expected);
    }),
  );
});

test.each([
  'epoch-3.safetensors',
  '.epoch-0003.safetensors.0123456789ab.tmp',
  'epoch-0003.safetensors.tmp',
  'epoch-0003-step-12.safetensors',
  'Epoch-0003.safetensors',
  'epoch-0003.npz',
])('%s is no checkpoint of a run', (name) => {
  expect(parseCheckpointFileName(name)).toBeNull();
});
