import { apportion } from '../../topology/apportion';
import { drawDistinct } from '../../topology/drawDistinct';
import { randomStream } from '../../topology/random';
import { classCounts, takeSamples, type Samples } from './samples';

/** A part of the samples set aside, and the rest; both in their old order. */
export interface Split {
  readonly rest: Samples;
  readonly part: Samples;
}

/**
 * Sets `round(fraction · count)` samples aside so that each class has the same share in both, to within one sample:
 * shares are rounded down, and the classes with the largest remainders (the first of equal ones) give one more. Which
 * samples of a class is the draw of `seed` and `purpose`.
 */
export function splitStratified(
  samples: Samples,
  classes: number,
  fraction: number,
  seed: number,
  purpose: string,
): Split {
  const ofClass = membersByClass(samples.labels, classes);
  const wanted = apportion(
    ofClass.map((members) => members.length),
    Math.round(fraction * samples.count),
  );
  const isAside = new Uint8Array(samples.count);
  for (const [label, members] of ofClass.entries()) {
    const random = randomStream(seed, `split ${purpose}`, label);
    for (const rank of drawDistinct(members.length, wanted[label], random)) isAside[members[rank]] = 1;
  }
  const places = (aside: number): Uint32Array =>
    Uint32Array.from({ length: samples.count }, (_, k) => k).filter((k) => isAside[k] === aside);
  return { rest: takeSamples(samples, places(0)), part: takeSamples(samples, places(1)) };
}

function membersByClass(labels: Uint8Array, classes: number): Uint32Array[] {
  const members = Array.from(classCounts(labels, classes), (count) => new Uint32Array(count));
  const next = new Uint32Array(classes);
  labels.forEach((label, k) => {
    members[label][next[label]++] = k;
  });
  return members;
}
