import { structuralFeatures } from './features';
import type { PairProblem } from './pairProblem';
import { balance, setRow, type SoftLayer, uniformLayer } from './softLayer';

/** How much a squared distance of features counts against a pair, and from where on a pair is no candidate. */
const SHARPNESS = 8;
const FARTHEST = 3;
/** Neurons of the other network that each is held against, where there are more. */
const COMPARED = 512;

/**
 * Soft matchings by what is around each neuron (`structuralFeatures`): a start for networks whose inputs do not tell
 * which neurons belong together, as where the first layer is full. Candidates are looked for among the neurons of about the same degrees.
 */
export function structuralLayers(problem: PairProblem): SoftLayer[] {
  const { layerStart, portsPerUnit } = problem.layout;
  const score = new Float64Array(problem.ports);
  const touched = new Int32Array(problem.ports);
  return structuralFeatures(problem).map(({ a, b, columns }, l) => {
    const width = problem.widths[l];
    const layer = uniformLayer(width);
    if (!problem.movableLayers[l]) return layer;
    const first = layerStart[l];
    const each = portsPerUnit[l];
    const [orderA, orderB] = [a, b].map((rows) => byDegrees(rows, columns, width));
    const rankA = new Int32Array(width);
    orderA.forEach((unit, rank) => (rankA[unit] = rank));
    for (let i = 0; i < width; i++) {
      const from = Math.max(0, Math.min(width - COMPARED, rankA[i] - COMPARED / 2));
      const end = Math.min(width, from + COMPARED);
      let count = 0;
      for (let rank = from; rank < end; rank++) {
        const j = orderB[rank];
        const distance = squaredDistance(a, i * columns, b, j * columns, columns);
        if (distance >= FARTHEST) continue;
        const port = first + j * each;
        touched[count++] = port;
        score[port] = SHARPNESS * (FARTHEST - distance);
      }
      setRow(layer, i, score, touched, count, first, each, 1);
      for (let t = 0; t < count; t++) score[touched[t]] = 0;
    }
    balance(layer);
    return layer;
  });
}

/** Of two rows with an even number of columns; two sums, since each addition waits for the one before. */
function squaredDistance(
  a: Float64Array,
  atA: number,
  b: Float64Array,
  atB: number,
  columns: number,
): number {
  let even = 0;
  let odd = 0;
  for (let column = 0; column < columns; column += 2) {
    const first = a[atA + column] - b[atB + column];
    const second = a[atA + column + 1] - b[atB + column + 1];
    even += first * first;
    odd += second * second;
  }
  return even + odd;
}

function byDegrees(rows: Float64Array, columns: number, width: number): Int32Array {
  const degree = (unit: number) => rows[unit * columns] + rows[unit * columns + 1];
  return Int32Array.from({ length: width }, (_, unit) => unit).sort((x, y) => degree(x) - degree(y) || x - y);
}
