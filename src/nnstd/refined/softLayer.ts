import { expOfNegative, naturalLog } from '../../kernels/search/elementary';

/** Candidates that a neuron keeps. */
const CANDIDATES = 32;
/** A candidate with a smaller share of its row than this is not kept; the best always is. */
const LEAST_SHARE = 0.003;
/** Exponents below this are no part of a row's sum. */
const LEAST_EXPONENT = -8;
/** Rounds of scaling. */
const ROUNDS = 4;

/**
 * A soft matching of one layer: entry (i, j) is row_i · column_j · (background_i + e_ij), with e listed for a few
 * candidates of each neuron and 0 elsewhere. Exactly what Sinkhorn's scaling of the full matrix would be if all that is
 * not listed were alike, in memory that grows with the neurons alone.
 */
export interface SoftLayer {
  readonly size: number;
  /** Length size + 1. */
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly extra: Float64Array;
  readonly background: Float64Array;
  readonly row: Float64Array;
  readonly columnScale: Float64Array;
}

export function uniformLayer(size: number): SoftLayer {
  return {
    size,
    start: new Int32Array(size + 1),
    column: new Int32Array(size * CANDIDATES),
    extra: new Float64Array(size * CANDIDATES),
    background: new Float64Array(size).fill(1),
    row: new Float64Array(size).fill(1 / size),
    columnScale: new Float64Array(size).fill(1),
  };
}

/**
 * Lists the candidates of row i, of e^(score/T) each, beside all others of e⁰; rows are set one after the other. The
 * row is divided by its largest entry. The first `count` of `touched` are units, `first` that of column 0 and `each` apart
 * from one column to the next; `score` is by unit, above 0.
 */
export function setRow(
  layer: SoftLayer,
  i: number,
  score: Float64Array,
  touched: Int32Array,
  count: number,
  first: number,
  each: number,
  temperature: number,
): void {
  const { size, start, background, extra, column } = layer;
  let most = 0;
  for (let t = 0; t < count; t++) most = Math.max(most, score[touched[t]]);
  background[i] = expOfNegative(-most / temperature);
  let mass = background[i] * (size - count);
  for (let t = 0; t < count; t++) {
    const exponent = (score[touched[t]] - most) / temperature;
    if (exponent > LEAST_EXPONENT) mass += expOfNegative(exponent);
  }
  const least = most + temperature * naturalLog(Math.min(0.5, LEAST_SHARE * mass));
  const cut = Math.max(least, scoreOfRank(score, touched, count, least, CANDIDATES));
  const limit = start[i] + CANDIDATES;
  let at = start[i];
  for (let pass = 0; pass < 2; pass++) {
    for (let t = 0; t < count && at < limit; t++) {
      const own = score[touched[t]];
      if (pass === 0 ? own <= cut : own !== cut) continue;
      const more = expOfNegative((own - most) / temperature) - background[i];
      if (more <= 0) continue;
      column[at] = (touched[t] - first) / each;
      extra[at++] = more;
    }
  }
  start[i + 1] = at;
}

/** The score that so many candidates reach, of those above `least`; 0 if they are fewer. */
function scoreOfRank(
  score: Float64Array,
  touched: Int32Array,
  count: number,
  least: number,
  rank: number,
): number {
  let above = 0;
  for (let t = 0; t < count; t++) if (score[touched[t]] > least) above++;
  if (above < rank) return 0;
  const scores = new Float64Array(above);
  let at = 0;
  for (let t = 0; t < count; t++) if (score[touched[t]] > least) scores[at++] = score[touched[t]];
  return scores.sort()[above - rank];
}

/** Sinkhorn: scales rows and columns in turn until all sum to about 1. */
export function balance(layer: SoftLayer): void {
  const { size, start, column, extra, background, row, columnScale } = layer;
  columnScale.fill(1);
  const sums = new Float64Array(size);
  for (let round = 0; round <= ROUNDS; round++) {
    let columns = 0;
    for (let j = 0; j < size; j++) columns += columnScale[j];
    let backgroundSum = 0;
    sums.fill(0);
    for (let i = 0; i < size; i++) {
      let total = background[i] * columns;
      for (let x = start[i]; x < start[i + 1]; x++) total += extra[x] * columnScale[column[x]];
      row[i] = 1 / total;
      backgroundSum += background[i] * row[i];
      for (let x = start[i]; x < start[i + 1]; x++) sums[column[x]] += extra[x] * row[i];
    }
    if (round === ROUNDS) break;
    for (let j = 0; j < size; j++) columnScale[j] = 1 / (sums[j] + backgroundSum);
  }
}
