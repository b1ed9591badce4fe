import { assignmentKernel } from '../kernels/assignmentChoice';
import type { NeuronSets } from '../kernels/assignmentKernel';
import { bothFull, type Topology } from '../topology/topology';
import type { OrderedNeurons } from './assignment/identical';
import { interchangeable } from './assignment/interchangeable';
import { assignLayer } from './assignment/layerAssignment';
import { commonNames } from './commonNames';
import type { LayerDistance } from './distance';
import type { Measure } from '../measure/measure';

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
    if (bothFull(first, second) && first.inputs === second.inputs) {
      const choice = Math.max(first.outputs, second.outputs) > 1 && second.outputs > 0;
      return new Uint8Array(matching.length).fill(choice ? 1 : 0);
    }
    const named = commonNames(first, second, k === 0 ? null : layers[k - 1].matching);
    const problem = { a: untied(named.a), b: untied(named.b), inputs: named.inputs };
    return interchangeable(problem, assignLayer(kernel, problem), matching);
  });
}

function untied(sets: NeuronSets): OrderedNeurons {
  return { sets, tie: new Float64Array(sets.neurons) };
}
