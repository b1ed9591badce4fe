import { createHash } from 'node:crypto';
import type { Topology } from '../topology/topology';

/** SHA-256 over widths and links, without values: what a distance depends on. */
export function contentHash(topology: Topology): string {
  const hash = createHash('sha256');
  for (const { inputs, outputs, indptr, indices } of topology.layers) {
    hash.update(`${String(inputs)}×${String(outputs)}:${String(indices.length)};`);
    hash.update(indptr);
    hash.update(indices);
  }
  return hash.digest('hex');
}
