import type { Frame, LinksByNeuron } from '../../../src/overlay/frame';
import { formatCount } from '../../shared/format';
import type { LinkWords } from '../../shared/links/linkWords';

/** What is said of a link of two layers over each other: its ends by their numbers in A and in B. */
export function overlayWords(
  { inputs, outputs }: Pick<LinksByNeuron, 'inputs' | 'outputs'>,
  { otherNeurons, otherInputs }: Frame,
): LinkWords {
  const count = { neuron: outputs, input: inputs };
  return {
    compared: true,
    labels: ['shared', 'only A', 'only B'],
    called: (what, name) => (name < count[what] ? `${what} ${formatCount(name)}` : `no ${what}`),
    renamed(what, name) {
      const number = (what === 'neuron' ? otherNeurons : otherInputs)[name];
      return `${number < 0 ? `no ${what}` : `${what} ${formatCount(number)}`} of B`;
    },
  };
}
