import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapFrame } from '../../../webview/comparison/many/mapFrame';
import { extentOf, type MapPoint, type Trajectory } from '../../../webview/comparison/many/mapModel';
import { type MapName, mapNames } from '../../../webview/comparison/many/mapNames';
import { Occupied } from '../../../webview/comparison/many/occupied';
import { walkedTo } from '../../../webview/comparison/many/mapWalk';
import { readRecorded } from './recorded';

const { matrix } = readRecorded();
const radius = 3;
const widthOf = (text: string): number => 6 * text.length;

/** Runs of points at these places; item k is at epoch k of its run. */
function trajectoriesOf(...runs: readonly (readonly (readonly [x: number, y: number])[])[]) {
  const trajectories = runs.map((places, run): Trajectory => {
    const name = `run${String(run)}`;
    const before = runs.slice(0, run).reduce((sum, { length }) => sum + length, 0);
    const points = places.map(([x, y], k): MapPoint => ({ item: before + k, x, y, place: 'between' }));
    const code = { ink: 'blue', dash: [], marker: 'circle', width: 1 } as const;
    return { run: name, name, shortName: name, code, points };
  });
  const items = runs.flatMap((places) =>
    places.map((_, k) => ({ ...matrix.items[0], moment: `epoch ${String(k)}` })),
  );
  return { trajectories, items };
}

function placed({ trajectories, items }: ReturnType<typeof trajectoriesOf>) {
  const frame = mapFrame(extentOf({ trajectories, measure: '', axes: ['', ''] }), null, 500, 400);
  return { frame, names: mapNames(trajectories, items, frame, () => radius, widthOf) };
}

function boxOf({ text, x, y }: MapName) {
  return { left: x, right: x + widthOf(text), top: y - 6, bottom: y + 6 };
}

describe('names on the map', () => {
  it('stand clear of each other, of all points, and inside of the picture', () => {
    const place = fc.tuple(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(place, { minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 6 }),
        (runs) => {
          const { trajectories, items } = trajectoriesOf(...runs);
          const { frame, names } = placed({ trajectories, items });
          const points = trajectories.flatMap(({ points: own }) => own);
          names.forEach((name, k) => {
            const box = boxOf(name);
            expect(Math.min(box.left, box.top, 500 - box.right, 400 - box.bottom)).toBeGreaterThanOrEqual(0);
            for (const other of names.slice(k + 1).map(boxOf)) {
              const apart =
                box.right <= other.left ||
                other.right <= box.left ||
                box.bottom <= other.top ||
                other.bottom <= box.top;
              expect(apart).toBe(true);
            }
            for (const { x, y } of points) {
              const across = Math.max(box.left - frame.toX(x), frame.toX(x) - box.right);
              const down = Math.max(box.top - frame.toY(y), frame.toY(y) - box.bottom);
              expect(Math.max(across, down)).toBeGreaterThanOrEqual(radius);
            }
          });
        },
      ),
    );
  });

  it('are those of all runs and moments where there is room, without what all moments begin with', () => {
    const { names } = placed(
      trajectoriesOf(
        [
          [0, 0],
          [1, 0],
          [2, 0],
        ],
        [
          [0, 1],
          [1, 1],
          [2, 1],
        ],
      ),
    );
    expect(names.map(({ text, of }) => `${of} ${text}`).sort()).toEqual(
      ['run run0', 'run run1', 'moment 0', 'moment 0', 'moment 1', 'moment 1'].sort(),
    );
  });

  it('take another side of a point where a line is in the way', () => {
    const { frame, names } = placed(
      trajectoriesOf([
        [0, 0],
        [1, 0],
        [2, 0],
      ]),
    );
    const middle = names.find(({ text }) => text === '1')!;
    expect(Math.abs(middle.y - frame.toY(0))).toBeGreaterThan(6);
  });
});

describe('what is taken of a picture', () => {
  it('is every place of a line that is inside, however long the line is', () => {
    const taken = new Occupied(300, 300);
    taken.takeLine(-1e6, 150, 1e6, 150);
    const at = (x: number, y: number) => ({ left: x, right: x + 1, top: y, bottom: y + 1 });
    for (let x = 0; x < 299; x++) expect(taken.isFree(at(x, 150))).toBe(false);
    expect(taken.isFree(at(150, 140))).toBe(true);
    taken.takeLine(400, -50, 400, 350);
    expect(taken.isFree(at(298, 100))).toBe(true);
  });
});

describe('arrow keys on the map', () => {
  it('go along a run and stop at its ends, and from run to run and around', () => {
    const { trajectories } = trajectoriesOf(
      [
        [0, 0],
        [1, 0],
        [2, 0],
      ],
      [[0, 1]],
    );
    const to = (from: number | null, key: string) => walkedTo(trajectories, from, key)?.item;
    expect([to(null, 'ArrowRight'), to(0, 'ArrowRight'), to(2, 'ArrowRight'), to(0, 'ArrowLeft')]).toEqual([
      0, 1, 2, 0,
    ]);
    expect([to(2, 'ArrowDown'), to(3, 'ArrowDown'), to(0, 'ArrowUp')]).toEqual([3, 0, 3]);
    expect(to(0, 'x')).toBeUndefined();
  });
});
