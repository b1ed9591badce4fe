import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatChange,
  formatChangeTick,
  formatCount,
  formatDensity,
  formatEpoch,
  formatPercent,
  formatThree,
  formatTick,
  plural,
} from '../../../webview/shared/format';

const nbsp = '\u00a0';

describe('numbers as the panels write them', () => {
  it('separates thousands and uses a typographic minus', () => {
    expect(formatCount(3660)).toBe('3,660');
    expect(formatCount(-1793)).toBe('−1,793');
    expect(formatCount(null)).toBe('–');
    expect(formatThree(0.5392)).toBe('0.539');
    expect(formatThree(-0.00001)).toBe('0.000');
    expect(formatEpoch(12.5)).toBe('12.5');
    expect(plural(1, 'checkpoint')).toBe('1 checkpoint');
    expect(plural(9000, 'checkpoint')).toBe('9,000 checkpoints');
  });

  it('writes a change with its sign, and none before zero', () => {
    expect([1681, -1793, 0].map(formatChange)).toEqual(['+1,681', '−1,793', '0']);
    // A sign that does not fit would be cut off: a gain would read as a loss.
    const ticks = [5000, 10_000, -12_500, 250_000, 2_000_000, 0].map(formatChangeTick);
    expect(ticks).toEqual(['+5,000', '+10K', '−12.5K', '+250K', '+2M', '0']);
  });

  it('writes percent with a unit', () => {
    expect(formatPercent(0.8741)).toBe(`87.4${nbsp}%`);
    expect(formatDensity(0.00595)).toBe(`0.60${nbsp}%`);
    expect(formatDensity(1)).toBe(`100${nbsp}%`);
    expect(formatDensity(0)).toBe(`0${nbsp}%`);
  });

  it('never rounds what is not empty or full to 0 or 100 %', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-7, max: 1 - 1e-7, noNaN: true }), (share) => {
        const shown = Number.parseFloat(formatDensity(share));
        expect(shown).toBeGreaterThan(0);
        expect(shown).toBeLessThan(100);
        expect(Math.abs(shown - share * 100)).toBeLessThanOrEqual(0.005 + 1e-9);
      }),
    );
  });

  it('writes a density beyond the ends, by rounding, and that of no possible link', () => {
    expect(formatDensity(1 + Number.EPSILON)).toBe(`100.00${nbsp}%`);
    expect(formatDensity(-1e-17)).toBe(`0.00${nbsp}%`);
    expect(formatDensity(0 / 0)).toBe('–');
  });

  it('gives neighbouring ticks different texts', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 2.5, 5),
        fc.integer({ min: -6, max: 5 }),
        fc.integer({ min: -5, max: 20 }),
        fc.constantFrom('share' as const, 'plain' as const),
        (factor, exponent, k, unit) => {
          const step = factor * 10 ** exponent;
          const read = (text: string): number =>
            Number(text.replaceAll(',', '').replace('−', '-').replace(`${nbsp}%`, ''));
          const scale = unit === 'share' ? 100 : 1;
          expect(read(formatTick(k * step, step, unit))).toBeCloseTo(k * step * scale, 8);
        },
      ),
    );
    expect(formatTick(0.75, 0.25, 'plain')).toBe('0.75');
    expect(formatTick(0, 0.25, 'plain')).toBe('0');
  });
});
