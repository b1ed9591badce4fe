import { byteCount, countBits, hasLink, isBits, type LinkBits, type LinkSet } from '../../topology/linkSet';
import type { SparseLayer, Topology } from '../../topology/topology';
import { validateLayer } from '../../topology/validate';
import type { Fail } from './fail';
import { layerTensor, readTensor, type TensorList } from './safetensorsLayout';
import type { SafetensorsFile } from './safetensorsFile';

/** Links ever active, as a list or a set of bits: `numpy.unpackbits(…, bitorder='little')`. */
export function addExplored(list: TensorList, k: number, explored: LinkSet): void {
  if (isBits(explored)) {
    list.add(layerTensor(k, 'explored_bits'), 'U8', explored.bits);
  } else {
    list.add(layerTensor(k, 'explored_indptr'), 'I32', explored.indptr);
    list.add(layerTensor(k, 'explored_indices'), 'I32', explored.indices);
  }
}

/** The explored links of layer k, which have to contain the active ones. Throws `CheckpointError` or `TopologyError`. */
export async function readExplored(
  file: SafetensorsFile,
  k: number,
  active: SparseLayer,
  fail: Fail,
): Promise<LinkSet> {
  const { inputs, outputs } = active;
  const bitsName = layerTensor(k, 'explored_bits');
  let explored: LinkSet;
  if (file.tensors.has(bitsName)) {
    const bytes = await readTensor(file, bitsName, 'U8', byteCount(active), fail);
    explored = { inputs, outputs, bits: new Uint8Array(bytes) };
    if (hasBitsBeyond(explored)) throw fail('no explored links beyond the last possible one', 'some');
  } else {
    const indptr = await readTensor(file, layerTensor(k, 'explored_indptr'), 'I32', outputs + 1, fail);
    const indices = await readTensor(file, layerTensor(k, 'explored_indices'), 'I32', null, fail);
    explored = validateLayer(
      { inputs, outputs, indptr: new Uint32Array(indptr), indices: new Uint32Array(indices) },
      k,
    );
  }
  const missing = firstMissing(explored, active);
  if (missing !== null) throw fail(`every active link of layer ${k} among the explored ones`, missing);
  return explored;
}

/** Number of explored links of each layer; null for a checkpoint that does not record them. Throws `CheckpointError`. */
export async function readExploredCounts(
  file: SafetensorsFile,
  { layers }: Topology,
  fail: Fail,
): Promise<number[] | null> {
  const counts: number[] = [];
  for (const [k, layer] of layers.entries()) {
    const list = file.tensors.get(layerTensor(k, 'explored_indices'));
    const bits = layerTensor(k, 'explored_bits');
    if (list !== undefined) counts.push(list.shape[0]);
    else if (!file.tensors.has(bits)) return null;
    else counts.push(countBits(new Uint8Array(await readTensor(file, bits, 'U8', byteCount(layer), fail))));
  }
  return counts;
}

/** Whether the last byte has bits that stand for no possible link. */
export function hasBitsBeyond({ inputs, outputs, bits }: LinkBits): boolean {
  const spare = bits.length * 8 - inputs * outputs;
  return spare > 0 && bits[bits.length - 1] >> (8 - spare) !== 0;
}

/** The first link of `active` that `explored` lacks, in words. */
function firstMissing(explored: LinkSet, active: SparseLayer): string | null {
  for (let neuron = 0; neuron < active.outputs; neuron++) {
    let e = isBits(explored) ? 0 : explored.indptr[neuron];
    for (let a = active.indptr[neuron]; a < active.indptr[neuron + 1]; a++) {
      const input = active.indices[a];
      let isExplored: boolean;
      if (isBits(explored)) {
        isExplored = hasLink(explored, neuron, input);
      } else {
        const end = explored.indptr[neuron + 1];
        while (e < end && explored.indices[e] < input) e++;
        isExplored = e < end && explored.indices[e] === input;
      }
      if (!isExplored) return `none from input ${input} to neuron ${neuron}`;
    }
  }
  return null;
}
