import { atLeast, wholeNumber } from '../configSchema';

/** Keys of the methods that change links every few steps until an epoch. */

export const interval = wholeNumber(1, 2 ** 31 - 1)
  .default(100)
  .meta({
    description: 'ΔT: optimiser steps from one change of links to the next (RigL paper: 100).',
    unit: 'steps',
  });

export const endEpoch = atLeast(0).nullable().default(null).meta({
  description: 'T_end: no link changes afterwards; null: three quarters of the epochs (RigL paper).',
  unit: 'epochs',
});

/** Of pruning. In this order they stand in the configuration that a run keeps. */
export const spanKeys = {
  beginEpoch: atLeast(0).default(0).meta({ description: 'When pruning begins.', unit: 'epochs' }),
  endEpoch,
  interval,
};
