/**
 * The one code for runs, the same in every view: a colour, a dash and a marker. Any two of the first 56 runs differ in
 * at least two of the three, so that neither colour-blindness nor one missed sign confuses them.
 */
import type { Ink, LineCode } from './layerCode';

/** Each can be drawn open or filled. */
export type RunMarker =
  'circle' | 'square' | 'up' | 'diamond' | 'down' | 'plus' | 'cross' | 'star' | 'hourglass';

export interface RunCode extends LineCode {
  readonly marker: RunMarker;
}

const inks: readonly Ink[] = ['blue', 'orange', 'green', 'purple', 'yellow', 'red', 'foreground'];
const dashes: readonly (readonly number[])[] = [
  [],
  [6, 3],
  [1.5, 2.5],
  [8, 3, 1.5, 3],
  [3, 3],
  [12, 3],
  [8, 3, 1.5, 3, 1.5, 3],
  [12, 3, 3, 3],
];
const markers: readonly RunMarker[] = [
  'circle',
  'square',
  'up',
  'diamond',
  'down',
  'plus',
  'cross',
  'star',
  'hourglass',
];

/** Runs until a code comes again. */
const distinct = inks.length * dashes.length;

/**
 * A code for each run, told by its path. Those of `before` stay as they are. A new run takes the ink that its path asks
 * for, the same in every panel, unless another has it already: no ink comes twice before each came once.
 */
export function runCodes(
  runs: readonly string[],
  before: ReadonlyMap<string, RunCode> = new Map(),
): ReadonlyMap<string, RunCode> {
  const codes = new Map(runs.flatMap((run) => (before.has(run) ? [[run, before.get(run)!] as const] : [])));
  const taken = new Set([...codes.values()].map(nameOf));
  for (const run of [...new Set(runs)].sort()) {
    if (codes.has(run)) continue;
    if (taken.size === distinct) taken.clear();
    const code = firstFree(taken, hashOf(run) % inks.length);
    taken.add(nameOf(code));
    codes.set(run, code);
  }
  return codes;
}

/** Numbers of codes, to be kept; `codesFrom` gives them back. */
export function codeNumbers(codes: ReadonlyMap<string, RunCode>): Record<string, number> {
  return Object.fromEntries(
    [...codes].map(([run, { ink, dash }]) => {
      const at = inks.indexOf(ink);
      const round = (dashes.indexOf(dash) - at + dashes.length) % dashes.length;
      return [run, round * inks.length + at];
    }),
  );
}

export function codesFrom(numbers: Readonly<Record<string, number>>): ReadonlyMap<string, RunCode> {
  return new Map(
    Object.entries(numbers).map(([run, number]) => {
      const round = Math.floor(number / inks.length) % dashes.length;
      return [run, codeAt(number % inks.length, round)];
    }),
  );
}

function firstFree(taken: ReadonlySet<string>, wanted: number): RunCode {
  for (let place = 0; ; place++) {
    const code = codeAt((wanted + place) % inks.length, Math.floor(place / inks.length));
    if (!taken.has(nameOf(code))) return code;
  }
}

/** One dash more than inks and one marker more than dashes: what two runs share of the three is never two. */
function codeAt(ink: number, round: number): RunCode {
  return {
    ink: inks[ink],
    dash: dashes[(ink + round) % dashes.length],
    width: 1.5,
    marker: markers[(ink + 2 * round) % markers.length],
  };
}

function nameOf({ ink, dash }: RunCode): string {
  return `${ink} ${dash.join()}`;
}

/** FNV-1a: spreads paths that differ in one digit. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let k = 0; k < text.length; k++) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193);
  return hash >>> 0;
}
