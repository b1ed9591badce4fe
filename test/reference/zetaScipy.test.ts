import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ensureOracle } from '../../scripts/oracle.mjs';
import { hurwitzZeta } from '../../src/metrics/hurwitzZeta';
import { titled } from '../support/titled';
import { runPython } from './oracle';

const { python, reason } = await ensureOracle();
describe.skipIf(reason !== null)(titled('the zeta function against SciPy', reason), () => {
  test('to twelve digits, for every exponent and x_min that a fit may try', async () => {
    const exponents = [1.0001, 1.01, 1.5, 1.95, 2, 2.5, 3.06, 4.7, 8, 13.3, 20];
    const places = [1, 2, 3, 5, 8, 13, 40, 100, 1500, 100_000];
    const code = `
import json
from scipy.special import zeta
print(json.dumps([[zeta(s, a) for a in ${JSON.stringify(places)}] for s in ${JSON.stringify(exponents)}]))`;
    const expected = z.array(z.array(z.number())).parse(await runPython(python!, code, tmpdir()));
    exponents.forEach((s, row) => {
      places.forEach((a, column) => {
        expect(hurwitzZeta(s, a) / expected[row][column], `ζ(${String(s)}, ${String(a)})`).toBeCloseTo(1, 12);
      });
    });
  });
});
