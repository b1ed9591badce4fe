import type { UnitLinks } from '../../kernels/search/unitLinks';
import type { PairProblem } from './pairProblem';
import type { PortLayout } from './ports';

/** Bins of a histogram of degrees, and how many of them a standard deviation spans. */
const BINS = 6;
const BINS_PER_DEVIATION = 1.2;
/** What a unit is known by: its own two degrees, and two histograms each of those of its inputs and of its consumers. */
const OWN = 2 + 4 * BINS;

/** Rows of so many features; every column of both networks together has mean 0. */
export interface Features {
  readonly columns: number;
  /** Length neurons · columns. */
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/**
 * What is around each neuron, by layer: its degrees, those of its inputs and consumers, and the same of these summed up.
 * The network's own inputs have no part in it. Two unrelated neurons are at a squared distance of 4 on the average.
 */
export function structuralFeatures(problem: PairProblem): Features[] {
  const { layout, widths } = problem;
  const degrees = [problem.a, problem.b].map((links) =>
    widths.map((width, l) => degreesOf(layout, links, l, width)),
  );
  const scales = widths.map((_, l) => [0, 1].map((kind) => scaleOf([degrees[0][l], degrees[1][l]], 2, kind)));
  const near = [problem.a, problem.b].map((links, network) =>
    widths.map((width, l) => {
      const rows = new Float64Array(width * OWN);
      for (let unit = 0; unit < width; unit++) {
        rows[unit * OWN] = degrees[network][l][2 * unit];
        rows[unit * OWN + 1] = degrees[network][l][2 * unit + 1];
        visitNeighbours(layout, links, l, unit, (side, layer, other) => {
          for (let kind = 0; kind < 2; kind++) {
            const histogram = unit * OWN + 2 + (2 * side + kind) * BINS;
            addToHistogram(rows, histogram, degrees[network][layer][2 * other + kind], scales[layer][kind]);
          }
        });
      }
      return rows;
    }),
  );
  widths.forEach((_, l) => normalise([near[0][l], near[1][l]], OWN));
  const far = [problem.a, problem.b].map((links, network) =>
    widths.map((width, l) => {
      const rows = new Float64Array(width * 2 * OWN);
      for (let unit = 0; unit < width; unit++) {
        visitNeighbours(layout, links, l, unit, (side, layer, other) => {
          const sum = (2 * unit + side) * OWN;
          for (let column = 0; column < OWN; column++)
            rows[sum + column] += near[network][layer][other * OWN + column];
        });
      }
      return rows;
    }),
  );
  widths.forEach((_, l) => normalise([far[0][l], far[1][l]], 2 * OWN));
  return widths.map((width, l) => ({
    columns: 3 * OWN,
    a: beside(near[0][l], far[0][l], width),
    b: beside(near[1][l], far[1][l], width),
  }));
}

/** By unit: fan-in and fan-out. */
function degreesOf(
  { layerStart, portsPerUnit }: PortLayout,
  links: UnitLinks,
  l: number,
  width: number,
): Float64Array {
  const degrees = new Float64Array(2 * width);
  for (let unit = 0; unit < width; unit++) {
    const port = layerStart[l] + unit * portsPerUnit[l];
    degrees[2 * unit] = links.inStart[port + 1] - links.inStart[port];
    degrees[2 * unit + 1] = links.outStart[port + portsPerUnit[l]] - links.outStart[port];
  }
  return degrees;
}

/** Calls `visit` for each link of a unit with a neuron before it (side 0) or after it (side 1). */
function visitNeighbours(
  { layerStart, portsPerUnit }: PortLayout,
  links: UnitLinks,
  l: number,
  unit: number,
  visit: (side: 0 | 1, layer: number, other: number) => void,
): void {
  const port = layerStart[l] + unit * portsPerUnit[l];
  for (let e = links.inStart[port]; l > 0 && e < links.inStart[port + 1]; e++) {
    visit(0, l - 1, Math.floor((links.inputs[e] - layerStart[l - 1]) / portsPerUnit[l - 1]));
  }
  for (let e = links.outStart[port]; e < links.outStart[port + portsPerUnit[l]]; e++) {
    visit(1, l + 1, (links.outputs[e] - layerStart[l + 1]) / portsPerUnit[l + 1]);
  }
}

interface Scale {
  readonly mean: number;
  /** 1 where all are the same. */
  readonly deviation: number;
}

function scaleOf(tables: readonly Float64Array[], columns: number, column: number): Scale {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (const table of tables) {
    for (let at = column; at < table.length; at += columns) {
      count++;
      sum += table[at];
      squares += table[at] * table[at];
    }
  }
  const mean = sum / Math.max(1, count);
  const variance = squares / Math.max(1, count) - mean * mean;
  return { mean, deviation: variance > 1e-9 ? Math.sqrt(variance) : 1 };
}

/** Shared between the two bins that a degree lies between, so that one link more or fewer changes little. */
function addToHistogram(rows: Float64Array, start: number, degree: number, { mean, deviation }: Scale): void {
  const middle = (BINS - 1) / 2;
  const place = ((degree - mean) / deviation) * BINS_PER_DEVIATION + middle;
  const within = Math.max(0, Math.min(BINS - 1, place));
  const bin = Math.min(BINS - 2, Math.floor(within));
  rows[start + bin] += 1 - (within - bin);
  rows[start + bin + 1] += within - bin;
}

function normalise(tables: readonly Float64Array[], columns: number): void {
  for (let column = 0; column < columns; column++) {
    const { mean, deviation } = scaleOf(tables, columns, column);
    for (const table of tables) {
      for (let at = column; at < table.length; at += columns) table[at] = (table[at] - mean) / deviation;
    }
  }
}

/** Both kinds of features in one row, each kind of the same weight. */
function beside(near: Float64Array, far: Float64Array, width: number): Float64Array {
  const rows = new Float64Array(width * 3 * OWN);
  for (let unit = 0; unit < width; unit++) {
    for (let column = 0; column < OWN; column++) {
      rows[unit * 3 * OWN + column] = near[unit * OWN + column] / Math.sqrt(OWN);
    }
    for (let column = 0; column < 2 * OWN; column++) {
      rows[(unit * 3 + 1) * OWN + column] = far[unit * 2 * OWN + column] / Math.sqrt(2 * OWN);
    }
  }
  return rows;
}
