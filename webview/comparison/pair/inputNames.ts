import { type RunInputs, unknownInputs } from '../../../src/protocol/runInputs';
import { folderOf, type RunInputsStore } from '../../shared/runInputsStore';
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

/** What the runs of two checkpoints say of the inputs; nothing where they disagree, since it would be wrong of one. */
export async function inputsOfPair(store: RunInputsStore, a: string, b: string): Promise<RunInputs> {
  const [ofA, ofB] = await Promise.all(
    [a, b].map((path) => store.load({ path: folderOf(path) }).catch(() => unknownInputs)),
  );
  if (!saysSomething(ofB) || sameInputs(ofA, ofB)) return ofA;
  return saysSomething(ofA) ? unknownInputs : ofB;
}

function saysSomething({ columns, image }: RunInputs): boolean {
  return columns !== null || image !== null;
}

function sameInputs(a: RunInputs, b: RunInputs): boolean {
  return JSON.stringify([a.columns, a.image]) === JSON.stringify([b.columns, b.image]);
}
