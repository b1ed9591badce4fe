import type { PairProblem } from './pairProblem';
import { pairUnits } from './partners';
import { neuronsOf } from './ports';
import type { SoftLayer } from './softLayer';

/** Entries below this are as good as none. */
const LEAST_ENTRY = 0.01;

/**
 * A relabeling from soft matchings: the largest entries first, as far as both neurons are free, then what is left by
 * rising fan-in.
 */
export function rounded(problem: PairProblem, layers: readonly SoftLayer[]): Int32Array {
  const { a, b } = problem;
  const partners = Int32Array.from({ length: problem.ports }, (_, port) => port);
  layers.forEach((layer, l) => {
    if (!problem.movableLayers[l]) return;
    const rows: number[] = [];
    const columns: number[] = [];
    const values: number[] = [];
    for (let i = 0; i < layer.size; i++) {
      for (let x = layer.start[i]; x < layer.start[i + 1]; x++) {
        const value =
          layer.row[i] * layer.columnScale[layer.column[x]] * (layer.extra[x] + layer.background[i]);
        if (value < LEAST_ENTRY) continue;
        rows.push(i);
        columns.push(layer.column[x]);
        values.push(value);
      }
    }
    const order = Int32Array.from(values, (_, at) => at).sort((x, y) => values[y] - values[x] || x - y);
    const mate = new Int32Array(layer.size).fill(-1);
    const taken = new Uint8Array(layer.size);
    for (const at of order) {
      if (mate[rows[at]] >= 0 || taken[columns[at]] === 1) continue;
      mate[rows[at]] = columns[at];
      taken[columns[at]] = 1;
    }
    const units = neuronsOf(problem.layout, l);
    const byFanIn = (fanIn: Int32Array) => (x: number, y: number) =>
      fanIn[units[x]] - fanIn[units[y]] || x - y;
    const free = (used: (at: number) => boolean) =>
      Array.from({ length: layer.size }, (_, at) => at).filter((at) => !used(at));
    const restA = free((i) => mate[i] >= 0).sort(byFanIn(a.fanIn));
    const restB = free((j) => taken[j] === 1).sort(byFanIn(b.fanIn));
    restA.forEach((i, at) => (mate[i] = restB[at]));
    for (let i = 0; i < layer.size; i++) pairUnits(problem, partners, l, i, mate[i]);
  });
  return partners;
}
