/** What stands along the x axis of the charts: epochs, steps or a time. */
export interface XAxis {
  /** Begins the title of a hover: "Epoch". */
  readonly name: string;
  /** Under the axis of an exported picture: "epoch". */
  readonly title: string;
  /** Head of its numbers, with their unit: "Wall time (s)". */
  readonly column: string;
  /** Several runs over each other: points stand at places themselves, which are no epochs that all of them share. */
  readonly ofNoRun: boolean;
  /** Where an epoch stands. */
  readonly place: (epoch: number) => number;
  /** A place on the axis, in words. */
  readonly format: (place: number) => string;
  /** Round places within a range, about `most` of them. */
  readonly ticks: (range: XRange, most: number) => readonly number[];
}

export interface XRange {
  readonly min: number;
  readonly max: number;
}

/** The least of an axis that can be looked at. */
export const leastRange = 2;

/** `range` moved and cut so that it lies within `whole`; null where it is all of it. */
export function rangeWithin(range: XRange, whole: XRange): XRange | null {
  const width = Math.max(leastRange, range.max - range.min);
  if (width >= whole.max - whole.min) return null;
  const min = Math.min(Math.max(range.min, whole.min), whole.max - width);
  return { min, max: min + width };
}

/** A range `factor` times as wide about a place in it. */
export function zoomedRange({ min, max }: XRange, factor: number, about: number): XRange {
  const centre = Math.min(max, Math.max(min, about));
  return { min: centre - (centre - min) * factor, max: centre + (max - centre) * factor };
}

/** A function through points given in ascending order of `x`, straight between them and beyond. */
export function interpolation(
  points: readonly { readonly x: number; readonly y: number }[],
): (x: number) => number {
  return (x) => {
    let low = 0;
    let high = points.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (points[middle].x <= x) low = middle;
      else high = middle;
    }
    const [a, b] = [points[low], points[high]];
    if (x === a.x || a.x === b.x) return a.y;
    return a.y + ((x - a.x) / (b.x - a.x)) * (b.y - a.y);
  };
}
