/** A configuration to start from; the keys left out get their defaults from the command line. */
export interface TrainingTemplate {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly method: Readonly<Record<string, unknown>>;
  /** Fewer leave no room for what the method does; 1 if not given. */
  readonly leastEpochs?: number;
}

/** About as many optimiser steps as an epoch of the embedded sample has, so that every epoch shows a change. */
const interval = 50;

/** What can be trained without writing a configuration, one entry each. */
export const trainingTemplates: readonly TrainingTemplate[] = [
  {
    id: 'set',
    label: 'SET, by sign',
    detail: 'Sparse evolutionary training: drops the weights closest to zero on either side, grows at random',
    method: { kind: 'set', variant: 'sign', dropFraction: 0.3 },
  },
  {
    id: 'set-magnitude',
    label: 'SET, by magnitude',
    detail: 'Drops the smallest weights, grows at random with weight 0',
    method: { kind: 'set', variant: 'magnitude', dropFraction: 0.3 },
  },
  {
    id: 'rigl',
    label: 'RigL',
    detail: 'Drops the smallest weights, grows where the gradient is largest',
    method: { kind: 'rigl', dropFraction: 0.3, interval },
  },
  {
    id: 'granet',
    label: 'GraNet',
    detail: 'Prunes a dense network gradually, and regrows links by gradient while it does',
    method: { kind: 'granet', regrowFraction: 0.5, interval },
  },
  {
    id: 'gmp',
    label: 'Gradual magnitude pruning',
    detail: 'From a dense network to a sparse one, the smallest weights first',
    method: { kind: 'gmp', interval },
  },
  {
    id: 'imp',
    label: 'Iterative magnitude pruning (lottery ticket)',
    detail: 'Trains, prunes the smallest weights, rewinds the others to the start, and again',
    method: { kind: 'imp', rounds: 5, rewindStep: 0 },
    leastEpochs: 6,
  },
  {
    id: 'static',
    label: 'Static sparse',
    detail: 'A random sparse topology that never changes: the baseline of SET',
    method: { kind: 'static' },
  },
  {
    id: 'dense',
    label: 'Dense',
    detail: 'Every link: the baseline of all',
    method: { kind: 'dense' },
  },
];

/** A configuration file as a user goes on editing it. */
export function templateConfig(
  template: TrainingTemplate,
  epochs: number,
): Readonly<Record<string, unknown>> {
  return {
    seed: 1,
    data: { kind: 'fashion-mnist-sample' },
    network: { hidden: [256, 256, 256] },
    ...(template.method['kind'] === 'dense'
      ? {}
      : { topology: { distribution: 'erdos-renyi', epsilon: 20 } }),
    method: template.method,
    optimizer: { learningRate: 0.01, momentum: 0.9, batchSize: 128 },
    epochs,
    checkpointEvery: 1,
  };
}
