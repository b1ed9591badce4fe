import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worthDrawing } from '../../../webview/shared/thinning';

describe('thinning of long series', () => {
  it('keeps everything that fits', () => {
    expect(worthDrawing({ first: 0, end: 3 }, [{ values: [1, null, 3] }], 3)).toEqual([0, 1, 2]);
    expect(worthDrawing({ first: 1, end: 3 }, [{ values: [1, null, 3] }], 3)).toEqual([1, 2]);
  });

  it('keeps the ends and the extremes of every series, within the limit', () => {
    const value = fc.option(fc.double({ min: -10, max: 10, noNaN: true }), { nil: null });
    const series = fc.array(value, { minLength: 500, maxLength: 500 });
    fc.assert(
      fc.property(fc.array(series, { minLength: 1, maxLength: 3 }), (lists) => {
        const xs = lists[0].map((_, k) => k);
        const kept = worthDrawing(
          { first: 0, end: xs.length },
          lists.map((values) => ({ values })),
          100,
        );
        expect(kept.length).toBeLessThanOrEqual(100);
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(499);
        expect([...kept].sort((a, b) => a - b)).toEqual(kept);
        for (const values of lists) {
          const numbers = (indices: readonly number[]): number[] =>
            indices.map((k) => values[k]).filter((one) => one !== null);
          expect(Math.max(...numbers(kept))).toBe(Math.max(...numbers(xs)));
          expect(Math.min(...numbers(kept))).toBe(Math.min(...numbers(xs)));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keeps a gap between two values, however short', () => {
    const values = Array.from({ length: 1000 }, (_, k) => (k === 437 ? null : Math.sin(k)));
    expect(worthDrawing({ first: 0, end: 1000 }, [{ values }], 100)).toContain(437);
    expect(worthDrawing({ first: 400, end: 1000 }, [{ values }], 100)[0]).toBe(400);
  });
});
