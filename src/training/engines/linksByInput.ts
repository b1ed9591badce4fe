import type { LayerParameters, LinksByInput } from '../../kernels/kernels';
import { regroup } from '../../topology/transpose';

/** The links of layer k by input; null for the first layer, which needs no gradient by its input. */
export function linksByInput(layer: LayerParameters, k: number): LinksByInput | null {
  if (k === 0) return null;
  const { indptr, indices, positions } = regroup(layer.indptr, layer.indices, layer.inputs);
  return { indptr, neurons: indices, positions };
}
