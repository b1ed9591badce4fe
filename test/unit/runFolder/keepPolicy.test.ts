import fc from 'fast-check';
import { expect, test } from 'vitest';
import { needlessEpochs } from '../../../src/checkpoints/runFolder/keepPolicy';

const epochs = Array.from({ length: 12 }, (_, epoch) => epoch);
/** Highest at epochs 4 and 8. */
const accuracy = (epoch: number): number => (epoch % 4 === 0 && epoch > 0 && epoch < 12 ? 0.9 : 0.1);
const kept = (policy: object): number[] => {
  const needless = needlessEpochs(epochs, { every: 1, last: 1, best: false, ...policy }, accuracy);
  return epochs.filter((epoch) => !needless.includes(epoch));
};

test.each([
  [{}, epochs],
  [{ every: 5 }, [0, 5, 10, 11]],
  [{ every: 5, last: 3 }, [0, 5, 9, 10, 11]],
  [{ every: 100, best: true }, [0, 4, 11]],
  [{ every: 100 }, [0, 11]],
])('%j keeps %j', (policy, expected) => {
  expect(kept(policy)).toEqual(expected);
});

test('one after the other, the best so far, the first, the newest and every k-th are always there', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 4 }),
      (scores, every, last) => {
        let there: number[] = [];
        scores.forEach((_, epoch) => {
          there.push(epoch);
          const needless = needlessEpochs(there, { every, last, best: true }, (other) => scores[other]);
          there = there.filter((other) => !needless.includes(other));
          const soFar = scores.slice(0, epoch + 1);
          const best = soFar.indexOf(Math.max(...soFar));
          const newest = Array.from({ length: Math.min(last, epoch + 1) }, (_, k) => epoch - k);
          const multiples = soFar.flatMap((_, other) => (other % every === 0 ? [other] : []));
          expect(there).toEqual([...new Set([...multiples, ...newest, best])].sort((a, b) => a - b));
        });
      },
    ),
  );
});
