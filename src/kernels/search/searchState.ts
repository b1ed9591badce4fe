import { asFloat } from './arithmetic';
import { newF64s, newI32s } from './memory';
import { similarity } from './similarity';
import type { UnitLinks } from './unitLinks';

/**
 * A relabeling of the neurons of all layers at once, with what is needed to tell what an exchange of two partners gains.
 * Maximised is the sum over the neurons of weight · similarity, I/(S − I) where two neurons have S inputs together and
 * share I; two empty neurons are alike.
 */
export class SearchState {
  /** Length ports: port `partner[p]` of `b` stands for port p of `a`; `inverse` the other way. */
  public partner: I32s;
  public inverse: I32s;
  /** Length ports: inputs that each neuron shares with its partner. */
  public common: I32s;
  /** Length ports: what a neuron's weighted similarity gains by one common input more, and by one fewer (negative). */
  public oneMore: F64s;
  public oneFewer: F64s;
  /** Length ports, free for use by one step at a time; a value is meaningful only if it is the newest stamp. */
  public markA: I32s;
  public markB: I32s;
  public markC: I32s;
  public markD: I32s;
  public markE: I32s;
  public markF: I32s;
  public stamp: i32;

  constructor(
    public a: UnitLinks,
    public b: UnitLinks,
    public ports: i32,
    /** Number of network inputs: ports 0 … inputs − 1 stand for themselves. */
    public inputs: i32,
    /** Length ports: what the similarity of a neuron weighs. */
    public weight: F64s,
    /** Length ports: first port and number of units of each one's layer, and how many ports a unit there has. */
    public layerFrom: I32s,
    public layerWidth: I32s,
    public portsPerUnit: I32s,
    /** Units whose partner may be exchanged. */
    public movable: I32s,
    public movableCount: i32,
  ) {
    this.partner = newI32s(ports);
    this.inverse = newI32s(ports);
    this.common = newI32s(ports);
    this.oneMore = newF64s(ports);
    this.oneFewer = newF64s(ports);
    this.markA = newI32s(ports);
    this.markB = newI32s(ports);
    this.markC = newI32s(ports);
    this.markD = newI32s(ports);
    this.markE = newI32s(ports);
    this.markF = newI32s(ports);
    this.stamp = 0;
    for (let unit: i32 = 0; unit < ports; unit++) this.partner[unit] = unit;
  }

  /** Finds everything anew from `partner`, a permutation within each layer. Returns the objective. */
  refresh(): f64 {
    for (let unit: i32 = 0; unit < this.ports; unit++) this.inverse[this.partner[unit]] = unit;
    let total: f64 = 0;
    for (let unit: i32 = this.inputs; unit < this.ports; unit++) {
      this.common[unit] = this.countCommon(unit);
      this.updateSteps(unit);
      total += this.weight[unit] * this.similarity(unit);
    }
    return total;
  }

  /** To be called now and then, between steps: stamps must not run out of 31 bits. */
  renewStamps(): void {
    if (this.stamp < 0x40000000) return;
    for (let unit: i32 = 0; unit < this.ports; unit++) {
      this.markA[unit] = 0;
      this.markB[unit] = 0;
      this.markC[unit] = 0;
      this.markD[unit] = 0;
      this.markE[unit] = 0;
      this.markF[unit] = 0;
    }
    this.stamp = 0;
  }

  similarity(unit: i32): f64 {
    return similarity(this.a.fanIn[unit] + this.b.fanIn[this.partner[unit]], this.common[unit]);
  }

  /** To be called when `common` or the partner of a unit has changed. */
  updateSteps(unit: i32): void {
    const sizes = this.a.fanIn[unit] + this.b.fanIn[this.partner[unit]];
    const union = sizes - this.common[unit];
    const scaled = this.weight[unit] * asFloat(sizes);
    this.oneMore[unit] = union > 1 ? scaled / (asFloat(union) * asFloat(union - 1)) : 0.0;
    this.oneFewer[unit] = union > 0 ? -scaled / (asFloat(union) * asFloat(union + 1)) : 0.0;
  }

  /** The unit that a port belongs to. */
  ownerOf(port: i32): i32 {
    const each = this.portsPerUnit[port];
    return each === 1 ? port : port - ((port - this.layerFrom[port]) % each);
  }

  /** Exchanges the partners of two units of a layer, port by port; nothing else is brought up to date. */
  exchangePartners(i: i32, i2: i32): void {
    for (let port: i32 = 0, each = this.portsPerUnit[i]; port < each; port++) {
      const j = this.partner[i + port];
      const j2 = this.partner[i2 + port];
      this.partner[i + port] = j2;
      this.partner[i2 + port] = j;
      this.inverse[j2] = i + port;
      this.inverse[j] = i2 + port;
    }
  }

  private countCommon(unit: i32): i32 {
    const mark = this.markA;
    const stamp = ++this.stamp;
    const other = this.partner[unit];
    for (let e = this.b.inStart[other], end = this.b.inStart[other + 1]; e < end; e++) {
      mark[this.b.inputs[e]] = stamp;
    }
    let common: i32 = 0;
    for (let e = this.a.inStart[unit], end = this.a.inStart[unit + 1]; e < end; e++) {
      if (mark[this.partner[this.a.inputs[e]]] === stamp) common++;
    }
    return common;
  }
}
