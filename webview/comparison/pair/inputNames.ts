import type { MatchingStore } from './matchingStore';
import type { InputNames } from './pairInputs';

/** How inputs of A are called in B; a problem of null while the matching of the layer before is not there. */
export function inputNamesOf(
  matchings: MatchingStore,
  layer: number,
): InputNames | { readonly problem: string | null } {
  if (layer === 0) return { partners: null, inputsPerUnit: 1 };
  const before = matchings.get(layer - 1);
  const own = matchings.get(layer);
  if (before.phase === 'failed') return { problem: before.reason };
  if (before.phase !== 'done' || own.phase !== 'done') return { problem: null };
  return { partners: before.matching.partners, inputsPerUnit: own.matching.inputsPerUnit };
}
