import { expOfNegative, naturalLog } from '../../kernels/search/elementary';
import { type InputGroups, inputGroups, type LinkWeights, linkWeights } from './linkWeights';
import type { PairProblem } from './pairProblem';
import { rounded } from './rounding';
import { balance, setRow, type SoftLayer } from './softLayer';

/** Temperatures, geometric. */
const HOTTEST = 1;
const COOLEST = 0.45;
const STEPS = 5;

/**
 * A relabeling to start from: soft matchings of all layers, each updated from those before and after it while the
 * temperature falls, then rounded. `layers`, from which this starts, are changed.
 */
export function softStart(problem: PairProblem, links: SoftLinks, layers: readonly SoftLayer[]): Int32Array {
  const { ports, movableLayers } = problem;
  const scratch: Scratch = { score: new Float64Array(ports), touched: new Int32Array(ports) };
  const cooling = expOfNegative(naturalLog(COOLEST / HOTTEST) / (STEPS - 1));
  let temperature = HOTTEST;
  for (let step = 0; step < STEPS; step++, temperature *= cooling) {
    for (let l = 0; l < layers.length; l++) {
      if (movableLayers[l]) update(problem, l, layers, links, temperature, scratch);
    }
  }
  return rounded(problem, layers);
}

/** What every soft start of a problem needs of its links. */
export interface SoftLinks {
  readonly ofA: LinkWeights;
  readonly ofB: LinkWeights;
  readonly groupsOfB: InputGroups;
}

export function softLinks({ layout, a, b }: PairProblem): SoftLinks {
  const ofB = linkWeights(layout, b);
  return { ofA: linkWeights(layout, a), ofB, groupsOfB: inputGroups(layout, b, ofB) };
}

interface Scratch {
  /** Length ports, all 0 between rows. */
  readonly score: Float64Array;
  /** Length ports: the units whose score is not 0. */
  readonly touched: Int32Array;
}

/** Matches layer l anew from what the layers before and after it are now. */
function update(
  problem: PairProblem,
  l: number,
  layers: readonly SoftLayer[],
  { ofA, ofB, groupsOfB }: SoftLinks,
  temperature: number,
  { score, touched }: Scratch,
): void {
  const { counts, a, b } = problem;
  const { layerStart, portsPerUnit } = problem.layout;
  const own = layers[l];
  const first = layerStart[l];
  const each = portsPerUnit[l];
  const before = l === 0 ? null : layers[l - 1];
  const after = counts[l + 1] ? layers[l + 1] : null;
  const beforeStart = l === 0 ? 0 : layerStart[l - 1];
  const eachBefore = l === 0 ? 1 : portsPerUnit[l - 1];
  const afterStart = layerStart[l + 1];
  const eachAfter = portsPerUnit[l + 1];
  const { outStart, outputs } = b;
  const betaIn =
    before && columnSums(own, first, each, 1, before, beforeStart, eachBefore, b.inStart, b.inputs, ofB.into);
  const betaOut =
    after && columnSums(own, first, each, each, after, afterStart, eachAfter, outStart, outputs, ofB.outOf);

  for (let i = 0; i < own.size; i++) {
    const unit = first + i * each;
    let count = 0;
    let alphaIn = 0;
    let alphaOut = 0;
    for (let e = a.inStart[unit]; e < a.inStart[unit + 1]; e++) {
      const input = a.inputs[e];
      if (before === null) {
        count = spread(ofA.into[e], input, outStart, outputs, ofB.outOf, score, touched, count);
        continue;
      }
      const port = (input - beforeStart) % eachBefore;
      const k = (input - beforeStart - port) / eachBefore;
      const scale = before.row[k] * ofA.into[e];
      alphaIn += scale * before.background[k];
      for (let x = before.start[k]; x < before.start[k + 1]; x++) {
        const m = before.column[x];
        const share = scale * before.extra[x] * before.columnScale[m];
        const other = beforeStart + m * eachBefore + port;
        count = spread(share, other, outStart, outputs, ofB.outOf, score, touched, count);
      }
    }
    for (let port = 0; after !== null && port < each; port++) {
      for (let e = a.outStart[unit + port]; e < a.outStart[unit + port + 1]; e++) {
        const c = (a.outputs[e] - afterStart) / eachAfter;
        const scale = after.row[c] * ofA.outOf[e];
        alphaOut += scale * after.background[c];
        for (let x = after.start[c]; x < after.start[c + 1]; x++) {
          const d = after.column[x];
          const share = scale * after.extra[x] * after.columnScale[d];
          const group = groupsOfB.first[l + 1] + d * each + port;
          count = spread(
            share,
            group,
            groupsOfB.start,
            groupsOfB.units,
            groupsOfB.weights,
            score,
            touched,
            count,
          );
        }
      }
    }
    // What is not listed is taken to be spread evenly over the ports.
    alphaIn /= eachBefore;
    alphaOut /= each;
    for (let t = 0; t < count; t++) {
      const j = touched[t] - first;
      if (betaIn !== null) score[touched[t]] += alphaIn * betaIn[j];
      if (betaOut !== null) score[touched[t]] += alphaOut * betaOut[j];
    }
    setRow(own, i, score, touched, count, first, each, temperature);
    for (let t = 0; t < count; t++) score[touched[t]] = 0;
  }
  balance(own);
}

/** Adds share · weight to the score of each neighbour of a port, or in a group, of the second network. Returns the count. */
function spread(
  share: number,
  from: number,
  start: Int32Array,
  neighbours: Int32Array,
  weights: Float64Array,
  score: Float64Array,
  touched: Int32Array,
  count: number,
): number {
  let found = count;
  for (let e = start[from], end = start[from + 1]; e < end; e++) {
    const j = neighbours[e];
    if (score[j] === 0) touched[found++] = j;
    score[j] += share * weights[e];
  }
  return found;
}

/**
 * For each column of a layer, at its first port counted from that of the layer: what its links lead to in a neighbouring
 * one, Σ weight · column scale. `listed`: of how many of its ports the links are to be followed.
 */
function columnSums(
  own: SoftLayer,
  first: number,
  each: number,
  listed: number,
  neighbour: SoftLayer,
  neighbourStart: number,
  eachOfNeighbour: number,
  start: Int32Array,
  neighbours: Int32Array,
  weights: Float64Array,
): Float64Array {
  const sums = new Float64Array(own.size * each);
  for (let at = 0; at < sums.length; at += each) {
    for (let e = start[first + at]; e < start[first + at + listed]; e++) {
      const column = Math.floor((neighbours[e] - neighbourStart) / eachOfNeighbour);
      sums[at] += weights[e] * neighbour.columnScale[column];
    }
  }
  return sums;
}
