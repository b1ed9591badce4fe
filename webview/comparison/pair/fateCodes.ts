import type { Ink } from '../../shared/layerCode';
import type { Fate } from './matchedNeurons';

/** From left to right in a bar. */
export const fates: readonly Fate[] = ['inPlace', 'moved', 'noInput', 'noPartner'];

export const fateCodes: Readonly<Record<Fate, { readonly words: string; readonly ink: Ink }>> = {
  inPlace: { words: 'same place in B', ink: 'blue' },
  moved: { words: 'moved', ink: 'yellow' },
  noInput: { words: 'without input, elsewhere', ink: 'dim' },
  noPartner: { words: 'no partner', ink: 'red' },
};
