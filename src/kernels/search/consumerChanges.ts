import { newI32s, newU8s } from './memory';
import type { SearchState } from './searchState';
import { similarity } from './similarity';

/**
 * What an exchange of two partners changes for the consumers of units with any number of ports. A consumer may take
 * several ports of one unit, so that it can gain or lose more than one input at once. For units of one port annealing and
 * descent have faster ways.
 */
export class ConsumerChanges {
  /** Length ports: the first `count` are the consumers that change. */
  private changed: I32s;
  /** Length ports: whether a consumer is in `changed`, and how many inputs more it would share with its partner. */
  private listed: U8s;
  private more: I32s;
  private count: i32;

  constructor(private state: SearchState) {
    this.more = newI32s(state.ports);
    this.changed = newI32s(state.ports);
    this.listed = newU8s(state.ports);
    this.count = 0;
  }

  /** What the consumers of units i and i2 of a layer gain if these exchange their partners. Takes marks C and D. */
  gain(i: i32, i2: i32): f64 {
    const state = this.state;
    for (let at: i32 = 0; at < this.count; at++) {
      this.more[this.changed[at]] = 0;
      this.listed[this.changed[at]] = 0;
    }
    this.count = 0;
    for (let port: i32 = 0, ports = state.portsPerUnit[i]; port < ports; port++) {
      this.exchangePorts(i + port, i2 + port);
    }
    let gain: f64 = 0;
    for (let at: i32 = 0; at < this.count; at++) {
      const consumer = this.changed[at];
      const sizes = state.a.fanIn[consumer] + state.b.fanIn[state.partner[consumer]];
      const had = state.common[consumer];
      const has = had + this.more[consumer];
      gain += state.weight[consumer] * (similarity(sizes, has) - similarity(sizes, had));
    }
    return gain;
  }

  /** Brings the consumers up to date, right after `gain` of the same exchange. */
  apply(): void {
    for (let at: i32 = 0; at < this.count; at++) {
      const consumer = this.changed[at];
      this.state.common[consumer] += this.more[consumer];
      this.state.updateSteps(consumer);
    }
  }

  private exchangePorts(port: i32, port2: i32): void {
    const state = this.state;
    const a = state.a;
    const b = state.b;
    const from = a.outStart[port];
    const end = a.outStart[port + 1];
    const from2 = a.outStart[port2];
    const end2 = a.outStart[port2 + 1];
    if (from === end && from2 === end2) return;
    const ofFirst = state.markC;
    const ofSecond = state.markD;
    const other = state.partner[port];
    const other2 = state.partner[port2];
    const stamp = ++state.stamp;
    for (let e = b.outStart[other], last = b.outStart[other + 1]; e < last; e++)
      ofFirst[b.outputs[e]] = stamp;
    for (let e = b.outStart[other2], last = b.outStart[other2 + 1]; e < last; e++) {
      ofSecond[b.outputs[e]] = stamp;
    }
    for (let e = from; e < end; e++) {
      const partner = state.partner[a.outputs[e]];
      this.change(a.outputs[e], ofFirst[partner] === stamp, ofSecond[partner] === stamp);
    }
    for (let e = from2; e < end2; e++) {
      const partner = state.partner[a.outputs[e]];
      this.change(a.outputs[e], ofSecond[partner] === stamp, ofFirst[partner] === stamp);
    }
  }

  private change(consumer: i32, had: bool, has: bool): void {
    if (had === has) return;
    if (this.listed[consumer] === 0) {
      this.listed[consumer] = 1;
      this.changed[this.count++] = consumer;
    }
    this.more[consumer] += has ? 1 : -1;
  }
}
