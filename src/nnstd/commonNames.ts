import type { NeuronSets } from '../kernels/assignmentKernel';
import { inputsPerUnit, type SparseLayer } from '../topology/topology';
import { namesAfter, renamed } from './unitNames';

/** The neurons of two layers as they are stored, with inputs that are called alike where they stand for each other. */
export interface NamedLayers {
  readonly a: NeuronSets;
  readonly b: NeuronSets;
  /** All names are below it. */
  readonly inputs: number;
}

/**
 * `unitMatching`: by unit before `a`, its partner among the units before `b`, or −1; null for the network's own inputs,
 * which are the same in both.
 */
export function commonNames(a: SparseLayer, b: SparseLayer, unitMatching: Int32Array | null): NamedLayers {
  if (unitMatching === null) return { a: setsOf(a), b: setsOf(b), inputs: a.inputs };
  const each = inputsPerUnit(b);
  const names = namesAfter(unitMatching, b.inputs / each);
  return { a: setsOf(a), b: renamed(setsOf(b), each, names), inputs: names.count * each };
}

function setsOf({ outputs, indptr, indices }: SparseLayer): NeuronSets {
  return { neurons: outputs, indptr: Int32Array.from(indptr), indices: Int32Array.from(indices) };
}
