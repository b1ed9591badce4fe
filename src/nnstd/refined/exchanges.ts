import { ConsumerChanges } from '../../kernels/search/consumerChanges';
import type { SearchState } from '../../kernels/search/searchState';
import { similarity } from '../../kernels/search/similarity';

/**
 * What it would gain a unit to exchange partners with another of its layer, beside a relabeling that stays as it is. Units
 * are linked if one has an input or a consumer in common with the other's partner.
 */
export class Exchanges {
  private readonly consumers: ConsumerChanges;
  /** Length ports, of which the first `count` are the linked units. */
  private readonly list: Int32Array;
  private count = 0;
  private unit = 0;
  /** Length ports, by linked unit: what it shares with the partner of the unit looked at, and that one with its partner. */
  private readonly common: Int32Array;
  private readonly commonOfPartner: Int32Array;
  /** Length ports, by linked unit: bound on what the consumers of both can gain; 0 for those that are not linked. */
  private readonly consumersMost: Float64Array;
  private readonly isListed: Uint8Array;

  constructor(private readonly state: SearchState) {
    this.consumers = new ConsumerChanges(state);
    this.list = new Int32Array(state.ports);
    this.common = new Int32Array(state.ports);
    this.commonOfPartner = new Int32Array(state.ports);
    this.consumersMost = new Float64Array(state.ports);
    this.isListed = new Uint8Array(state.ports);
  }

  /** Turns to this unit. Returns the units that are linked with it, valid until the next call. */
  lookAt(unit: number): Int32Array {
    this.forget();
    this.unit = unit;
    const { a, b, partner, inverse, portsPerUnit } = this.state;
    const other = partner[unit];
    const ports = portsPerUnit[unit];
    for (let e = a.inStart[unit]; e < a.inStart[unit + 1]; e++) {
      const input = partner[a.inputs[e]];
      for (let x = b.outStart[input]; x < b.outStart[input + 1]; x++) {
        this.commonOfPartner[this.listed(inverse[b.outputs[x]])]++;
      }
    }
    for (let e = b.inStart[other]; e < b.inStart[other + 1]; e++) {
      const input = inverse[b.inputs[e]];
      for (let x = a.outStart[input]; x < a.outStart[input + 1]; x++)
        this.common[this.listed(a.outputs[x])]++;
    }
    for (let e = a.outStart[unit]; e < a.outStart[unit + ports]; e++) {
      const consumer = a.outputs[e];
      const most = this.mostForOneMore(consumer, ports);
      const otherConsumer = partner[consumer];
      for (let x = b.inStart[otherConsumer]; x < b.inStart[otherConsumer + 1]; x++) {
        this.addMost(inverse[b.inputs[x]], most);
      }
    }
    for (let e = b.outStart[other]; e < b.outStart[other + ports]; e++) {
      const consumer = inverse[b.outputs[e]];
      const most = this.mostForOneMore(consumer, ports);
      for (let x = a.inStart[consumer]; x < a.inStart[consumer + 1]; x++) this.addMost(a.inputs[x], most);
    }
    return this.list.subarray(0, this.count);
  }

  /** Whether Σ weight · similarity stays the same to within `tolerance` if the unit looked at and `other` exchange. */
  isFree(other: number, tolerance: number): boolean {
    const own = this.ownGain(other);
    if (own + this.consumersMost[other] < -tolerance) return false;
    this.state.renewStamps();
    return Math.abs(own + this.consumers.gain(this.unit, other)) <= tolerance;
  }

  private ownGain(other: number): number {
    const { a, b, partner, weight } = this.state;
    const { unit } = this;
    const gain =
      similarity(a.fanIn[unit] + b.fanIn[partner[other]], this.commonOfPartner[other]) +
      similarity(a.fanIn[other] + b.fanIn[partner[unit]], this.common[other]) -
      this.state.similarity(unit) -
      this.state.similarity(other);
    return weight[unit] * gain;
  }

  /** Bound on what a consumer gains by each input that it shares more with its partner, up to this many. */
  private mostForOneMore(consumer: number, inputs: number): number {
    const { a, b, partner, weight, common, oneMore } = this.state;
    if (inputs === 1) return oneMore[consumer];
    const fanIn = a.fanIn[consumer];
    const fanInOfPartner = b.fanIn[partner[consumer]];
    if (common[consumer] === Math.min(fanIn, fanInOfPartner)) return 0;
    const larger = Math.max(fanIn, fanInOfPartner);
    return (weight[consumer] * (fanIn + fanInOfPartner)) / (larger * (larger + 1));
  }

  private addMost(port: number, most: number): void {
    this.consumersMost[this.listed(this.state.ownerOf(port))] += most;
  }

  private listed(unit: number): number {
    if (this.isListed[unit] === 0 && unit !== this.unit) {
      this.isListed[unit] = 1;
      this.list[this.count++] = unit;
    }
    return unit;
  }

  private forget(): void {
    this.list[this.count++] = this.unit;
    for (const unit of this.list.subarray(0, this.count)) {
      this.common[unit] = 0;
      this.commonOfPartner[unit] = 0;
      this.consumersMost[unit] = 0;
      this.isListed[unit] = 0;
    }
    this.count = 0;
  }
}

/** Whether a unit and its partner have a consumer in common. */
export function shareConsumer({ a, b, partner, portsPerUnit }: SearchState, unit: number): boolean {
  for (let port = unit; port < unit + portsPerUnit[unit]; port++) {
    const ofPartner = b.outputs.subarray(b.outStart[partner[port]], b.outStart[partner[port] + 1]);
    for (let e = a.outStart[port]; e < a.outStart[port + 1]; e++) {
      if (ofPartner.includes(partner[a.outputs[e]])) return true;
    }
  }
  return false;
}
