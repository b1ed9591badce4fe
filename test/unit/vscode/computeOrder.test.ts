import { describe, expect, it } from 'vitest';
import { computeOrder } from '../../../src/vscode/panels/computeOrder';

describe('computeOrder', () => {
  it.each([0, 1, 2, 64, 65, 100, 1000])('visits each of %i points once', (count) => {
    const order = computeOrder(count);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
  });

  it('shows the whole course soon', () => {
    const early = computeOrder(1000)
      .slice(0, 33)
      .sort((a, b) => a - b);
    const widest = Math.max(...early.slice(1).map((index, k) => index - early[k]));
    expect(widest).toBeLessThanOrEqual(64);
  });
});
