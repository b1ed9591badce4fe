import { linkCount, type SparseLayer } from '../../topology/topology';
import { validateLayer } from '../../topology/validate';
import type { Fail } from './fail';
import { layerTensor, readTensor, type TensorList } from './safetensorsLayout';
import type { SafetensorsFile } from './safetensorsFile';

/**
 * Links ever active, written as a list or, where that is smaller, as a set of bits: one for each possible link, in the
 * order neuron · inputs + input, least significant bit first (`numpy.unpackbits(…, bitorder='little')`).
 */
export function addExplored(list: TensorList, k: number, layer: SparseLayer): void {
  const possible = layer.inputs * layer.outputs;
  if (4 * (layer.outputs + 1 + linkCount(layer)) > Math.ceil(possible / 8)) {
    list.add(layerTensor(k, 'explored_bits'), 'U8', toBits(layer));
  } else {
    list.add(layerTensor(k, 'explored_indptr'), 'I32', layer.indptr);
    list.add(layerTensor(k, 'explored_indices'), 'I32', layer.indices);
  }
}

/** The explored links of layer k, which have to contain the active ones. Throws `CheckpointError` or `TopologyError`. */
export async function readExplored(
  file: SafetensorsFile,
  k: number,
  active: SparseLayer,
  fail: Fail,
): Promise<SparseLayer> {
  const { inputs, outputs } = active;
  const bitsName = layerTensor(k, 'explored_bits');
  let explored: SparseLayer;
  if (file.tensors.has(bitsName)) {
    const bytes = await readTensor(file, bitsName, 'U8', Math.ceil((inputs * outputs) / 8), fail);
    explored = fromBits(inputs, outputs, new Uint8Array(bytes), fail);
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

function toBits(layer: SparseLayer): Uint8Array {
  const bits = new Uint8Array(Math.ceil((layer.inputs * layer.outputs) / 8));
  for (let neuron = 0; neuron < layer.outputs; neuron++) {
    for (let k = layer.indptr[neuron]; k < layer.indptr[neuron + 1]; k++) {
      const position = neuron * layer.inputs + layer.indices[k];
      bits[Math.floor(position / 8)] |= 1 << (position % 8);
    }
  }
  return bits;
}

function fromBits(inputs: number, outputs: number, bits: Uint8Array, fail: Fail): SparseLayer {
  const spare = bits.length * 8 - inputs * outputs;
  if (spare > 0 && bits[bits.length - 1] >> (8 - spare) !== 0) {
    throw fail('no explored links beyond the last possible one', 'some');
  }
  let links = 0;
  for (let rest of bits) for (; rest !== 0; rest &= rest - 1) links++;
  const indptr = new Uint32Array(outputs + 1);
  const indices = new Uint32Array(links);
  for (let neuron = 0, k = 0; neuron < outputs; neuron++) {
    for (let input = 0; input < inputs; input++) {
      const position = neuron * inputs + input;
      if (bits[Math.floor(position / 8)] & (1 << (position % 8))) indices[k++] = input;
    }
    indptr[neuron + 1] = k;
  }
  return { inputs, outputs, indptr, indices };
}

/** The first link of `active` that `explored` lacks, in words. */
function firstMissing(explored: SparseLayer, active: SparseLayer): string | null {
  for (let neuron = 0; neuron < active.outputs; neuron++) {
    let e = explored.indptr[neuron];
    for (let a = active.indptr[neuron]; a < active.indptr[neuron + 1]; a++) {
      while (e < explored.indptr[neuron + 1] && explored.indices[e] < active.indices[a]) e++;
      if (e === explored.indptr[neuron + 1] || explored.indices[e] !== active.indices[a]) {
        return `none from input ${active.indices[a]} to neuron ${neuron}`;
      }
    }
  }
  return null;
}
