import type { ReceptiveField } from '../../../../src/protocol/layerProfile';
import { formatCount, formatEpoch, plural } from '../../../shared/format';
import { layerName } from '../../../shared/layerCode';
import type { Moment } from '../moment';
import type { NeuronField } from './fieldReader';

/** So many inputs are named one by one. */
const mostNamed = 6;

export function fieldSubtitle({ shown, against, layer, layerCount }: Moment, size: string): string {
  const since = against === null ? '' : ` against ${formatEpoch(against.epoch)}`;
  const name = layerName(layer, layerCount);
  const how =
    layer === 0 ? `its inputs, ${name}` : `${name}, traced back to the inputs: ${size} by number of paths`;
  return `${how}, epoch ${formatEpoch(shown.epoch)}${since}`;
}

/** Beside a choice that the list does not follow yet. */
export function stillText({ neuron, moment: { shown } }: NeuronField): string {
  return `still neuron ${String(neuron)} at epoch ${formatEpoch(shown.epoch)}: weights are read at rest`;
}

/** `seen`: the inputs of the network that the neuron sees; `nameOf`: null where they are named in a list. */
export function fieldWords(
  { layer }: Moment,
  { own, paths }: ReceptiveField,
  seen: readonly number[],
  nameOf: ((input: number) => string) | null,
): string {
  const { length } = own;
  if (length === 0) return 'This neuron has no input.';
  if (layer > 0) {
    const numbers = [...own].slice(0, mostNamed).map(String).join(', ');
    const more = length > mostNamed ? ' …' : '';
    return `It has ${plural(length, 'input')} of its own, ${length === 1 ? 'neuron' : 'neurons'} ${numbers}${more} of the layer before, and through them sees ${formatCount(seen.length)} of ${plural(paths.length, 'input')}.`;
  }
  if (nameOf === null) return `It sees ${formatCount(length)} of ${plural(paths.length, 'input')}.`;
  const named = seen.slice(0, mostNamed).map(nameOf);
  return `${plural(length, 'input')}: ${named.join('; ')}${seen.length > mostNamed ? '; …' : ''}`;
}
