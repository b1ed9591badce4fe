import { asFloat, asInteger, multiplied, unsigned } from './arithmetic';
import { ConsumerChanges } from './consumerChanges';
import { expOfNegative, naturalLog } from './elementary';
import { newF64s, newI32s } from './memory';
import type { SearchState } from './searchState';
import { similarity } from './similarity';

/** Proposals between two looks at the temperature and at the best state so far. */
const PERIOD: i32 = 4096;
/** How much rarer a neuron equal to its partner is chosen than one that shares nothing with it: most of them are settled. */
const SETTLED: f64 = 0.8;

/** Chances, of 1,024, that a proposal goes by an input of the neuron, or by an input or a consumer. */
const BY_INPUT: i32 = 512;
const BY_LINK: i32 = 922;

/**
 * Simulated annealing on the exact objective by exchanges of two partners in a layer. Half of the proposals give neuron i
 * a partner that has an input in common with it, most others one that has a consumer in common, the rest any.
 */
export class Annealer {
  /** Length ports: the best relabeling seen. */
  public best: I32s;
  /** Length 4,096: logarithms of evenly spread uniform numbers; an exchange is made if gain ≥ T · ln u. */
  private logUniform: F64s;
  /** Length ports: the most that the consumers of a unit of one port can gain if it gets another partner; −1: unknown. */
  private hope: F64s;
  private consumers: ConsumerChanges;
  private random: i32;

  constructor(private state: SearchState) {
    this.best = newI32s(state.ports);
    this.hope = newF64s(state.ports);
    this.logUniform = newF64s(4096);
    this.consumers = new ConsumerChanges(state);
    this.random = 0;
    for (let at: i32 = 0; at < 4096; at++) this.logUniform[at] = naturalLog((asFloat(at) + 0.5) / 4096.0);
  }

  /**
   * Starts from the state; `best` holds the best relabeling seen then, the state the last. The temperature falls
   * geometrically. Returns the gain of the best.
   */
  run(proposals: f64, hottest: f64, coolest: f64, seed: i32): f64 {
    const state = this.state;
    this.random = seed;
    for (let unit: i32 = 0; unit < state.ports; unit++) {
      this.best[unit] = state.partner[unit];
      this.hope[unit] = -1;
    }
    if (state.movableCount === 0) return 0;
    const periods = Math.ceil(proposals / asFloat(PERIOD));
    const cooling = periods > 1 ? expOfNegative(naturalLog(coolest / hottest) / (periods - 1.0)) : 1.0;
    let temperature = hottest;
    let total: f64 = 0;
    let best: f64 = 0;
    for (let period: f64 = 0; period < periods; period++) {
      state.renewStamps();
      total += this.propose(temperature);
      if (total > best) {
        best = total;
        for (let unit: i32 = 0; unit < state.ports; unit++) this.best[unit] = state.partner[unit];
      }
      temperature *= cooling;
    }
    return best;
  }

  private draw(): i32 {
    this.random = (this.random - 1640531527) | 0;
    let bits = this.random;
    bits = multiplied(bits ^ (bits >>> 16), -2048144789);
    bits = multiplied(bits ^ (bits >>> 13), -1028477387);
    return bits ^ (bits >>> 16);
  }

  /** One period at one temperature; returns what it gained. */
  private propose(temperature: f64): f64 {
    const state = this.state;
    const logUniform = this.logUniform;
    const hope = this.hope;
    const partner = state.partner;
    const common = state.common;
    const weight = state.weight;
    const portsPerUnit = state.portsPerUnit;
    const aInStart = state.a.inStart;
    const aInputs = state.a.inputs;
    const aOutStart = state.a.outStart;
    const aFanIn = state.a.fanIn;
    const bInStart = state.b.inStart;
    const bInputs = state.b.inputs;
    const bFanIn = state.b.fanIn;
    const ofFirst = state.markA;
    const ofSecond = state.markB;
    let total: f64 = 0;
    for (let proposal: i32 = 0; proposal < PERIOD; proposal++) {
      const i = this.anyNeuron();
      const bits = this.draw();
      const threshold = temperature * logUniform[bits & 4095];
      const i2 = this.other(i, bits >>> 12);
      if (i2 === i) continue;

      const j = partner[i];
      const j2 = partner[i2];
      const stamp = ++state.stamp;
      for (let e = bInStart[j2], end = bInStart[j2 + 1]; e < end; e++) ofSecond[bInputs[e]] = stamp;
      let commonI: i32 = 0;
      for (let e = aInStart[i], end = aInStart[i + 1]; e < end; e++) {
        if (ofSecond[partner[aInputs[e]]] === stamp) commonI++;
      }
      for (let e = bInStart[j], end = bInStart[j + 1]; e < end; e++) ofFirst[bInputs[e]] = stamp;
      let commonI2: i32 = 0;
      for (let e = aInStart[i2], end = aInStart[i2 + 1]; e < end; e++) {
        if (ofFirst[partner[aInputs[e]]] === stamp) commonI2++;
      }
      const aI = aFanIn[i];
      const aI2 = aFanIn[i2];
      const bJ = bFanIn[j];
      const bJ2 = bFanIn[j2];
      let gain =
        weight[i] *
        (similarity(aI + bJ2, commonI) +
          similarity(aI2 + bJ, commonI2) -
          similarity(aI + bJ, common[i]) -
          similarity(aI2 + bJ2, common[i2]));
      const manyPorts = portsPerUnit[i] > 1;
      if (manyPorts) gain += this.consumers.gain(i, i2);
      else if (aOutStart[i + 1] > aOutStart[i] || aOutStart[i2 + 1] > aOutStart[i2]) {
        if (hope[i] < 0) hope[i] = this.hopeOf(i);
        if (hope[i2] < 0) hope[i2] = this.hopeOf(i2);
        if (gain + hope[i] + hope[i2] < threshold) continue;
        gain += this.consumersGain(i, i2, j, j2);
      }
      if (gain < threshold) continue;

      total += gain;
      if (manyPorts) this.consumers.apply();
      else this.exchangeForConsumers(i, i2);
      this.forgetInputs(i);
      this.forgetInputs(i2);
      hope[i] = -1;
      hope[i2] = -1;
      state.exchangePartners(i, i2);
      common[i] = commonI;
      common[i2] = commonI2;
      state.updateSteps(i);
      state.updateSteps(i2);
    }
    return total;
  }

  /** A movable neuron, more likely one that is not settled. */
  private anyNeuron(): i32 {
    const state = this.state;
    const perDraw = asFloat(state.movableCount) / 4294967296.0;
    let i = state.movable[asInteger(unsigned(this.draw()) * perDraw)];
    while (unsigned(this.draw()) < state.similarity(i) * SETTLED * 4294967296.0) {
      i = state.movable[asInteger(unsigned(this.draw()) * perDraw)];
    }
    return i;
  }

  /** With whom neuron i shall exchange partners, from 20 random bits; may be i itself. */
  private other(i: i32, way: i32): i32 {
    const state = this.state;
    const more = this.draw();
    const first = asFloat(more & 65535) / 65536.0;
    const second = asFloat(more >>> 16) / 65536.0;
    const chance = way & 1023;
    if (chance < BY_LINK) {
      const outFrom = state.a.outStart[i];
      const outCount = state.a.outStart[i + state.portsPerUnit[i]] - outFrom;
      if (chance < BY_INPUT || outCount === 0) {
        const inFrom = state.a.inStart[i];
        const inCount = state.a.inStart[i + 1] - inFrom;
        if (inCount > 0) {
          const input = state.partner[state.a.inputs[inFrom + asInteger(first * asFloat(inCount))]];
          const from = state.b.outStart[input];
          const count = state.b.outStart[input + 1] - from;
          if (count > 0) return state.inverse[state.b.outputs[from + asInteger(second * asFloat(count))]];
        }
      } else {
        const consumer = state.partner[state.a.outputs[outFrom + asInteger(first * asFloat(outCount))]];
        const from = state.b.inStart[consumer];
        const count = state.b.inStart[consumer + 1] - from;
        if (count > 0) {
          return state.ownerOf(state.inverse[state.b.inputs[from + asInteger(second * asFloat(count))]]);
        }
      }
    }
    const share = (asFloat(more & 0x3fffffff) + 0.5) / 1073741824.0;
    return state.layerFrom[i] + asInteger(share * asFloat(state.layerWidth[i])) * state.portsPerUnit[i];
  }

  /**
   * What the consumers of i and i2, units of one port, gain if these exchange their partners j and j2; those of both gain
   * nothing.
   */
  private consumersGain(i: i32, i2: i32, j: i32, j2: i32): f64 {
    const state = this.state;
    const partner = state.partner;
    const oneMore = state.oneMore;
    const oneFewer = state.oneFewer;
    const aOutStart = state.a.outStart;
    const aOutputs = state.a.outputs;
    const bOutStart = state.b.outStart;
    const bOutputs = state.b.outputs;
    const ofFirst = state.markA;
    const ofSecond = state.markB;
    const consumes = state.markC;
    const shared = state.markD;
    const stamp = ++state.stamp;
    for (let e = bOutStart[j], end = bOutStart[j + 1]; e < end; e++) ofFirst[bOutputs[e]] = stamp;
    for (let e = bOutStart[j2], end = bOutStart[j2 + 1]; e < end; e++) ofSecond[bOutputs[e]] = stamp;
    for (let e = aOutStart[i2], end = aOutStart[i2 + 1]; e < end; e++) consumes[aOutputs[e]] = stamp;
    let gain: f64 = 0;
    for (let e = aOutStart[i], end = aOutStart[i + 1]; e < end; e++) {
      const c = aOutputs[e];
      if (consumes[c] === stamp) {
        shared[c] = stamp;
        continue;
      }
      const had = ofFirst[partner[c]] === stamp;
      if (had === (ofSecond[partner[c]] === stamp)) continue;
      gain += had ? oneFewer[c] : oneMore[c];
    }
    for (let e = aOutStart[i2], end = aOutStart[i2 + 1]; e < end; e++) {
      const c = aOutputs[e];
      if (shared[c] === stamp) continue;
      const had = ofSecond[partner[c]] === stamp;
      if (had === (ofFirst[partner[c]] === stamp)) continue;
      gain += had ? oneFewer[c] : oneMore[c];
    }
    return gain;
  }

  /** Brings the consumers of both up to date, right after `consumersGain` of the same exchange. */
  private exchangeForConsumers(i: i32, i2: i32): void {
    const state = this.state;
    if (state.a.outStart[i + 1] > state.a.outStart[i] || state.a.outStart[i2 + 1] > state.a.outStart[i2]) {
      this.changeConsumers(i, state.markA, state.markB);
      this.changeConsumers(i2, state.markB, state.markA);
    }
  }

  private changeConsumers(unit: i32, before: I32s, after: I32s): void {
    const state = this.state;
    const stamp = state.stamp;
    for (let e = state.a.outStart[unit], end = state.a.outStart[unit + 1]; e < end; e++) {
      const c = state.a.outputs[e];
      this.forgetInputs(c);
      if (state.markD[c] === stamp) continue;
      const other = state.partner[c];
      const had = before[other] === stamp;
      if (had === (after[other] === stamp)) continue;
      state.common[c] += had ? -1 : 1;
      state.updateSteps(c);
    }
  }

  private forgetInputs(unit: i32): void {
    const a = this.state.a;
    for (let e = a.inStart[unit], end = a.inStart[unit + 1]; e < end; e++) this.hope[a.inputs[e]] = -1;
  }

  private hopeOf(unit: i32): f64 {
    const state = this.state;
    const mark = state.markC;
    const stamp = ++state.stamp;
    const other = state.partner[unit];
    for (let e = state.b.outStart[other], end = state.b.outStart[other + 1]; e < end; e++) {
      mark[state.b.outputs[e]] = stamp;
    }
    let sum: f64 = 0;
    for (let e = state.a.outStart[unit], end = state.a.outStart[unit + 1]; e < end; e++) {
      const c = state.a.outputs[e];
      if (mark[state.partner[c]] !== stamp) sum += state.oneMore[c];
    }
    return sum;
  }
}
