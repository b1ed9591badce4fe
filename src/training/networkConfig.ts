import * as z from 'zod';
import { activations, losses, type Activation, type Loss } from '../kernels/networkFunctions';
import type { NetworkFunctions } from '../kernels/networkFunctions';
import type { ConfigProblem } from './configError';
import { atLeast, positive, section, wholeNumber, word } from './configSchema';

const maxWidth = 2 ** 24;

export const networkSchema = section({
  hidden: z
    .array(wholeNumber(1, maxWidth), { error: 'a list of hidden widths' })
    .max(1000, { error: 'a list of at most 1000 hidden widths' })
    .default([784, 784, 784])
    .meta({ description: 'Width of each hidden layer (NNSTD paper: 784, three times).', unit: 'neurons' }),
  activation: word(Object.keys(activations) as [Activation, ...Activation[]])
    .default('relu')
    .describe('Of every hidden layer (NNSTD paper: relu); the output layer has none.'),
  negativeSlope: positive()
    .nullable()
    .default(null)
    .describe('Slope of leaky ReLU below 0; null: 0.01 there (Maas et al. 2013), and for the others.'),
  dropout: atLeast(0, { below: 1 })
    .default(0)
    .describe('Share of the outputs of hidden layers that is dropped in training (Srivastava et al. 2014).'),
  loss: word(Object.keys(losses) as [Loss, ...Loss[]])
    .default('cross-entropy')
    .describe('What training makes small: of softmax outputs, or squared errors.'),
});
export type NetworkConfig = Readonly<z.infer<typeof networkSchema>>;

/** Of PyTorch and the paper that brought leaky ReLU (Maas et al. 2013). */
const usualSlope = 0.01;

/** Fills in the slope of leaky ReLU; a problem where another activation is given one. */
export function completeNetwork(config: NetworkConfig): NetworkConfig | ConfigProblem {
  const { activation, negativeSlope } = config;
  if (activation === 'leaky-relu') return { ...config, negativeSlope: negativeSlope ?? usualSlope };
  if (negativeSlope === null) return config;
  const possible = `null with activation "${activation}": only "leaky-relu" has a slope to choose`;
  return { key: 'network.negativeSlope', possible, found: String(negativeSlope) };
}

export function functionsOf({ activation, negativeSlope, dropout, loss }: NetworkConfig): NetworkFunctions {
  return { activation, negativeSlope: negativeSlope ?? 0, dropout, loss };
}

/**
 * What the variance of a layer's first weights is times their fan-in, so that its outputs have on average the squares that
 * its inputs have: 1 / E[f(z)²] for z of N(0, 1) where f is linear on both sides of 0 (He et al. 2015), 1 where f is the
 * identity near 0 or nearly linear there (LeCun et al. 1998).
 */
export function initialGain({ activation, negativeSlope }: NetworkFunctions): number {
  switch (activation) {
    case 'relu':
      return 2;
    case 'leaky-relu':
      return 2 / (1 + negativeSlope ** 2);
    case 'srelu':
      // At first a leaky ReLU whose slope is uniform between 0 and 1: the mean of its square is 1/3.
      return 2 / (1 + 1 / 3);
    case 'sigmoid':
    case 'tanh':
      return 1;
  }
}
