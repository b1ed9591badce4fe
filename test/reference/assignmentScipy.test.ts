import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ensureOracle } from '../../scripts/oracle.mjs';
import { shortestAugmentingPathAssignment } from '../../src/nnstd/assignment/shortestAugmentingPath';
import { randomStream } from '../../src/topology/random';
import { toSparse } from '../unit/nnstd/denseAssignment';

const oracle = await ensureOracle();
const title = 'assignment, matching for matching with SciPy';

interface Case {
  readonly n: number;
  readonly costs: readonly number[];
}

/** Random square matrices that are full of ties, of the kinds that distances make. */
function tieRichCases(): Case[] {
  const random = randomStream(1, 'assignmentScipy');
  const below = (n: number): number => random.below(n);
  const kinds = [
    () => below(3),
    () => below(10) / 10,
    () => (below(10) === 0 ? below(20) / 20 : 1),
    () => {
      const union = 1 + below(20);
      return (union - below(union + 1)) / union;
    },
    () => (below(2) === 0 ? 0 : 1),
  ];
  return Array.from({ length: 300 }, (_, i) => {
    const n = i < 10 ? 150 + below(150) : 1 + below(60);
    const cost = kinds[i % kinds.length];
    return { n, costs: Array.from({ length: n * n }, cost) };
  });
}

const script = `
import json, sys
import numpy as np
from scipy.optimize import linear_sum_assignment
cases = json.load(sys.stdin)
json.dump([linear_sum_assignment(np.array(c["costs"], float).reshape(c["n"], c["n"]))[1].tolist() for c in cases], sys.stdout)
`;

describe.skipIf(oracle.python === null)(
  oracle.python === null ? `${title} (skipped: ${oracle.reason})` : title,
  () => {
    test('300 random matrices with many ties', () => {
      const cases = tieRichCases();
      const output = execFileSync(oracle.python!, ['-c', script], {
        input: JSON.stringify(cases),
        maxBuffer: 2 ** 28,
        encoding: 'utf8',
      });
      const expected = JSON.parse(output) as number[][];
      expect(expected.length).toBe(cases.length);
      cases.forEach(({ n, costs }, i) => {
        const matching = shortestAugmentingPathAssignment(toSparse(Float64Array.from(costs), n));
        expect([...matching], `case ${String(i)}, n = ${String(n)}`).toEqual(expected[i]);
      });
    });
  },
);
