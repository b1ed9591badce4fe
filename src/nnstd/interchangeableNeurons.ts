import { assignmentKernel } from '../kernels/assignmentChoice';
import { inputsPerUnit, isFull, type SparseLayer, type Topology } from '../topology/topology';
import type { OrderedNeurons } from './assignment/identical';
import { interchangeable } from './assignment/interchangeable';
import { assignLayer } from './assignment/layerAssignment';
import type { LayerDistance } from './distance';
import type { Measure } from './measure';
import { namesAfter, renamed } from './unitNames';

/**
 * For each layer, by neuron of `a`: 1 where another assignment of that layer costs as little beside the matches of the
 * layers before and gives it another partner, so that its partner means nothing; to have none counts as a partner.
 * `layers` is what `reference` or `greedy` gave by this measure. Takes about as long as `greedy` once more.
 */
export function interchangeableNeurons(
  a: Topology,
  b: Topology,
  layers: readonly Pick<LayerDistance, 'matching'>[],
  { outputs }: Measure,
): Uint8Array[] {
  const kernel = assignmentKernel();
  return layers.map(({ matching }, k) => {
    const first = a.layers[k];
    const second = b.layers[k];
    if (outputs === 'fixed' && k === layers.length - 1) return new Uint8Array(matching.length);
    if (isFull(first) && isFull(second) && first.inputs === second.inputs) {
      const choice = Math.max(first.outputs, second.outputs) > 1 && second.outputs > 0;
      return new Uint8Array(matching.length).fill(choice ? 1 : 0);
    }
    const neurons = asStored(second);
    const each = inputsPerUnit(second);
    const names = k === 0 ? null : namesAfter(layers[k - 1].matching, b.layers[k - 1].outputs);
    const problem = {
      a: asStored(first),
      b: names === null ? neurons : { ...neurons, sets: renamed(neurons.sets, each, names) },
      inputs: names === null ? first.inputs : names.count * each,
    };
    return interchangeable(problem, assignLayer(kernel, problem), matching);
  });
}

function asStored({ outputs, indptr, indices }: SparseLayer): OrderedNeurons {
  return {
    sets: { neurons: outputs, indptr: Int32Array.from(indptr), indices: Int32Array.from(indices) },
    tie: new Float64Array(outputs),
  };
}
