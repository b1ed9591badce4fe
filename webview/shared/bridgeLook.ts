import { translucent } from './colour';

/** What chart.js asks of a line from the point before `p1DataIndex` to that point; undefined leaves it as it is. */
type BySegment<T> = (at: { readonly p1DataIndex: number }) => T | undefined;

export interface BridgeLook {
  readonly borderDash: BySegment<number[]>;
  readonly borderColor: BySegment<string>;
}

const dots = [1.5, 3.5];
const faint = 0.5;

/**
 * How a line looks where it leads over missing values: dotted and faint, from one value to the next. `ys`: what is drawn,
 * at the indices `drawn` of the values that `bridged` is alike to.
 */
export function bridgeLook(
  ys: readonly (number | null)[],
  drawn: readonly number[],
  bridged: readonly boolean[],
  colour: string,
): BridgeLook {
  const marked = new Uint8Array(ys.length);
  let last = -1;
  ys.forEach((y, at) => {
    if (y === null) return;
    if (last >= 0 && bridged.slice(drawn[last] + 1, drawn[at] + 1).includes(true)) {
      marked.fill(1, last + 1, at + 1);
    }
    last = at;
  });
  const look =
    <T>(value: T) =>
    ({ p1DataIndex }: { readonly p1DataIndex: number }): T | undefined =>
      marked[p1DataIndex] === 1 ? value : undefined;
  return { borderDash: look(dots), borderColor: look(translucent(colour, faint)) };
}
