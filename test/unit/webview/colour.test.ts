import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heatScale } from '../../../webview/shared/heatScale';
import type { Rgba } from '../../../webview/shared/colour';
import {
  contrast,
  flatten,
  formatColour,
  inkOn,
  luminance,
  mix,
  parseColour,
} from '../../../webview/shared/colour';

const colour = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }))
  .map(([r, g, b]): Rgba => [r, g, b, 1]);

describe('colours', () => {
  it('reads what a theme may say', () => {
    expect(parseColour('#1f1f1f')).toEqual([31, 31, 31, 1]);
    expect(parseColour(' #ABC ')).toEqual([170, 187, 204, 1]);
    expect(parseColour('#EA5C0055')?.[3]).toBeCloseTo(1 / 3, 2);
    expect(parseColour('rgba(255, 255, 255, 0.67)')).toEqual([255, 255, 255, 0.67]);
    expect(parseColour('rgb(1 2 3 / 50%)')).toEqual([1, 2, 3, 0.5]);
    for (const bad of ['', 'red', '#12', '#12345', 'rgb(1, 2)', 'rgb(a, b, c)', 'var(--x)']) {
      expect(parseColour(bad)).toBeNull();
    }
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(colour, (one) => {
        expect(parseColour(formatColour(one))).toEqual(one);
      }),
    );
  });

  it('mixes from one end to the other', () => {
    fc.assert(
      fc.property(colour, colour, (from, to) => {
        expect(parseColour(formatColour(mix(from, to, 0)))).toEqual(from);
        expect(parseColour(formatColour(mix(from, to, 1)))).toEqual(to);
      }),
    );
    expect(flatten([255, 255, 255, 0.5], [0, 0, 0, 1])).toEqual([127.5, 127.5, 127.5, 1]);
  });

  it('knows the contrast of black on white, and chooses an ink that can be read on anything', () => {
    expect(contrast([0, 0, 0, 1], [255, 255, 255, 1])).toBeCloseTo(21, 6);
    fc.assert(
      fc.property(colour, (cell) => {
        // The worst grey is at √(1.05 · 0.05) − 0.05, where both inks have √21 : 1.
        expect(contrast(cell, inkOn(cell))).toBeGreaterThan(4.58);
      }),
    );
  });

  it.each([
    ['dark', [31, 31, 31, 1], [89, 164, 249, 1], [204, 204, 204, 1], 1],
    ['light', [255, 255, 255, 1], [0, 99, 211, 1], [59, 59, 59, 1], -1],
    ['high contrast', [0, 0, 0, 1], [89, 164, 249, 1], [255, 255, 255, 1], 1],
  ] as const)('orders a heat map by luminance in a %s theme', (_name, background, blue, foreground, sign) => {
    const scale = heatScale(background, blue, foreground);
    const steps = Array.from({ length: 41 }, (_, k) => sign * luminance(scale.colour(k / 40)));
    for (let k = 1; k < steps.length; k++) expect(steps[k]).toBeGreaterThan(steps[k - 1]);
  });
});
