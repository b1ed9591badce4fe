import type { PairChoices } from '../../../src/protocol/pairChoices';
import type { MatchedNeurons } from './matchedNeurons';

type Selection = PairChoices['selected'];

/** The row of what is selected, or null where the layer has no such neuron. */
export function rowOf({ count, a, b }: MatchedNeurons, selected: Selection): number | null {
  if (selected === null) return null;
  const side = selected.side === 'a' ? a : b;
  for (let row = 0; row < count; row++) if (side[row] === selected.neuron) return row;
  return null;
}

/** By its neuron of A, or that of B where there is none. */
export function selectionOf({ a, b }: MatchedNeurons, row: number): Selection {
  return a[row] >= 0 ? { side: 'a', neuron: a[row] } : { side: 'b', neuron: b[row] };
}
