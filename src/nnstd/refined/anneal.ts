import { naturalLog } from './elementary';
import type { SearchState } from './objective';
import type { PairProblem } from './pairProblem';

export interface AnnealOptions {
  readonly proposals: number;
  /** Temperatures at the beginning and at the end, in units of a neuron's similarity; geometric between. */
  readonly hottest: number;
  readonly coolest: number;
  readonly seed: number;
}

/** Logarithms of 4,096 equally spread uniform numbers: an exchange is accepted if gain ≥ T · ln(u). */
const logUniform = new Float64Array(4096);
for (let at = 0; at < 4096; at++) logUniform[at] = naturalLog((at + 0.5) / 4096);

const PERIOD = 4096;

/**
 * Simulated annealing by exchanges of two partners on the exact objective. Leaves the last state in `state` and returns
 * the best relabeling seen (looked at every 4,096 proposals), with its gain over the start.
 */
export function anneal(
  problem: PairProblem,
  state: SearchState,
  options: AnnealOptions,
): { partner: Int32Array; gain: number } {
  const { weight } = problem;
  const { partner, inverse, common, oneMore, oneFewer } = state;
  const { inStart: aInStart, inputs: aInputs, outStart: aOutStart, outputs: aOutputs, fanIn: aFanIn } = problem.a;
  const { inStart: bInStart, inputs: bInputs, outStart: bOutStart, outputs: bOutputs, fanIn: bFanIn } = problem.b;
  const { candidates, from, width } = movableUnits(problem);
  const best = partner.slice();
  if (candidates.length === 0) return { partner: best, gain: 0 };
  const ofFirst = new Int32Array(problem.units);
  const ofSecond = new Int32Array(problem.units);
  const consumers = new Int32Array(problem.units);
  /** What a neuron's consumers could gain at most if it had another partner; −1 where it is to be found anew. */
  const hope = new Float64Array(problem.units).fill(-1);
  const perDraw = candidates.length / 4294967296;

  let total = 0;
  let bestTotal = 0;
  let random = options.seed | 0;
  let stamp = 0;
  let temperature = options.hottest;
  const cooling =
    Math.max(1, options.proposals / PERIOD) > 1
      ? expRatio(options.coolest / options.hottest, Math.ceil(options.proposals / PERIOD) - 1)
      : 1;
  for (let done = 0; done < options.proposals; ) {
    const until = Math.min(done + PERIOD, options.proposals);
    for (; done < until; done++) {
      random = (random + 0x9e3779b9) | 0;
      let bits = Math.imul(random ^ (random >>> 16), 0x85ebca6b);
      bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
      bits ^= bits >>> 16;
      const i = candidates[((bits >>> 0) * perDraw) | 0];
      random = (random + 0x9e3779b9) | 0;
      bits = Math.imul(random ^ (random >>> 16), 0x85ebca6b);
      bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
      bits ^= bits >>> 16;
      const threshold = temperature * logUniform[bits & 4095];
      const way = (bits >>> 12) & 1023;
      random = (random + 0x9e3779b9) | 0;
      let more = Math.imul(random ^ (random >>> 16), 0x85ebca6b);
      more = Math.imul(more ^ (more >>> 13), 0xc2b2ae35);
      more ^= more >>> 16;
      const first = (more & 0xffff) / 65536;
      const second = (more >>> 16) / 65536;

      let i2 = -1;
      const inFrom = aInStart[i];
      const inCount = aInStart[i + 1] - inFrom;
      const outFrom = aOutStart[i];
      const outTo = aOutStart[i + 1];
      const outCount = outTo - outFrom;
      if (way < 922) {
        if (way < 512 || outCount === 0) {
          if (inCount > 0) {
            const m = partner[aInputs[inFrom + ((first * inCount) | 0)]];
            const count = bOutStart[m + 1] - bOutStart[m];
            if (count > 0) i2 = inverse[bOutputs[bOutStart[m] + ((second * count) | 0)]];
          }
        } else {
          const c = partner[aOutputs[outFrom + ((first * outCount) | 0)]];
          const count = bInStart[c + 1] - bInStart[c];
          if (count > 0) i2 = inverse[bInputs[bInStart[c] + ((second * count) | 0)]];
        }
      }
      if (i2 < 0) i2 = from[i] + ((((bits >>> 22) + first) * width[i]) / 1024 | 0);
      if (i2 === i) continue;

      const j = partner[i];
      const j2 = partner[i2];
      stamp++;
      for (let e = bInStart[j2], to = bInStart[j2 + 1]; e < to; e++) ofSecond[bInputs[e]] = stamp;
      let commonI = 0;
      for (let e = inFrom, to = aInStart[i + 1]; e < to; e++) {
        if (ofSecond[partner[aInputs[e]]] === stamp) commonI++;
      }
      for (let e = bInStart[j], to = bInStart[j + 1]; e < to; e++) ofFirst[bInputs[e]] = stamp;
      let commonI2 = 0;
      const outFrom2 = aOutStart[i2];
      const outTo2 = aOutStart[i2 + 1];
      for (let e = aInStart[i2], to = aInStart[i2 + 1]; e < to; e++) {
        if (ofFirst[partner[aInputs[e]]] === stamp) commonI2++;
      }
      const aI = aFanIn[i];
      const aI2 = aFanIn[i2];
      const bJ = bFanIn[j];
      const bJ2 = bFanIn[j2];
      const w = weight[i];
      let gain =
        w *
        ((aI + bJ2 === 0 ? 1 : commonI / (aI + bJ2 - commonI)) +
          (aI2 + bJ === 0 ? 1 : commonI2 / (aI2 + bJ - commonI2)) -
          (aI + bJ === 0 ? 1 : common[i] / (aI + bJ - common[i])) -
          (aI2 + bJ2 === 0 ? 1 : common[i2] / (aI2 + bJ2 - common[i2])));

      if (hope[i] < 0) hope[i] = hopeOf(i);
      if (hope[i2] < 0) hope[i2] = hopeOf(i2);
      if (gain + hope[i] + hope[i2] < threshold) continue;
      if (outCount > 0 || outTo2 > outFrom2) {
        stamp++;
        for (let e = bOutStart[j], to = bOutStart[j + 1]; e < to; e++) ofFirst[bOutputs[e]] = stamp;
        for (let e = bOutStart[j2], to = bOutStart[j2 + 1]; e < to; e++) ofSecond[bOutputs[e]] = stamp;
        for (let e = outFrom2; e < outTo2; e++) consumers[aOutputs[e]] = stamp;
        for (let e = outFrom; e < outTo; e++) {
          const c = aOutputs[e];
          const other = partner[c];
          if (consumers[c] === stamp) {
            consumers[c] = 0;
            continue;
          }
          if (ofFirst[other] === stamp) {
            if (ofSecond[other] !== stamp) gain += oneFewer[c];
          } else if (ofSecond[other] === stamp) gain += oneMore[c];
        }
        for (let e = outFrom2; e < outTo2; e++) {
          const c = aOutputs[e];
          if (consumers[c] !== stamp) continue;
          const other = partner[c];
          if (ofSecond[other] === stamp) {
            if (ofFirst[other] !== stamp) gain += oneFewer[c];
          } else if (ofFirst[other] === stamp) gain += oneMore[c];
        }
      }
      if (gain < threshold) continue;

      total += gain;
      for (let e = outFrom; e < outTo; e++) forgetInputs(aOutputs[e]);
      for (let e = outFrom2; e < outTo2; e++) forgetInputs(aOutputs[e]);
      forgetInputs(i);
      forgetInputs(i2);
      hope[i] = -1;
      hope[i2] = -1;
      partner[i] = j2;
      partner[i2] = j;
      inverse[j2] = i;
      inverse[j] = i2;
      common[i] = commonI;
      common[i2] = commonI2;
      let sizes = aI + bJ2;
      let union = sizes - commonI;
      oneMore[i] = union > 1 ? (w * sizes) / (union * (union - 1)) : 0;
      oneFewer[i] = union > 0 ? (-w * sizes) / (union * (union + 1)) : 0;
      sizes = aI2 + bJ;
      union = sizes - commonI2;
      oneMore[i2] = union > 1 ? (w * sizes) / (union * (union - 1)) : 0;
      oneFewer[i2] = union > 0 ? (-w * sizes) / (union * (union + 1)) : 0;
      // Consumers of both: `consumers` was cleared for them above, so that only one's own are visited.
      for (let e = outFrom2; e < outTo2; e++) {
        const c = aOutputs[e];
        if (consumers[c] !== stamp) continue;
        const other = partner[c];
        const change = (ofFirst[other] === stamp ? 1 : 0) - (ofSecond[other] === stamp ? 1 : 0);
        if (change !== 0) {
          const now = common[c] + change;
          common[c] = now;
          sizes = aFanIn[c] + bFanIn[other];
          union = sizes - now;
          oneMore[c] = union > 1 ? (weight[c] * sizes) / (union * (union - 1)) : 0;
          oneFewer[c] = (-weight[c] * sizes) / (union * (union + 1));
        }
      }
      for (let e = outFrom2; e < outTo2; e++) consumers[aOutputs[e]] = -stamp;
      for (let e = outFrom; e < outTo; e++) {
        const c = aOutputs[e];
        if (consumers[c] === -stamp) continue;
        const other = partner[c];
        const change = (ofSecond[other] === stamp ? 1 : 0) - (ofFirst[other] === stamp ? 1 : 0);
        if (change !== 0) {
          const now = common[c] + change;
          common[c] = now;
          sizes = aFanIn[c] + bFanIn[other];
          union = sizes - now;
          oneMore[c] = union > 1 ? (weight[c] * sizes) / (union * (union - 1)) : 0;
          oneFewer[c] = (-weight[c] * sizes) / (union * (union + 1));
        }
      }
    }
    if (total > bestTotal) {
      bestTotal = total;
      best.set(partner);
    }
    temperature *= cooling;
  }
  return { partner: best, gain: bestTotal };

  function forgetInputs(unit: number): void {
    for (let e = aInStart[unit]; e < aInStart[unit + 1]; e++) hope[aInputs[e]] = -1;
  }

  function hopeOf(unit: number): number {
    stamp++;
    const other = partner[unit];
    for (let e = bOutStart[other]; e < bOutStart[other + 1]; e++) ofFirst[bOutputs[e]] = stamp;
    let sum = 0;
    for (let e = aOutStart[unit]; e < aOutStart[unit + 1]; e++) {
      const c = aOutputs[e];
      if (ofFirst[partner[c]] !== stamp) sum += oneMore[c];
    }
    return sum;
  }
}

/** Units whose partner may be exchanged, with the range of units of each one's layer. */
export function movableUnits(problem: PairProblem): {
  candidates: Int32Array;
  from: Int32Array;
  width: Int32Array;
} {
  const from = new Int32Array(problem.units);
  const width = new Int32Array(problem.units);
  const candidates: number[] = [];
  problem.movable.forEach((movable, l) => {
    const start = problem.layerStart[l];
    const end = problem.layerStart[l + 1];
    from.fill(start, start, end);
    width.fill(end - start, start, end);
    if (movable && end - start > 1) for (let unit = start; unit < end; unit++) candidates.push(unit);
  });
  return { candidates: Int32Array.from(candidates), from, width };
}

/** The `steps`-th root of a ratio of temperatures. */
function expRatio(ratio: number, steps: number): number {
  let low = 0;
  let high = 1;
  const wanted = naturalLog(ratio) / steps;
  for (let at = 0; at < 60; at++) {
    const middle = (low + high) / 2;
    if (naturalLog(middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
