import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RunInputs, unknownInputs } from '../../../src/protocol/runInputs';
import { inputAtPoint, inputBeside, inputBox, inputLayout } from '../../../webview/shared/inputLayout';
import {
  guessShape,
  inputAt,
  inputName,
  offeredShapes,
  pixelOf,
  possibleShapes,
  shapeKey,
  shapeName,
  shapeOfKey,
  usualShape,
} from '../../../webview/shared/inputShape';

const widths = fc.constantFrom(1, 7, 12, 54, 64, 256, 300, 784, 1000, 3072, 6912);

describe('the shape of inputs', () => {
  it('is guessed for square images in grey and in colour, and for nothing else', () => {
    expect(shapeName(guessShape(784)!)).toBe('28 × 28');
    expect(shapeName(guessShape(3072)!)).toBe('32 × 32 × 3');
    expect(shapeName(guessShape(64)!)).toBe('8 × 8');
    expect([4, 25, 49, 54, 108, 500, 785, 0].map(guessShape)).toEqual(Array(8).fill(null));
  });

  it('may be any image of as many pixels, in each order of its channels', () => {
    expect(possibleShapes(784).map(shapeKey)).toEqual(['28x28', '14x56', '16x49', '49x16', '56x14']);
    expect(possibleShapes(3072).map(shapeKey)).toContain('32x32x3 interleaved');
    expect(possibleShapes(13)).toEqual([]);
  });

  it('is kept by its key, where it fits', () => {
    expect(shapeOfKey('none', 784, unknownInputs)).toBeNull();
    expect(shapeKey(shapeOfKey('16x49', 784, unknownInputs))).toBe('16x49');
    expect(shapeKey(shapeOfKey('16x49', 3072, unknownInputs))).toBe('32x32x3');
    expect(shapeKey(shapeOfKey(null, 784, unknownInputs))).toBe('28x28');
  });

  it('is as the run says, where that fits; a table has none unless it is chosen', () => {
    const said = (height: number, width: number, channels: number): RunInputs => ({
      ...unknownInputs,
      image: { height, width, channels, order: 'planar' },
    });
    expect(shapeKey(usualShape(784, said(14, 56, 1)))).toBe('14x56');
    expect(shapeKey(usualShape(300, said(3, 25, 4)))).toBe('3x25x4');
    expect(
      offeredShapes(784, said(2, 392, 1))
        .map(shapeKey)
        .slice(0, 2),
    ).toEqual(['2x392', '28x28']);
    expect(shapeKey(shapeOfKey('2x392', 784, said(2, 392, 1)))).toBe('2x392');
    // Of other data, and a row that is no picture.
    expect(shapeKey(usualShape(784, said(32, 32, 3)))).toBe('28x28');
    expect(shapeKey(usualShape(784, said(1, 784, 1)))).toBe('28x28');
    const table = { ...unknownInputs, columns: Array.from({ length: 64 }, (_, k) => `c${String(k)}`) };
    expect(usualShape(64, table)).toBeNull();
    expect(shapeKey(shapeOfKey('8x8', 64, table))).toBe('8x8');
    expect(shapeKey(usualShape(81, table))).toBe('9x9');
  });

  it.each([12, 54, 300, 784, 3072])('gives each of %d inputs a pixel of its own, and back', (inputs) => {
    for (const shape of possibleShapes(inputs)) {
      const pixels = Array.from({ length: inputs }, (_, input) => pixelOf(shape, input));
      expect(pixels.map((pixel) => inputAt(shape, pixel))).toEqual([...pixels.keys()]);
      const { width, height, channels } = shape;
      const inside = pixels.filter(
        ({ channel, row, column }) => channel < channels && row < height && column < width,
      );
      expect(inside.length).toBe(inputs);
    }
  });

  it('orders channels as CIFAR-10 does, or as most image libraries do', () => {
    const planar = guessShape(3072)!;
    expect(pixelOf(planar, 1024 + 33)).toEqual({ channel: 1, row: 1, column: 1 });
    expect(pixelOf({ ...planar, order: 'interleaved' }, 3 * 33 + 1)).toEqual({
      channel: 1,
      row: 1,
      column: 1,
    });
  });

  it('names an input by its column, its pixel or its number', () => {
    expect(inputName(1, null, ['age', 'income'])).toBe('income');
    expect(inputName(29, guessShape(784), null)).toBe('row 1, column 1');
    expect(inputName(2 * 1024, guessShape(3072), null)).toBe('blue, row 0, column 0');
    expect(inputName(12, null, null)).toBe('input 12');
    expect(inputName(1, null, ['age', ''])).toBe('input 1');
    const image = { height: 2, width: 2, channels: 4, order: 'interleaved' } as const;
    expect(inputName(7, image, null)).toBe('channel 3, row 0, column 1');
  });
});

describe('the layout of inputs', () => {
  it('finds each input where it is drawn, inside the picture', () => {
    fc.assert(
      fc.property(widths, fc.integer({ min: 40, max: 500 }), (inputs, width) => {
        for (const shape of [null, guessShape(inputs)]) {
          const layout = inputLayout(inputs, shape, width);
          const boxes = Array.from({ length: inputs }, (_, input) => inputBox(layout, input));
          const found = boxes.map((box) =>
            inputAtPoint(layout, box.left + box.width / 2, box.top + box.height / 2),
          );
          expect(found).toEqual([...boxes.keys()]);
          expect(Math.max(...boxes.map((box) => box.left + box.width))).toBeLessThanOrEqual(
            layout.width + 1e-9,
          );
          expect(Math.max(...boxes.map((box) => box.top + box.height))).toBeLessThanOrEqual(
            layout.height + 1e-9,
          );
          expect(layout.width).toBeLessThanOrEqual(width + 1e-9);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('has nothing beside the picture, between its planes and after the last input', () => {
    const colour = inputLayout(3072, guessShape(3072), 330);
    expect(inputAtPoint(colour, -1, 20)).toBeNull();
    expect(inputAtPoint(colour, colour.planes[0].width + 2, 20)).toBeNull();
    const strip = inputLayout(10, null, 50);
    expect(strip.columns).toBeLessThan(10);
    expect(inputAtPoint(strip, strip.width - 1, strip.height - 1)).toBe(10 % strip.columns === 0 ? 9 : null);
  });

  it('goes from cell to cell, and stays at the edge', () => {
    const layout = inputLayout(784, guessShape(784), 300);
    expect(inputBeside(layout, 0, 1, 0)).toBe(1);
    expect(inputBeside(layout, 0, 0, 1)).toBe(28);
    expect(inputBeside(layout, 0, -1, 0)).toBe(0);
    expect(inputBeside(layout, 783, 0, 1)).toBe(783);
  });
});
