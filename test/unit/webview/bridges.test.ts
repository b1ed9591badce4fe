import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bridgesOf } from '../../../webview/evolution/bridges';
import { bridgeLook } from '../../../webview/shared/bridgeLook';

describe('a line over what is missing', () => {
  it('is one whose values have a gap between them, and no other', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer())), (values) => {
        const epochs = values.map((_, k) => k);
        const seen = epochs.filter((k) => values[k] !== null);
        const expected = seen.filter((k, at) => at > 0 && k - seen[at - 1] > 1);
        const bridges = bridgesOf(epochs, values, false);
        expect(epochs.filter((k) => bridges[k])).toEqual(expected);
      }),
    );
  });

  it('is one over epochs that metrics skip, but not one between checkpoints of any schedule', () => {
    const epochs = [0, 1, 2, 6, 7, 8];
    const values = epochs.map(() => 0.5);
    expect(bridgesOf(epochs, values, true)).toEqual([false, false, false, true, false, false]);
    expect(bridgesOf([0, 10, 20, 50, 190], [1, 1, 1, 1, 1], false)).not.toContain(true);
  });

  it('is drawn dotted from value to value, also where points between are left out', () => {
    const values = [0, 1, null, null, 4, 5, 6, 7];
    const bridged = bridgesOf(
      values.map((_, k) => k),
      values,
      false,
    );
    const dotted = (drawn: readonly number[]): number[] => {
      const look = bridgeLook(
        drawn.map((k) => values[k]),
        drawn,
        bridged,
        '#ff0000',
      );
      return drawn.filter((_, k) => look.borderDash({ p1DataIndex: k }) !== undefined);
    };
    expect(dotted([0, 1, 2, 3, 4, 5, 6, 7])).toEqual([2, 3, 4]);
    expect(dotted([0, 2, 5, 7])).toEqual([2, 5]);
    expect(dotted([5, 6, 7])).toEqual([]);
  });
});
