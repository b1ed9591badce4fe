import { expOfNegative, naturalLog } from '../../kernels/search/elementary';
import type { UnitLinks } from '../../kernels/search/unitLinks';
import type { PairProblem } from './pairProblem';

/** Candidates that a neuron keeps. */
const CANDIDATES = 32;
/** Temperatures, geometric. */
const HOTTEST = 1;
const COOLEST = 0.45;
const STEPS = 5;
/** Rounds of scaling. */
const ROUNDS = 4;
/** A candidate that is this much less likely than the best is not kept. */
const LEAST_LIKELY = 1e-3;

/**
 * A soft matching of one layer: entry (i, j) is row_i · column_j · (background_i + e_ij), with e listed for a few
 * candidates of each neuron and 0 elsewhere. Exactly what Sinkhorn's scaling of the full matrix would be if all that is
 * not listed were alike, in memory that grows with the neurons alone.
 */
interface SoftLayer {
  readonly size: number;
  /** Length size + 1. */
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly extra: Float64Array;
  readonly background: Float64Array;
  readonly row: Float64Array;
  readonly columnScale: Float64Array;
}

/**
 * A relabeling to start from: soft matchings of all layers, each updated from those before and after it while the
 * temperature falls, then rounded.
 */
export function softStart(problem: PairProblem): Int32Array {
  const { layerStart } = problem;
  const layers: SoftLayer[] = [];
  for (let l = 0; l + 1 < layerStart.length; l++)
    layers.push(uniform(layerStart[l + 1] - layerStart[l], CANDIDATES));
  const linkA = linkWeights(problem, problem.a);
  const linkB = linkWeights(problem, problem.b);
  const scratch = {
    sum: new Float64Array(problem.units),
    touched: new Int32Array(problem.units),
    alpha: new Float64Array(problem.units),
  };
  const cooling = expOfNegative(naturalLog(COOLEST / HOTTEST) / (STEPS - 1));
  let temperature = HOTTEST;
  for (let step = 0; step < STEPS; step++, temperature *= cooling) {
    for (let l = 0; l < layers.length; l++) {
      if (problem.movableLayers[l]) update(problem, l, layers, linkA, linkB, temperature, scratch);
    }
  }
  return rounded(problem, layers);
}

/** √ of the log-odds of a shared link, by link in the order of the neurons' inputs, and again in that of the outputs. */
interface LinkWeights {
  readonly into: Float64Array;
  readonly outOf: Float64Array;
}

function linkWeights(problem: PairProblem, links: UnitLinks): LinkWeights {
  const { layerStart } = problem;
  const into = new Float64Array(links.inputs.length);
  const outOf = new Float64Array(links.inputs.length);
  const next = links.outStart.slice();
  for (let l = 0; l + 1 < layerStart.length; l++) {
    const layerLinks = links.inStart[layerStart[l + 1]] - links.inStart[layerStart[l]];
    for (let unit = layerStart[l]; unit < layerStart[l + 1]; unit++) {
      const fanIn = links.inStart[unit + 1] - links.inStart[unit];
      for (let e = links.inStart[unit]; e < links.inStart[unit + 1]; e++) {
        const input = links.inputs[e];
        const fanOut = links.outStart[input + 1] - links.outStart[input];
        const odds = (0.5 * layerLinks) / (fanIn * fanOut);
        into[e] = Math.sqrt(Math.max(0.9, naturalLog(odds)));
        outOf[next[input]++] = into[e];
      }
    }
  }
  return { into, outOf };
}

function uniform(size: number, width: number): SoftLayer {
  return {
    size,
    start: new Int32Array(size + 1),
    column: new Int32Array(size * width),
    extra: new Float64Array(size * width),
    background: new Float64Array(size).fill(1),
    row: new Float64Array(size).fill(1 / size),
    columnScale: new Float64Array(size).fill(1),
  };
}

interface Scratch {
  readonly sum: Float64Array;
  readonly touched: Int32Array;
  readonly alpha: Float64Array;
}

function update(
  problem: PairProblem,
  l: number,
  layers: readonly SoftLayer[],
  linkA: LinkWeights,
  linkB: LinkWeights,
  temperature: number,
  scratch: Scratch,
): void {
  const { layerStart, a, b } = problem;
  const own = layers[l];
  const first = layerStart[l];
  const { sum, touched } = scratch;
  const before = l === 0 ? null : layers[l - 1];
  const after = l + 1 < layers.length && problem.counts[l + 1] ? layers[l + 1] : null;
  const beforeStart = l === 0 ? 0 : layerStart[l - 1];
  const afterStart = layerStart[l + 1];
  const betaIn = new Float64Array(own.size);
  const betaOut = new Float64Array(own.size);
  for (let j = 0; j < own.size; j++) {
    if (before !== null) {
      for (let e = b.inStart[first + j]; e < b.inStart[first + j + 1]; e++) {
        betaIn[j] += linkB.into[e] * before.columnScale[b.inputs[e] - beforeStart];
      }
    }
    if (after !== null) {
      for (let e = b.outStart[first + j]; e < b.outStart[first + j + 1]; e++) {
        betaOut[j] += linkB.outOf[e] * after.columnScale[b.outputs[e] - afterStart];
      }
    }
  }

  let kept = 0;
  for (let i = 0; i < own.size; i++) {
    own.start[i] = kept;
    let count = 0;
    let alphaIn = 0;
    let alphaOut = 0;
    for (let e = a.inStart[first + i]; e < a.inStart[first + i + 1]; e++) {
      const k = a.inputs[e];
      const weight = linkA.into[e];
      if (before === null) {
        for (let f = b.outStart[k]; f < b.outStart[k + 1]; f++) {
          const j = b.outputs[f];
          if (sum[j] === 0) touched[count++] = j;
          sum[j] += weight * linkB.outOf[f];
        }
        continue;
      }
      const local = k - beforeStart;
      const row = before.row[local] * weight;
      alphaIn += row * before.background[local];
      for (let x = before.start[local]; x < before.start[local + 1]; x++) {
        const m = before.column[x];
        const share = row * before.extra[x] * before.columnScale[m];
        const unit = m + beforeStart;
        for (let f = b.outStart[unit]; f < b.outStart[unit + 1]; f++) {
          const j = b.outputs[f];
          if (sum[j] === 0) touched[count++] = j;
          sum[j] += share * linkB.outOf[f];
        }
      }
    }
    if (after !== null) {
      for (let e = a.outStart[first + i]; e < a.outStart[first + i + 1]; e++) {
        const local = a.outputs[e] - afterStart;
        const row = after.row[local] * linkA.outOf[e];
        alphaOut += row * after.background[local];
        for (let x = after.start[local]; x < after.start[local + 1]; x++) {
          const d = after.column[x];
          const share = row * after.extra[x] * after.columnScale[d];
          const unit = d + afterStart;
          for (let f = b.inStart[unit]; f < b.inStart[unit + 1]; f++) {
            const j = b.inputs[f];
            if (sum[j] === 0) touched[count++] = j;
            sum[j] += share * linkB.into[f];
          }
        }
      }
    }
    let most = 0;
    for (let t = 0; t < count; t++) {
      const j = touched[t] - first;
      sum[touched[t]] += alphaIn * betaIn[j] + alphaOut * betaOut[j];
      if (sum[touched[t]] > most) most = sum[touched[t]];
    }
    const background = expOfNegative(-most / temperature);
    own.background[i] = background;
    const limit = kept + CANDIDATES;
    // What is too little beside the best to matter is not listed.
    const cut = most + temperature * naturalLog(LEAST_LIKELY);
    let full = false;
    for (let t = 0; t < count && !full; t++) {
      if (sum[touched[t]] <= cut) continue;
      if (kept === limit) full = true;
      else {
        own.column[kept] = touched[t] - first;
        own.extra[kept++] = expOfNegative((sum[touched[t]] - most) / temperature) - background;
      }
    }
    if (full) {
      const values = new Float64Array(count);
      for (let t = 0; t < count; t++) values[t] = -sum[touched[t]];
      values.sort();
      const least = -values[CANDIDATES - 1];
      kept = own.start[i];
      for (let pass = 0; pass < 2; pass++) {
        for (let t = 0; t < count && kept < limit; t++) {
          if (pass === 0 ? sum[touched[t]] <= least : sum[touched[t]] !== least) continue;
          own.column[kept] = touched[t] - first;
          own.extra[kept++] = expOfNegative((sum[touched[t]] - most) / temperature) - background;
        }
      }
    }
    for (let t = 0; t < count; t++) sum[touched[t]] = 0;
  }
  own.start[own.size] = kept;
  balance(own, ROUNDS);
}

/** Sinkhorn: scales rows and columns in turn until all sum to about 1. */
function balance(layer: SoftLayer, rounds: number): void {
  const { size, start, column, extra, background, row, columnScale } = layer;
  columnScale.fill(1);
  const sums = new Float64Array(size);
  for (let round = 0; round <= rounds; round++) {
    let columns = 0;
    for (let j = 0; j < size; j++) columns += columnScale[j];
    let backgroundSum = 0;
    sums.fill(0);
    for (let i = 0; i < size; i++) {
      let total = background[i] * columns;
      for (let x = start[i]; x < start[i + 1]; x++) total += extra[x] * columnScale[column[x]];
      row[i] = 1 / total;
      backgroundSum += background[i] * row[i];
      for (let x = start[i]; x < start[i + 1]; x++) sums[column[x]] += extra[x] * row[i];
    }
    if (round === rounds) break;
    for (let j = 0; j < size; j++) columnScale[j] = 1 / (sums[j] + backgroundSum);
  }
}

function rounded(problem: PairProblem, layers: readonly SoftLayer[]): Int32Array {
  const { layerStart, a, b } = problem;
  const partner = new Int32Array(problem.units);
  for (let unit = 0; unit < problem.units; unit++) partner[unit] = unit;
  layers.forEach((layer, l) => {
    if (!problem.movableLayers[l]) return;
    const first = layerStart[l];
    const rows: number[] = [];
    const columns: number[] = [];
    const values: number[] = [];
    for (let i = 0; i < layer.size; i++) {
      for (let x = layer.start[i]; x < layer.start[i + 1]; x++) {
        const value =
          layer.row[i] * layer.columnScale[layer.column[x]] * (layer.extra[x] + layer.background[i]);
        if (value < 0.01) continue;
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
    const byFanIn = (fanIn: Int32Array) => (x: number, y: number) =>
      fanIn[first + x] - fanIn[first + y] || x - y;
    const free = (used: (at: number) => boolean) =>
      Array.from({ length: layer.size }, (_, at) => at).filter((at) => !used(at));
    const restA = free((i) => mate[i] >= 0).sort(byFanIn(a.fanIn));
    const restB = free((j) => taken[j] === 1).sort(byFanIn(b.fanIn));
    restA.forEach((i, at) => (mate[i] = restB[at]));
    for (let i = 0; i < layer.size; i++) partner[first + i] = first + mate[i];
  });
  return partner;
}
