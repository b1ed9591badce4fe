import type { Clustering } from '../../../src/protocol/arrangement';
import { formatThree } from '../../shared/format';

/** One merge as it is drawn: two legs that stand on what they join, and a bar over them. In leaves and in distance. */
export interface Bracket {
  readonly left: number;
  readonly right: number;
  readonly leftFoot: number;
  readonly rightFoot: number;
  readonly height: number;
}

/** Leaves stand at 0, 1, 2 …; every cluster over the middle of its two parts. */
export function brackets({ merges, order }: Clustering): readonly Bracket[] {
  const places: { at: number; height: number }[] = [];
  order.forEach((leaf, at) => {
    places[leaf] = { at, height: 0 };
  });
  return merges.map(({ first, second, height }) => {
    const [left, right] = [places[first], places[second]];
    places.push({ at: (left.at + right.at) / 2, height });
    return { left: left.at, right: right.at, leftFoot: left.height, rightFoot: right.height, height };
  });
}

/** The distance of the last merge, to be written beside the top of the tree. */
export function rootText({ merges }: Clustering): string {
  const root = merges.at(-1);
  return root === undefined ? '' : formatThree(root.height);
}
