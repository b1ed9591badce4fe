import type { SparseLayer } from '../topology/topology';

/** Σ|w| over the links of each input, length `inputs`; null for a layer without weights. */
export function inputStrength({ inputs, indices, values }: SparseLayer): Float32Array<ArrayBuffer> | null {
  if (values === undefined) return null;
  const strengths = new Float64Array(inputs);
  for (let k = 0; k < indices.length; k++) strengths[indices[k]] += Math.abs(values[k]);
  return Float32Array.from(strengths);
}
