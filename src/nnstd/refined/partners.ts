import type { PairProblem } from './pairProblem';

/**
 * A relabeling as the search has it: port `result[p]` of the second network stands for port p of the first. By layer,
 * `matchings` has the partner of each neuron of the first or −1; those left over are paired in the order of storage.
 * Layers in which nothing can be exchanged are left as they are.
 */
export function partnersOf(problem: PairProblem, matchings: readonly Int32Array[]): Int32Array {
  const partners = Int32Array.from({ length: problem.ports }, (_, port) => port);
  matchings.forEach((matching, l) => {
    if (!problem.movableLayers[l]) return;
    const width = problem.widths[l];
    const taken = new Uint8Array(width);
    for (const other of matching) if (other >= 0) taken[other] = 1;
    let free = 0;
    for (let unit = 0; unit < width; unit++) {
      let other = unit < matching.length ? matching[unit] : -1;
      if (other < 0) {
        while (taken[free] === 1) free++;
        other = free++;
      }
      pairUnits(problem, partners, l, unit, other);
    }
  });
  return partners;
}

/** Gives a unit's ports their partners: unit `other` of `b` stands for unit `unit` of `a`, both as places in layer l. */
export function pairUnits(
  { layout }: PairProblem,
  partners: Int32Array,
  l: number,
  unit: number,
  other: number,
): void {
  const each = layout.portsPerUnit[l];
  const from = layout.layerStart[l];
  for (let port = 0; port < each; port++) partners[from + unit * each + port] = from + other * each + port;
}

/** The place in layer l of `b` that stands for this place of `a`. */
export function partnerOf({ layout }: PairProblem, partners: Int32Array, l: number, unit: number): number {
  const each = layout.portsPerUnit[l];
  const from = layout.layerStart[l];
  return (partners[from + unit * each] - from) / each;
}
