import type { MatchedNeurons } from './matchedNeurons';

/** Neurons whose number of inputs is in a range, both ends included. */
export interface FanInClass {
  readonly least: number;
  readonly most: number;
}

/** How many neurons of each class of A are matched with one of each class of B. */
export interface FanInFlow {
  readonly classes: readonly FanInClass[];
  /** [class of A][class of B]; a last row and a last column stand for no partner. */
  readonly counts: readonly (readonly number[])[];
}

const classCount = 5;

/** Classes of about as many neurons each, the same for both networks; neurons without input are one of their own. */
export function fanInFlow(neurons: MatchedNeurons): FanInFlow {
  const { count, a, b, fanInA, fanInB } = neurons;
  const degrees: number[] = [];
  for (let row = 0; row < count; row++) {
    if (a[row] >= 0) degrees.push(fanInA[row]);
    if (b[row] >= 0) degrees.push(fanInB[row]);
  }
  const classes = classesOf(degrees);
  const classOf = (degree: number): number => classes.findIndex(({ most }) => degree <= most);
  const counts = Array.from({ length: classes.length + 1 }, () =>
    new Array<number>(classes.length + 1).fill(0),
  );
  for (let row = 0; row < count; row++) {
    const from = a[row] < 0 ? classes.length : classOf(fanInA[row]);
    const to = b[row] < 0 ? classes.length : classOf(fanInB[row]);
    counts[from][to]++;
  }
  return { classes, counts };
}

function classesOf(degrees: readonly number[]): FanInClass[] {
  const linked = degrees.filter((degree) => degree > 0).sort((one, other) => one - other);
  const classes: FanInClass[] = linked.length < degrees.length ? [{ least: 0, most: 0 }] : [];
  let least = 1;
  for (let k = 1; k <= classCount && linked.length > 0; k++) {
    const most = linked[Math.ceil((k / classCount) * linked.length) - 1];
    // Where many have the same number, fewer classes are left.
    if (most < least) continue;
    classes.push({ least, most });
    least = most + 1;
  }
  return classes;
}

export function className({ least, most }: FanInClass): string {
  if (most === 0) return 'no input';
  const range = least === most ? String(least) : `${String(least)}–${String(most)}`;
  return `${range} ${most === 1 ? 'input' : 'inputs'}`;
}

/** Names of the rows and columns of `counts`. */
export function flowNames({ classes }: FanInFlow): readonly string[] {
  return [...classes.map(className), 'no partner'];
}
