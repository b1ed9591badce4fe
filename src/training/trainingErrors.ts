/** A loss that is no finite number: where, and what is likely to have caused it. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';

  constructor(
    readonly epoch: number,
    /** Optimiser steps since the start of the run. */
    readonly step: number,
    /** The first layer, from 0 at the input, whose outputs are not finite; null where all are. */
    readonly layer: number | null,
    readonly loss: number,
    readonly learningRate: number,
  ) {
    const where = layer === null ? '' : `; layer ${layer} is the first whose outputs are not finite`;
    super(
      `training diverged in epoch ${epoch}, step ${step}: the loss is ${loss}${where}. ` +
        `Most likely the learning rate ${learningRate} is too high for this network: try a tenth of it`,
    );
  }
}

/** A checkpoint that this configuration cannot continue from. */
export class ResumeError extends Error {
  override readonly name = 'ResumeError';

  constructor(
    readonly expected: string,
    readonly found: string,
  ) {
    super(`cannot resume from this checkpoint: expected ${expected}, found ${found}`);
  }
}
