import type { EvolutionPoint } from '../../../src/protocol/evolution';
import { formatEpoch } from '../../shared/format';

/** Where checkpoints stand on the time line, and which are named. Positions are shares of its length, 0 to 1. */

export interface Rail {
  readonly min: number;
  readonly max: number;
}

export interface RailMark {
  readonly at: number;
  /** 'unread' while its analysis is not there. */
  readonly kind: 'read' | 'unread' | 'failed';
}

export interface RailLabel {
  readonly at: number;
  readonly text: string;
}

/** Of points in ascending order of epochs. */
export function railOf(points: readonly EvolutionPoint[]): Rail {
  return { min: points.at(0)?.epoch ?? 0, max: points.at(-1)?.epoch ?? 0 };
}

/** A single checkpoint stands at the beginning. */
export function positionOn({ min, max }: Rail, epoch: number): number {
  return max > min ? (epoch - min) / (max - min) : 0;
}

export function epochAt({ min, max }: Rail, position: number): number {
  return min + Math.min(1, Math.max(0, position)) * (max - min);
}

/** A mark a checkpoint, and one a pixel where there are more of them: what can be shown stands above what cannot. */
export function marksOn(
  rail: Rail,
  points: readonly EvolutionPoint[],
  lengthPixels: number,
): readonly RailMark[] {
  const rank = { unread: 0, read: 1, failed: 2 } as const;
  const marks = new Map<number, RailMark>();
  for (const { epoch, step, status } of points) {
    const at = positionOn(rail, epoch);
    const kind = step !== null ? 'read' : status === 'failed' ? 'failed' : 'unread';
    const pixel = Math.round(at * lengthPixels);
    const known = marks.get(pixel);
    if (known === undefined || rank[known.kind] < rank[kind]) marks.set(pixel, { at, kind });
  }
  return [...marks.values()];
}

/** Room between two labels. */
const gapPixels = 10;

/**
 * The first and the last checkpoint, and between them those at multiples of the smallest round number of epochs at which
 * no two labels touch.
 */
export function labelsOn(
  rail: Rail,
  points: readonly EvolutionPoint[],
  lengthPixels: number,
  widthOf: (text: string) => number,
): readonly RailLabel[] {
  const epochs = [...new Set(points.map(({ epoch }) => epoch))];
  const labels = epochs.map((epoch) => ({ at: positionOn(rail, epoch), text: formatEpoch(epoch), epoch }));
  const apart = (a: RailLabel, b: RailLabel): boolean =>
    (b.at - a.at) * lengthPixels >= (widthOf(a.text) + widthOf(b.text)) / 2 + gapPixels;
  if (labels.length < 2) return labels;
  const [first, last] = [labels[0], labels.at(-1)!];
  if (!apart(first, last)) return [last];
  for (const step of roundNumbers(rail.max - rail.min)) {
    const between = labels.filter(
      (label) => label.epoch % step === 0 && apart(first, label) && apart(label, last),
    );
    if (between.every((label, k) => k === 0 || apart(between[k - 1], label)))
      return [first, ...between, last];
  }
  return [first, last];
}

/** 1, 2, 5, 10, 20 … up to `most`. */
function roundNumbers(most: number): readonly number[] {
  const numbers: number[] = [];
  for (let power = 1; power <= most; power *= 10) numbers.push(power, 2 * power, 5 * power);
  return numbers.filter((number) => number <= most);
}
