import type { LayerLinks } from '../../../src/protocol/layerData';
import type { LinksOfBoth } from './linksOfBoth';

/** An input of a neuron of A and its partner's input, which stand for each other; null where only one of them is linked. */
export interface InputPair {
  /** Number in A; null where no unit of A stands for it. */
  readonly a: number | null;
  /** Number in B; null where it has no partner there. */
  readonly b: number | null;
}

/** The inputs of two matched neurons. */
export interface PairInputs {
  readonly shared: readonly InputPair[];
  readonly onlyA: readonly InputPair[];
  readonly onlyB: readonly InputPair[];
}

/** How inputs of A are called in B: by the matching of the layer before, or not at all for those of the network. */
export interface InputNames {
  /** By unit of A before the layer: its partner, or −1; null where inputs stand for themselves. */
  readonly partners: Int32Array | null;
  readonly inputsPerUnit: number;
}

/** `neuronA`, `neuronB`: −1 where there is none. */
export function pairInputs(
  links: LinksOfBoth,
  { neuronA, neuronB }: { readonly neuronA: number; readonly neuronB: number },
  names: InputNames,
): PairInputs {
  const inputsA = inputsOf(links.a, neuronA);
  const linkedB = new Set(inputsOf(links.b, neuronB));
  const toA = inverse(names);
  const pairs = inputsA.map((a) => ({ a, b: partnerInput(names, a) }));
  const linkedA = new Set(inputsA);
  return {
    shared: pairs.filter(({ b }) => b !== null && linkedB.has(b)),
    onlyA: pairs.filter(({ b }) => b === null || !linkedB.has(b)),
    onlyB: [...linkedB].map((b) => ({ a: toA(b), b })).filter(({ a }) => a === null || !linkedA.has(a)),
  };
}

function inputsOf({ indptr, indices }: LayerLinks, neuron: number): number[] {
  return neuron < 0 ? [] : [...indices.subarray(indptr[neuron], indptr[neuron + 1])];
}

/** An input moves with the unit that it belongs to. */
function partnerInput({ partners, inputsPerUnit }: InputNames, input: number): number | null {
  if (partners === null) return input;
  const partner = partners[Math.floor(input / inputsPerUnit)];
  return partner < 0 ? null : partner * inputsPerUnit + (input % inputsPerUnit);
}

function inverse({ partners, inputsPerUnit }: InputNames): (input: number) => number | null {
  if (partners === null) return (input) => input;
  const units = new Map([...partners].map((partner, unit) => [partner, unit]));
  return (input) => {
    const unit = units.get(Math.floor(input / inputsPerUnit));
    return unit === undefined ? null : unit * inputsPerUnit + (input % inputsPerUnit);
  };
}
