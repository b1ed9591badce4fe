import { inputsPerUnit, isFull, type SparseLayer, type Topology } from '../topology/topology';

/**
 * Colours of the neurons of one layer: two numbers that do not change when neurons are stored in another order. Each has
 * 64 bits in two lanes, so equal colours mean equal surroundings but for a negligible chance.
 */
interface LayerColours {
  /** By neuron: what its outgoing links lead to (out-degree, fan-in of the consumers, what these lead to …). */
  readonly outgoing: ColourLanes;
  /** By neuron: its outgoing links, its inputs down to the network's own, and its consumers' own such colours. */
  readonly whole: ColourLanes;
}

interface ColourLanes {
  readonly high: Int32Array;
  readonly low: Int32Array;
}

export interface NetworkColours {
  /** By layer. */
  readonly orders: readonly LayerOrder[];
  /** Orders networks whatever order their neurons are stored in. */
  readonly fingerprint: readonly number[];
}

/** How the neurons of a layer are told apart without regard to how they are stored. */
export interface LayerOrder {
  /**
   * Neurons by outgoing colour, then by whole colour, then by the places of their inputs in the order before. The index
   * decides only between neurons that are alike in all that.
   */
  readonly order: Int32Array;
  /** Along `order`: the outgoing colour as a number, ascending. */
  readonly tie: Float64Array;
}

/** By four passes over the links: towards the input, towards the output, and both again. */
export function networkColours(topology: Topology): NetworkColours {
  const layers = topology.layers;
  const outgoing = layers.map((layer) => lanes(layer.outputs));
  for (let k = layers.length - 2; k >= 0; k--) {
    gatherFromConsumers(layers[k + 1], outgoing[k + 1], outgoing[k], true);
  }

  const whole: ColourLanes[] = [];
  for (let k = 0; k < layers.length; k++) {
    const before = k === 0 ? inputColours(layers[0]) : whole[k - 1];
    whole.push(gatherFromInputs(layers[k], before, outgoing[k]));
  }
  for (let k = layers.length - 2; k >= 0; k--)
    gatherFromConsumers(layers[k + 1], whole[k + 1], whole[k], false);

  const fingerprint = whole.flatMap(({ high, low }) => [sum(high), sum(low)]);
  const orders: LayerOrder[] = [];
  for (let k = 0; k < layers.length; k++) {
    const places = k === 0 ? inputColours(layers[0]) : placeColours(orders[k - 1].order);
    const told = gatherFromInputs(layers[k], places, whole[k]);
    const order = canonicalOrder({ outgoing: outgoing[k], whole: whole[k] }, told);
    orders.push({ order, tie: outgoingNumbers(outgoing[k], order) });
  }
  return { orders, fingerprint };
}

function canonicalOrder({ outgoing, whole }: LayerColours, told: ColourLanes): Int32Array {
  const order = new Int32Array(outgoing.high.length);
  for (let neuron = 0; neuron < order.length; neuron++) order[neuron] = neuron;
  sortRun(
    order,
    0,
    order.length,
    [outgoing.high, outgoing.low, whole.high, whole.low, told.high, told.low],
    0,
  );
  return order;
}

function outgoingNumbers({ high, low }: ColourLanes, order: Int32Array): Float64Array {
  const numbers = new Float64Array(order.length);
  for (let at = 0; at < order.length; at++) {
    numbers[at] = (high[order[at]] >>> 0) * 2 ** 21 + (low[order[at]] >>> 11);
  }
  return numbers;
}

/** Sorts order[from … to) by the lanes from `lane` on. The index rides in the low bits of a number, so no comparator. */
function sortRun(
  order: Int32Array,
  from: number,
  to: number,
  keys: readonly Int32Array[],
  lane: number,
): void {
  if (to - from < 2 || lane === keys.length) return;
  const key = keys[lane];
  let alike = from + 1;
  while (alike < to && key[order[alike]] === key[order[from]]) alike++;
  if (alike === to) {
    sortRun(order, from, to, keys, lane + 1);
    return;
  }
  const span = to - from;
  const packed = new Float64Array(span);
  for (let at = 0; at < span; at++) packed[at] = (key[order[from + at]] >>> 0) * indexRoom + order[from + at];
  packed.sort();
  for (let at = 0; at < span; at++)
    order[from + at] = packed[at] - Math.floor(packed[at] / indexRoom) * indexRoom;
  for (let start = from; start < to;) {
    let end = start + 1;
    while (end < to && key[order[end]] === key[order[start]]) end++;
    if (end - start > 1) sortRun(order, start, end, keys, lane + 1);
    start = end;
  }
}

/** 32 bits of key and 21 of index make an exact float64: layers up to two million neurons. */
const indexRoom = 2 ** 21;

function lanes(length: number): ColourLanes {
  return { high: new Int32Array(length), low: new Int32Array(length) };
}

/** The network's own inputs are known by their numbers, whatever belongs together. */
function inputColours(first: SparseLayer): ColourLanes {
  const units = first.inputs / inputsPerUnit(first);
  return placeColours(Int32Array.from({ length: units }, (_, unit) => unit));
}

/** Colours that tell neurons apart by their places in an order. */
function placeColours(order: Int32Array): ColourLanes {
  const colours = lanes(order.length);
  for (let place = 0; place < order.length; place++) {
    colours.high[order[place]] = mix(place, 0x2545f491);
    colours.low[order[place]] = mix(place, 0x5bd1e995);
  }
  return colours;
}

/**
 * Adds to each unit what the neurons of the next layer that use it have; it matters which of the unit's inputs they use.
 */
function gatherFromConsumers(
  next: SparseLayer,
  colours: ColourLanes,
  into: ColourLanes,
  withFanIn: boolean,
): void {
  const { indptr, indices, outputs } = next;
  const each = inputsPerUnit(next);
  const { high, low } = into;
  const mixed = lanes(outputs);
  for (let neuron = 0; neuron < outputs; neuron++) {
    const fanIn = withFanIn ? indptr[neuron + 1] - indptr[neuron] : 0;
    mixed.high[neuron] = mix(colours.high[neuron] + fanIn, 0x7feb352d);
    mixed.low[neuron] = mix(colours.low[neuron] ^ fanIn, 0x846ca68b);
  }
  if (isFull(next)) {
    const all = total(mixed, each);
    for (let unit = 0; unit < high.length; unit++) {
      high[unit] += all.high;
      low[unit] += all.low;
    }
    return;
  }
  for (let neuron = 0; neuron < outputs; neuron++) {
    for (let link = indptr[neuron]; link < indptr[neuron + 1]; link++) {
      const unit = each === 1 ? indices[link] : Math.floor(indices[link] / each);
      const place = indices[link] - unit * each;
      high[unit] += inBlock(mixed.high[neuron], place);
      low[unit] += inBlock(mixed.low[neuron], place);
    }
  }
}

function gatherFromInputs(layer: SparseLayer, before: ColourLanes, own: ColourLanes): ColourLanes {
  const { indptr, indices } = layer;
  const each = inputsPerUnit(layer);
  const mixed = lanes(layer.inputs);
  for (let input = 0; input < layer.inputs; input++) {
    const unit = Math.floor(input / each);
    mixed.high[input] = inBlock(mix(before.high[unit], 0x1b873593), input - unit * each);
    mixed.low[input] = inBlock(mix(before.low[unit], 0x68e31da4), input - unit * each);
  }
  const all = isFull(layer) ? total(mixed, 1) : undefined;
  const colours = lanes(layer.outputs);
  for (let neuron = 0; neuron < layer.outputs; neuron++) {
    let high = all?.high ?? 0;
    let low = all?.low ?? 0;
    for (let link = indptr[neuron]; all === undefined && link < indptr[neuron + 1]; link++) {
      high = (high + mixed.high[indices[link]]) | 0;
      low = (low + mixed.low[indices[link]]) | 0;
    }
    colours.high[neuron] = mix(high ^ mix(own.high[neuron], 0x2c1b3c6d), 0x297a2d39);
    colours.low[neuron] = mix(low ^ mix(own.low[neuron], 0x3c6ef372), 0x165667b1);
  }
  return colours;
}

/** What a full layer passes on: all colours, at each place of a block. */
function total({ high, low }: ColourLanes, each: number): { readonly high: number; readonly low: number } {
  let sumHigh = 0;
  let sumLow = 0;
  for (let place = 0; place < each; place++) {
    for (let at = 0; at < high.length; at++) {
      sumHigh = (sumHigh + inBlock(high[at], place)) | 0;
      sumLow = (sumLow + inBlock(low[at], place)) | 0;
    }
  }
  return { high: sumHigh, low: sumLow };
}

/** The colour of one of the inputs that a unit owns. */
function inBlock(colour: number, place: number): number {
  return place === 0 ? colour : mix(colour, Math.imul(place, 0x3243f6a9));
}

/** A bijection of 32 bits for each odd or even seed (the finaliser of MurmurHash3). */
function mix(value: number, seed: number): number {
  let bits = (value ^ seed) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

function sum(values: Int32Array): number {
  return values.reduce((total, value) => (total + value) | 0, 0);
}
