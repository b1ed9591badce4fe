import type { PairChoices } from '../../../src/protocol/pairChoices';
import { fateOf, type MatchedNeurons } from './matchedNeurons';
import type { RowTest } from './rowFilter';

export type RowChoices = Pick<PairChoices, 'sort' | 'movedOnly' | 'interchangeableOnly'>;

/** Rows that pass, in the order they are shown; equals stand as in the layer. */
export function rowOrder(
  neurons: MatchedNeurons,
  test: RowTest,
  { sort, movedOnly, interchangeableOnly }: RowChoices,
): Uint32Array {
  const shown = new Uint32Array(neurons.count);
  let count = 0;
  for (let row = 0; row < neurons.count; row++) {
    if (movedOnly && fateOf(neurons, row) !== 'moved') continue;
    if (interchangeableOnly && neurons.interchangeable[row] === 0) continue;
    if (test(neurons, row)) shown[count++] = row;
  }
  const values = neurons[sort.column];
  const sign = sort.descending ? -1 : 1;
  // A neuron that is not there has no number: last, whichever way.
  const absent = (row: number): number => Number(values[row] < 0);
  return shown
    .slice(0, count)
    .sort((one, other) => absent(one) - absent(other) || sign * (values[one] - values[other]) || one - other);
}
