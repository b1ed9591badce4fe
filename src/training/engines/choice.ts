import type { EngineKind } from '../../checkpoints/trainingSnapshot';

export type EngineChoice = 'auto' | EngineKind;

export interface EngineDemand {
  readonly wanted: EngineChoice;
  readonly batchSize: number;
  readonly work: ExpectedWork;
}

/** Of all layers together. */
export interface ExpectedWork {
  /** Links, as the mean over the run. */
  readonly links: number;
  /** Possible links. */
  readonly cells: number;
}

/**
 * Share of the possible links from which on matrices of all of them are faster than links alone, in a large network.
 * By processor time on two cores (`node bench/run.mjs tensorflow`).
 */
const crossover = 0.35;

/** Links times batch that the sparse engine trains in the time that TensorFlow takes for a step of next to nothing. */
const callsWork = 2e7;

/** The engine that is demanded, or the one that is likely to be faster, and a clause that says why. */
export function chooseEngine({ wanted, batchSize, work: { links, cells } }: EngineDemand): {
  readonly kind: EngineKind;
  readonly why: string;
} {
  if (wanted !== 'auto') return { kind: wanted, why: 'as the configuration demands' };
  const share = `${percent(links / cells)} of the possible links`;
  const denseWork = crossover * cells * batchSize + callsWork;
  if (links * batchSize >= denseWork) {
    return { kind: 'tensorflow', why: `since dense matrices are faster with ${share}` };
  }
  const needed = denseWork / (cells * batchSize);
  const otherwise =
    needed > 1
      ? 'since the network is too small for dense matrices to be faster'
      : `since dense matrices are faster only from ${percent(needed)} of the possible links on, and it has ${percent(links / cells)}`;
  return { kind: 'sparse', why: otherwise };
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
