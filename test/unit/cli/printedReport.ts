interface Interval {
  readonly least: number;
  readonly greatest: number;
}

interface Spread {
  readonly mean: number;
  readonly standardDeviation: number;
  readonly share: number;
}

interface Variation {
  readonly chance?: { readonly links: Spread; readonly degrees: Spread };
  readonly ties?: Interval;
  readonly noise?: Interval & { readonly standardDeviation: number };
}

interface PrintedLayer extends Variation {
  readonly distance: number;
  readonly cost: number;
  readonly counts: boolean;
  readonly links: number;
  readonly emptyNeurons: readonly number[];
  readonly matchedAtCostOne: number;
  readonly matchedWithSelf: number;
  readonly interchangeableNeurons: number;
  readonly matching?: readonly number[];
  readonly interchangeable?: readonly number[];
}

interface PrintedPair extends Variation {
  readonly a: number;
  readonly b: number;
  readonly distance: number | null;
  readonly problem: string | null;
  readonly layers: readonly PrintedLayer[];
}

/** What `nnstd --json` prints, by its documentation. */
export interface PrintedReport {
  readonly version: number;
  readonly method: string;
  readonly budget: unknown;
  readonly outputs: string;
  readonly counting: unknown;
  readonly weighting: string;
  readonly samples: number;
  readonly shuffles: number;
  readonly runs: number;
  readonly proven: boolean;
  readonly checkpoints: readonly {
    readonly path: string;
    readonly epoch: number | null;
    readonly hash: string;
  }[];
  readonly pairs: readonly PrintedPair[];
}
