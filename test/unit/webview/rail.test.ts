import { describe, expect, it } from 'vitest';
import type { EvolutionPoint } from '../../../src/protocol/evolution';
import { epochAt, labelsOn, marksOn, positionOn, railOf } from '../../../webview/evolution/timeline/rail';
import { readRecorded } from './recorded';

const recorded = readRecorded().evolution.points;
/** Of characters as wide as a digit. */
const widthOf = (text: string): number => 6 * text.length;

function pointsAt(epochs: readonly number[]): EvolutionPoint[] {
  return epochs.map((epoch) => ({ ...recorded[0], path: `/${String(epoch)}`, epoch }));
}

function labels(epochs: readonly number[], length: number): string[] {
  const points = pointsAt(epochs);
  return labelsOn(railOf(points), points, length, widthOf).map(({ text }) => text);
}

const range = (count: number, step = 1): number[] => Array.from({ length: count }, (_, k) => k * step);

describe('the rail of the time line', () => {
  it('places epochs by their distance, and finds them again', () => {
    const rail = railOf(recorded);
    expect(recorded.map(({ epoch }) => positionOn(rail, epoch) * 190)).toEqual(
      recorded.map(({ epoch }) => expect.closeTo(epoch, 9) as number),
    );
    for (const { epoch } of recorded) expect(epochAt(rail, positionOn(rail, epoch))).toBeCloseTo(epoch, 9);
    expect([epochAt(rail, -0.2), epochAt(rail, 1.2)]).toEqual([0, 190]);
    expect(positionOn(railOf(pointsAt([7])), 7)).toBe(0);
  });

  it('names all checkpoints where there is room, fewer and rounder ones where there is not', () => {
    const epochs = recorded.map(({ epoch }) => epoch);
    expect(labels(epochs, 1000)).toEqual(epochs.map(String));
    expect(labels(epochs, 300)).toEqual(['0', '20', '40', '100', '190']);
    expect(labels(epochs, 120)).toEqual(['0', '40', '100', '190']);
    expect(labels(epochs, 20)).toEqual(['190']);
    expect(labels([4], 300)).toEqual(['4']);
    expect(labels([], 300)).toEqual([]);
  });

  it('never lets names touch, from two checkpoints to ten thousand', () => {
    for (const count of [2, 3, 10, 77, 200, 1000, 10_000]) {
      for (const step of [1, 3, 0.5, 100]) {
        for (const length of [40, 150, 333, 1200]) {
          const points = pointsAt(range(count, step));
          const found = labelsOn(railOf(points), points, length, widthOf);
          expect(found.at(-1)!.text.replace(/,/g, '')).toBe(String((count - 1) * step));
          found.slice(1).forEach(({ at, text }, k) => {
            const between = (at - found[k].at) * length - (widthOf(text) + widthOf(found[k].text)) / 2;
            expect(between).toBeGreaterThan(0);
          });
        }
      }
    }
  });

  it('draws one mark a pixel: of a failed checkpoint before one that was read, of that before one to come', () => {
    const many = pointsAt(range(10_000));
    expect(marksOn(railOf(many), many, 500).length).toBe(501);
    const crowded = pointsAt([0, 1, 2, 3, 1000]).map((point, k): EvolutionPoint =>
      k === 1
        ? { ...point, status: 'failed', step: null }
        : k === 2
          ? { ...point, status: 'pending', step: null }
          : point,
    );
    expect(marksOn(railOf(crowded), crowded, 100).map(({ kind }) => kind)).toEqual(['failed', 'read']);
    expect(marksOn(railOf(crowded), crowded, 1000).map(({ kind }) => kind)).toEqual([
      'read',
      'failed',
      'unread',
      'read',
      'read',
    ]);
  });
});
