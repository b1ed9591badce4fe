import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ensureOracle } from '../../scripts/oracle.mjs';
import { randomStream } from '../../src/topology/random';
import { assignMatrix } from '../support/orderedPaths';
import { titled } from '../support/titled';
import { askOracle, assignBySciPy } from './oracle';

const recordSchema = z.object({
  versions: z.object({ scipy: z.string(), numpy: z.string() }),
  problems: z.array(z.object({ costs: z.array(z.string()), cells: z.string(), matching: z.string() })),
});

const recorded = recordSchema.parse(
  JSON.parse(readFileSync(path.join(import.meta.dirname, 'assignments.json'), 'utf8')),
);

const digits = (text: string): number[] => [...text].map((digit) => Number.parseInt(digit, 36));

function costOf(fraction: string): number {
  const [differing, union] = fraction.split('/').map(Number);
  return union === 0 ? 0 : differing / union;
}

test('a thousand small problems with several best matchings: the one that SciPy takes, as recorded', () => {
  expect(recorded.problems.length).toBe(1000);
  recorded.problems.forEach(({ costs, cells, matching }, at) => {
    const expected = digits(matching);
    const matrix = Float64Array.from(digits(cells), (cost) => costOf(costs[cost]));
    const found = assignMatrix(matrix, expected.length);
    expect([...found], `problem ${String(at)}`).toEqual(expected);
  });
});

const { python, reason } = await ensureOracle();
describe.skipIf(reason !== null)(titled('against SciPy itself', reason), () => {
  test('the record is what SciPy takes today', async () => {
    const { problems } = recordSchema.parse(await askOracle(python!, 'assignments.py'));
    expect(problems).toEqual(recorded.problems);
  });

  test('matching for matching up to 300 neurons, with many ties', async () => {
    const random = randomStream(1, 'assignmentScipy');
    const kinds = [
      () => random.below(3),
      () => (random.below(10) === 0 ? random.below(20) / 20 : 1),
      () => {
        const union = 1 + random.below(20);
        return (union - random.below(union + 1)) / union;
      },
      () => random.below(2),
    ];
    const problems = Array.from({ length: 40 }, (_, at) => {
      const n = at < 12 ? 300 - random.below(150) : 13 + random.below(100);
      return { n, costs: Float64Array.from({ length: n * n }, kinds[at % kinds.length]) };
    });
    const solved = await assignBySciPy(
      python!,
      problems.map(({ n, costs }) =>
        Array.from({ length: n }, (_, row) => costs.subarray(row * n, (row + 1) * n)),
      ),
    );
    problems.forEach(({ n, costs }, at) => {
      const matching = assignMatrix(costs, n);
      expect([...matching], `problem ${String(at)}, n = ${String(n)}`).toEqual(solved[at].matching);
    });
  });
});
