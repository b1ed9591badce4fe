import { expOfNegative, naturalLog } from '../../kernels/search/elementary';
import type { UnitLinks } from '../../kernels/search/unitLinks';
import type { PairProblem } from './pairProblem';
import { rounded } from './rounding';
import { balance, setRow, type SoftLayer, uniformLayer } from './softLayer';

/** Temperatures, geometric. */
const HOTTEST = 1;
const COOLEST = 0.45;
const STEPS = 5;
/**
 * A relabeling to start from: soft matchings of all layers, each updated from those before and after it while the
 * temperature falls, then rounded.
 */
export function softStart(problem: PairProblem): Int32Array {
  const { layerStart } = problem;
  const layers: SoftLayer[] = [];
  for (let l = 0; l + 1 < layerStart.length; l++)
    layers.push(uniformLayer(layerStart[l + 1] - layerStart[l]));
  const linkA = linkWeights(problem, problem.a);
  const linkB = linkWeights(problem, problem.b);
  const scratch: Scratch = { score: new Float64Array(problem.units), touched: new Int32Array(problem.units) };
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

interface Scratch {
  /** Length units, all 0 between rows. */
  readonly score: Float64Array;
  /** Length units: whose score is not 0. */
  readonly touched: Int32Array;
}

/** Matches layer l anew from what the layers before and after it are now. */
function update(
  problem: PairProblem,
  l: number,
  layers: readonly SoftLayer[],
  linkA: LinkWeights,
  linkB: LinkWeights,
  temperature: number,
  { score, touched }: Scratch,
): void {
  const { layerStart, counts, a, b } = problem;
  const own = layers[l];
  const first = layerStart[l];
  const before = l === 0 ? null : layers[l - 1];
  const after = counts[l + 1] ? layers[l + 1] : null;
  const beforeStart = l === 0 ? 0 : layerStart[l - 1];
  const afterStart = layerStart[l + 1];
  const { inStart, inputs, outStart, outputs } = b;
  const betaIn =
    before === null ? null : columnSums(own, first, before, beforeStart, inStart, inputs, linkB.into);
  const betaOut =
    after === null ? null : columnSums(own, first, after, afterStart, outStart, outputs, linkB.outOf);

  for (let i = 0; i < own.size; i++) {
    const unit = first + i;
    let count = 0;
    let alphaIn = 0;
    let alphaOut = 0;
    for (let e = a.inStart[unit]; e < a.inStart[unit + 1]; e++) {
      const input = a.inputs[e];
      if (before === null) {
        count = spread(linkA.into[e], input, outStart, outputs, linkB.outOf, score, touched, count);
        continue;
      }
      const k = input - beforeStart;
      const scale = before.row[k] * linkA.into[e];
      alphaIn += scale * before.background[k];
      for (let x = before.start[k]; x < before.start[k + 1]; x++) {
        const m = before.column[x];
        const share = scale * before.extra[x] * before.columnScale[m];
        count = spread(share, beforeStart + m, outStart, outputs, linkB.outOf, score, touched, count);
      }
    }
    for (let e = a.outStart[unit]; after !== null && e < a.outStart[unit + 1]; e++) {
      const c = a.outputs[e] - afterStart;
      const scale = after.row[c] * linkA.outOf[e];
      alphaOut += scale * after.background[c];
      for (let x = after.start[c]; x < after.start[c + 1]; x++) {
        const d = after.column[x];
        const share = scale * after.extra[x] * after.columnScale[d];
        count = spread(share, afterStart + d, inStart, inputs, linkB.into, score, touched, count);
      }
    }
    for (let t = 0; t < count; t++) {
      const j = touched[t] - first;
      if (betaIn !== null) score[touched[t]] += alphaIn * betaIn[j];
      if (betaOut !== null) score[touched[t]] += alphaOut * betaOut[j];
    }
    setRow(own, i, score, touched, count, first, temperature);
    for (let t = 0; t < count; t++) score[touched[t]] = 0;
  }
  balance(own);
}

/** Adds share · weight to the score of each neighbour of a unit of the second network. Returns the new count. */
function spread(
  share: number,
  unit: number,
  start: Int32Array,
  neighbours: Int32Array,
  weights: Float64Array,
  score: Float64Array,
  touched: Int32Array,
  count: number,
): number {
  let found = count;
  for (let e = start[unit], end = start[unit + 1]; e < end; e++) {
    const j = neighbours[e];
    if (score[j] === 0) touched[found++] = j;
    score[j] += share * weights[e];
  }
  return found;
}

/** For each column of a layer: what its links lead to in a neighbouring one, Σ weight · column scale. */
function columnSums(
  own: SoftLayer,
  first: number,
  neighbour: SoftLayer,
  neighbourStart: number,
  start: Int32Array,
  neighbours: Int32Array,
  weights: Float64Array,
): Float64Array {
  return Float64Array.from({ length: own.size }, (_, j) => {
    let sum = 0;
    for (let e = start[first + j]; e < start[first + j + 1]; e++) {
      sum += weights[e] * neighbour.columnScale[neighbours[e] - neighbourStart];
    }
    return sum;
  });
}
