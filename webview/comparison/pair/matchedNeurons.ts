import type { LayerMatching } from '../../../src/protocol/matching';

/**
 * The neurons of a layer as rows of a table: those of A in their order, each with its partner in B, then those of B that
 * have none. Alike arrays, one value a row.
 */
export interface MatchedNeurons {
  readonly count: number;
  /** Neuron of A and of B, −1 where there is none. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Normalised edit distance, 1 without a partner. */
  readonly cost: Float64Array;
  /** Inputs in both, only in A, only in B. */
  readonly shared: Uint32Array;
  readonly onlyA: Uint32Array;
  readonly onlyB: Uint32Array;
  readonly fanInA: Uint32Array;
  readonly fanInB: Uint32Array;
  /** 1 where the partner could be another at equal cost. */
  readonly interchangeable: Uint8Array;
  /** The most inputs that a row has in both together: what a bar of full length stands for. */
  readonly mostInputs: number;
}

/** Several views ask for the rows of a matching, at each step through them. */
const known = new WeakMap<LayerMatching, MatchedNeurons>();

/** Made once for each matching: the same object tells that nothing changed. */
export function matchedNeurons(matching: LayerMatching): MatchedNeurons {
  const made = known.get(matching) ?? tabulated(matching);
  known.set(matching, made);
  return made;
}

function tabulated(matching: LayerMatching): MatchedNeurons {
  const { partners, fanInA, fanInB } = matching;
  const taken = new Uint8Array(fanInB.length);
  for (const partner of partners) if (partner >= 0) taken[partner] = 1;
  const alone = fanInB.length - taken.reduce((sum, one) => sum + one, 0);
  const count = partners.length + alone;
  const rows = {
    count,
    a: new Int32Array(count).fill(-1),
    b: new Int32Array(count).fill(-1),
    cost: new Float64Array(count).fill(1),
    shared: new Uint32Array(count),
    onlyA: new Uint32Array(count),
    onlyB: new Uint32Array(count),
    fanInA: new Uint32Array(count),
    fanInB: new Uint32Array(count),
    interchangeable: new Uint8Array(count),
    mostInputs: 1,
  };
  partners.forEach((partner, neuron) => {
    rows.a[neuron] = neuron;
    rows.b[neuron] = partner;
  });
  rows.cost.set(matching.costs);
  rows.shared.set(matching.shared);
  rows.fanInA.set(fanInA);
  rows.interchangeable.set(matching.interchangeable);
  let row = partners.length;
  for (let neuron = 0; neuron < fanInB.length; neuron++) if (taken[neuron] === 0) rows.b[row++] = neuron;
  for (row = 0; row < count; row++) {
    rows.fanInB[row] = rows.b[row] < 0 ? 0 : fanInB[rows.b[row]];
    rows.onlyA[row] = rows.fanInA[row] - rows.shared[row];
    rows.onlyB[row] = rows.fanInB[row] - rows.shared[row];
    rows.mostInputs = Math.max(rows.mostInputs, rows.fanInA[row] + rows.onlyB[row]);
  }
  return rows;
}

/** What became of a neuron of A. */
export type Fate = 'inPlace' | 'moved' | 'noInput' | 'noPartner';

/** Null for a row of B alone. A neuron without inputs is matched with any other, so that its place means nothing. */
export function fateOf({ a, b, fanInA }: MatchedNeurons, row: number): Fate | null {
  if (a[row] < 0) return null;
  if (b[row] < 0) return 'noPartner';
  if (a[row] === b[row]) return 'inPlace';
  return fanInA[row] === 0 ? 'noInput' : 'moved';
}

export type Lineage = Readonly<Record<Fate, number>>;

/** How many neurons of A met with each fate. */
export function lineageOf(neurons: MatchedNeurons): Lineage {
  const counts = { inPlace: 0, moved: 0, noInput: 0, noPartner: 0 };
  for (let row = 0; row < neurons.count; row++) {
    const fate = fateOf(neurons, row);
    if (fate !== null) counts[fate]++;
  }
  return counts;
}
