/** Activations of hidden neurons, as the compiled kernels number them. */
export const activations = { relu: 0, 'leaky-relu': 1, srelu: 2, sigmoid: 3, tanh: 4 } as const;
export type Activation = keyof typeof activations;

/** Losses, as the compiled kernels number them. */
export const losses = { 'cross-entropy': 0, 'mean-squared-error': 1 } as const;
export type Loss = keyof typeof losses;

/** What a network computes beside the sums over its links. */
export interface NetworkFunctions {
  readonly activation: Activation;
  /** Of leaky ReLU below 0. */
  readonly negativeSlope: number;
  /** Share of the hidden outputs that is dropped in training; the others are divided by 1 − it. */
  readonly dropout: number;
  readonly loss: Loss;
}

export const plainFunctions: NetworkFunctions = {
  activation: 'relu',
  negativeSlope: 0,
  dropout: 0,
  loss: 'cross-entropy',
};

/** Networks whose hidden layers the kernels' own ReLU is enough for. */
export function isReluAlone({ activation, dropout }: NetworkFunctions): boolean {
  return activation === 'relu' && dropout === 0;
}

/** How dropout is told to the kernels: nothing is dropped at threshold 0. */
export function dropoutOf(
  { dropout }: NetworkFunctions,
  key: number | undefined,
): { readonly threshold: number; readonly scale: number } {
  return { threshold: key === undefined ? 0 : dropout * 2 ** 32, scale: 1 / (1 - dropout) };
}
