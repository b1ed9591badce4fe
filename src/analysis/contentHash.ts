import { createHash } from 'node:crypto';
import { inputsPerUnit, type Topology } from '../topology/topology';

/** SHA-256 over widths, blocks of inputs and links, without values: what a distance depends on. */
export function contentHash(topology: Topology): string {
  const hash = createHash('sha256');
  for (const layer of topology.layers) {
    const { inputs, outputs, indptr, indices } = layer;
    const each = inputsPerUnit(layer);
    hash.update(
      `${String(inputs)}×${String(outputs)}:${String(indices.length)}${each === 1 ? '' : `/${String(each)}`};`,
    );
    hash.update(indptr);
    hash.update(indices);
  }
  return hash.digest('hex');
}
