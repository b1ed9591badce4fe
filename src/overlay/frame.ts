/**
 * Two states of a layer put over each other: the arithmetic that pages and the analysis process share. One of the two,
 * the base, gives the names: neurons and inputs of the other are called by their own numbers, or by those of the units
 * of the base that they are matched with.
 */

/** Links of a layer, compressed by neuron: the inputs of neuron j are `indices[indptr[j] … indptr[j + 1])`. */
export interface LinksByNeuron {
  readonly inputs: number;
  readonly outputs: number;
  /** Length `outputs + 1`. */
  readonly indptr: Uint32Array;
  readonly indices: Uint32Array;
}

/** How neurons and inputs are sorted: as stored, or by their links in the base, most first. */
export type LinkOrder = 'stored' | 'degree';

/** What the units of the base are in the other: by unit of the base its partner, or −1. */
export interface Matching {
  readonly neurons: Int32Array;
  /** Of the layer before; null where inputs stand for themselves, as those of a network do. */
  readonly unitsBefore: Int32Array | null;
  /** Inputs that belong to a unit of the layer before, and move with it. */
  readonly inputsPerUnit: number;
}

/** Where the links of both stand: rows are neurons, columns inputs. Names are numbers of the base; what only the other has is named after those. */
export interface Frame {
  /** Name of the neuron in each row. */
  readonly neurons: Uint32Array;
  /** Name of the input in each column. */
  readonly inputs: Uint32Array;
  /** By name of a neuron: its number in the other, or −1. */
  readonly otherNeurons: Int32Array;
  /** By name of an input: its number in the other, or −1. */
  readonly otherInputs: Int32Array;
  /** By input of the base: its column. */
  readonly baseColumns: Uint32Array;
  /** By input of the other: its column. */
  readonly otherColumns: Uint32Array;
}

export function frameOf(
  base: LinksByNeuron,
  other: LinksByNeuron | null,
  order: LinkOrder,
  matching: Matching | null = null,
): Frame {
  const neuronNames = namesOf(other?.outputs ?? 0, base.outputs, matching?.neurons ?? null);
  const inputNames = namesOf(other?.inputs ?? 0, base.inputs, inputPartners(matching));
  const otherNeurons = numbersByName(neuronNames, base.outputs);
  const otherInputs = numbersByName(inputNames, base.inputs);
  const neurons = sorted(order, otherNeurons.length, () => fanIns(base));
  const inputs = sorted(order, otherInputs.length, () => fanOuts(base));
  const columns = inverse(inputs);
  return {
    neurons,
    inputs,
    otherNeurons,
    otherInputs,
    baseColumns: columns.subarray(0, base.inputs),
    otherColumns: inputNames.map((name) => columns[name]),
  };
}

/** By unit of the other: its name. */
function namesOf(others: number, bases: number, partners: Int32Array | null): Uint32Array {
  if (partners === null) return ascending(others);
  const names = new Uint32Array(others).fill(unnamed);
  partners.forEach((partner, unit) => {
    if (partner >= 0) names[partner] = unit;
  });
  let next = bases;
  return names.map((name) => (name === unnamed ? next++ : name));
}

const unnamed = 0xffff_ffff;

/** A unit of the layer before moves with all its inputs. */
function inputPartners(matching: Matching | null): Int32Array | null {
  if (matching === null || matching.unitsBefore === null) return null;
  const { unitsBefore, inputsPerUnit } = matching;
  return new Int32Array(unitsBefore.length * inputsPerUnit).map((_, input) => {
    const partner = unitsBefore[Math.floor(input / inputsPerUnit)];
    return partner < 0 ? -1 : partner * inputsPerUnit + (input % inputsPerUnit);
  });
}

function numbersByName(names: Uint32Array, bases: number): Int32Array {
  const numbers = new Int32Array(names.reduce((count, name) => Math.max(count, name + 1), bases)).fill(-1);
  names.forEach((name, number) => (numbers[name] = number));
  return numbers;
}

function sorted(order: LinkOrder, count: number, degrees: () => Uint32Array): Uint32Array {
  const names = ascending(count);
  if (order === 'stored') return names;
  const links = degrees();
  // What only the other has comes last; stable, so that equals stand as they are stored.
  return names.sort((a, b) => (links[b] ?? 0) - (links[a] ?? 0) || a - b);
}

function fanIns({ outputs, indptr }: LinksByNeuron): Uint32Array {
  return indptr.subarray(1, outputs + 1).map((end, j) => end - indptr[j]);
}

function fanOuts({ inputs, indices }: LinksByNeuron): Uint32Array {
  const links = new Uint32Array(inputs);
  for (const input of indices) links[input]++;
  return links;
}

function ascending(count: number): Uint32Array {
  return new Uint32Array(count).map((_, k) => k);
}

function inverse(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length);
  order.forEach((name, place) => (places[name] = place));
  return places;
}
