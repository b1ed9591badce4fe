import { ConsumerChanges } from './consumerChanges';
import { newI32s, newU8s } from './memory';
import type { SearchState } from './searchState';
import { similarity } from './similarity';

/** Partners that a neuron looks at; only hubs have more. */
const MOST_CANDIDATES: i32 = 1024;
/** Less is rounding. */
const LEAST_GAIN: f64 = 1e-9;

/**
 * Descent: each neuron takes the exchange that gains most, as long as it gains, among the partners that have an input
 * or a consumer in common with it; those whose exchanges may gain more by that look again.
 */
export class Descender {
  private queue: I32s;
  private queued: U8s;
  private isMovable: U8s;
  private candidates: I32s;
  private consumers: ConsumerChanges;
  private head: i32;
  private waiting: i32;

  constructor(private state: SearchState) {
    this.queue = newI32s(state.movableCount);
    this.queued = newU8s(state.ports);
    this.isMovable = newU8s(state.ports);
    this.candidates = newI32s(MOST_CANDIDATES);
    this.consumers = new ConsumerChanges(state);
    this.head = 0;
    this.waiting = 0;
    for (let at: i32 = 0; at < state.movableCount; at++) this.isMovable[state.movable[at]] = 1;
  }

  /** Each neuron once, and again after each exchange nearby. Returns what was gained. */
  run(): f64 {
    const state = this.state;
    let total: f64 = 0;
    for (let at: i32 = 0; at < state.movableCount; at++) this.wake(state.movable[at]);
    while (this.waiting > 0) {
      state.renewStamps();
      const unit = this.queue[this.head];
      this.head = this.head + 1 === state.movableCount ? 0 : this.head + 1;
      this.waiting--;
      this.queued[unit] = 0;
      total += this.improve(unit);
    }
    return total;
  }

  private wake(unit: i32): void {
    if (this.queued[unit] === 1 || this.isMovable[unit] === 0) return;
    const tail = this.head + this.waiting;
    this.queue[tail >= this.state.movableCount ? tail - this.state.movableCount : tail] = unit;
    this.waiting++;
    this.queued[unit] = 1;
  }

  private wakeAround(unit: i32): void {
    const state = this.state;
    const a = state.a;
    const lastPort = unit + state.portsPerUnit[unit];
    this.wake(unit);
    for (let e = a.inStart[unit], end = a.inStart[unit + 1]; e < end; e++)
      this.wake(state.ownerOf(a.inputs[e]));
    for (let e = a.outStart[unit], end = a.outStart[lastPort]; e < end; e++) this.wake(a.outputs[e]);
  }

  /** The best exchange of this neuron's partner, if it gains. Returns the gain or 0. */
  private improve(i: i32): f64 {
    const state = this.state;
    const a = state.a;
    const b = state.b;
    const partner = state.partner;
    const inverse = state.inverse;
    const common = state.common;
    const oneFewer = state.oneFewer;
    const wanted = state.markA;
    const hadIn = state.markB;
    const fed = state.markC;
    const hadOut = state.markD;
    const j = partner[i];
    const mark = ++state.stamp;
    const count = this.findCandidates(i, mark);
    for (let e = b.inStart[j], end = b.inStart[j + 1]; e < end; e++) hadIn[b.inputs[e]] = mark;
    for (let e = a.inStart[i], end = a.inStart[i + 1]; e < end; e++) wanted[partner[a.inputs[e]]] = mark;
    const manyPorts = state.portsPerUnit[i] > 1;
    let loss: f64 = 0;
    if (!manyPorts) {
      for (let e = b.outStart[j], end = b.outStart[j + 1]; e < end; e++) hadOut[b.outputs[e]] = mark;
      for (let e = a.outStart[i], end = a.outStart[i + 1]; e < end; e++) {
        const c = a.outputs[e];
        fed[partner[c]] = mark;
        if (hadOut[partner[c]] === mark) loss += oneFewer[c];
      }
    }
    const aI = a.fanIn[i];
    const bJ = b.fanIn[j];
    const own = similarity(aI + bJ, common[i]);

    let chosen: i32 = -1;
    let chosenGain = LEAST_GAIN;
    let chosenCommon: i32 = 0;
    let chosenCommon2: i32 = 0;
    for (let t: i32 = 0; t < count; t++) {
      const j2 = this.candidates[t];
      const i2 = inverse[j2];
      let commonI: i32 = 0;
      for (let e = b.inStart[j2], end = b.inStart[j2 + 1]; e < end; e++) {
        if (wanted[b.inputs[e]] === mark) commonI++;
      }
      let commonI2: i32 = 0;
      for (let e = a.inStart[i2], end = a.inStart[i2 + 1]; e < end; e++) {
        if (hadIn[partner[a.inputs[e]]] === mark) commonI2++;
      }
      const aI2 = a.fanIn[i2];
      const bJ2 = b.fanIn[j2];
      let gain =
        loss +
        state.weight[i] *
          (similarity(aI + bJ2, commonI) +
            similarity(aI2 + bJ, commonI2) -
            own -
            similarity(aI2 + bJ2, common[i2]));
      gain += manyPorts ? this.consumers.gain(i, i2) : this.consumersGain(i2, j2, mark);
      if (gain <= chosenGain) continue;
      chosen = j2;
      chosenGain = gain;
      chosenCommon = commonI;
      chosenCommon2 = commonI2;
    }
    if (chosen < 0) return 0;
    const i2 = inverse[chosen];
    if (manyPorts) {
      this.consumers.gain(i, i2);
      this.consumers.apply();
    } else this.changeConsumers(i, i2, mark);
    state.exchangePartners(i, i2);
    common[i] = chosenCommon;
    common[i2] = chosenCommon2;
    state.updateSteps(i);
    state.updateSteps(i2);
    this.wakeAround(i);
    this.wakeAround(i2);
    return chosenGain;
  }

  /** What remains to be added to `loss` for the consumers, of units of one port; the marks are those of `improve`. */
  private consumersGain(i2: i32, j2: i32, mark: i32): f64 {
    const state = this.state;
    const a = state.a;
    const b = state.b;
    const oneMore = state.oneMore;
    const oneFewer = state.oneFewer;
    const inverse = state.inverse;
    const fed = state.markC;
    const hadOut = state.markD;
    const newOut = state.markE;
    const again = ++state.stamp;
    let gain: f64 = 0;
    for (let e = b.outStart[j2], end = b.outStart[j2 + 1]; e < end; e++) {
      const x = b.outputs[e];
      newOut[x] = again;
      if (fed[x] === mark) gain += hadOut[x] === mark ? -oneFewer[inverse[x]] : oneMore[inverse[x]];
    }
    for (let e = a.outStart[i2], end = a.outStart[i2 + 1]; e < end; e++) {
      const c = a.outputs[e];
      const x = state.partner[c];
      const had = hadOut[x] === mark;
      if (had === (newOut[x] === again)) continue;
      // A consumer of both keeps what it has: what was counted for i above is taken back.
      if (fed[x] === mark) gain -= had ? oneFewer[c] : oneMore[c];
      else gain += had ? oneMore[c] : oneFewer[c];
    }
    return gain;
  }

  private findCandidates(i: i32, mark: i32): i32 {
    const state = this.state;
    const a = state.a;
    const b = state.b;
    let count: i32 = 0;
    state.markF[state.partner[i]] = mark;
    for (let e = a.inStart[i], end = a.inStart[i + 1]; e < end; e++) {
      const input = state.partner[a.inputs[e]];
      count = this.collect(b.outputs, b.outStart[input], b.outStart[input + 1], count, mark);
    }
    for (let e = a.outStart[i], end = a.outStart[i + state.portsPerUnit[i]]; e < end; e++) {
      const consumer = state.partner[a.outputs[e]];
      count = this.collect(b.inputs, b.inStart[consumer], b.inStart[consumer + 1], count, mark);
    }
    return count;
  }

  private collect(list: I32s, from: i32, end: i32, count: i32, mark: i32): i32 {
    const seen = this.state.markF;
    let found = count;
    for (let e = from; e < end && found < MOST_CANDIDATES; e++) {
      const x = this.state.ownerOf(list[e]);
      if (seen[x] === mark) continue;
      seen[x] = mark;
      this.candidates[found++] = x;
    }
    return found;
  }

  /** Brings the consumers of both, units of one port, up to date; the marks are those of `improve`. */
  private changeConsumers(i: i32, i2: i32, mark: i32): void {
    const state = this.state;
    const a = state.a;
    const b = state.b;
    const partner = state.partner;
    const j2 = partner[i2];
    const newOut = state.markE;
    const again = ++state.stamp;
    for (let e = b.outStart[j2], end = b.outStart[j2 + 1]; e < end; e++) newOut[b.outputs[e]] = again;
    for (let e = a.outStart[i2], end = a.outStart[i2 + 1]; e < end; e++) {
      const c = a.outputs[e];
      const x = partner[c];
      if (state.markC[x] === mark) {
        state.markC[x] = 0;
        continue;
      }
      this.change(c, newOut[x] === again, state.markD[x] === mark);
    }
    for (let e = a.outStart[i], end = a.outStart[i + 1]; e < end; e++) {
      const c = a.outputs[e];
      const x = partner[c];
      if (state.markC[x] === mark) this.change(c, state.markD[x] === mark, newOut[x] === again);
    }
  }

  private change(consumer: i32, had: bool, has: bool): void {
    if (had === has) return;
    this.state.common[consumer] += had ? -1 : 1;
    this.state.updateSteps(consumer);
  }
}
