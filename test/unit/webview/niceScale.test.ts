import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mirroredAxis, valueAxis } from '../../../webview/shared/niceScale';

const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });

describe('axes', () => {
  it('hold all values, between whole multiples of a step', () => {
    fc.assert(
      fc.property(values, (list) => {
        const { min, max, step } = valueAxis(list);
        const slack = 1e-9 * Math.max(1, max);
        for (const value of list) {
          expect(value).toBeGreaterThanOrEqual(min - slack);
          expect(value).toBeLessThanOrEqual(max + slack);
        }
        expect((max - min) / step).toBeLessThanOrEqual(6 + 1e-6);
        expect(Math.abs(min / step - Math.round(min / step))).toBeLessThan(1e-6);
      }),
    );
  });

  it('start at zero unless that hides the story', () => {
    expect(valueAxis([0.28, 0.38])).toEqual({ min: 0, max: 0.4, step: 0.1 });
    expect(valueAxis([0.862, 0.874]).min).toBeGreaterThan(0.8);
    expect(valueAxis([0.5, 0.5]).min).toBe(0);
    expect(valueAxis([5e-324, 0])).toEqual({ min: 0, max: 1, step: 0.25 });
    expect(valueAxis([0.9, 0.9 + 1e-12]).min).toBe(0);
    expect(valueAxis([0, 0])).toEqual({ min: 0, max: 1, step: 0.25 });
    expect(valueAxis([])).toEqual({ min: 0, max: 1, step: 0.25 });
  });

  it('count in whole steps', () => {
    expect(valueAxis([0, 1, 2], { whole: true }).step).toBe(1);
    expect(valueAxis([0], { whole: true })).toEqual({ min: 0, max: 4, step: 1 });
  });

  it('mirror around zero', () => {
    fc.assert(
      fc.property(values, (list) => {
        const { min, max } = mirroredAxis(list.map((value, k) => (k % 2 === 0 ? value : -value)));
        expect(min).toBe(-max);
        expect(max).toBeGreaterThanOrEqual(Math.max(...list) * (1 - 1e-9));
      }),
    );
  });
});
