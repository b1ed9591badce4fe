import type { LayerParameters } from '../../kernels/kernels';
import type { SparseLayer } from '../../topology/topology';
import type { LayerSignals } from '../engines/engine';
import type { Exchange } from './method';
import { kthSmallest, smallestMagnitudes } from './selection';

/** Gradients that are held at a time. */
const blockCells = 1 << 16;

/**
 * Drops the `dropCount` links of smallest |w| and grows `growCount` where the magnitude of the gradient is largest among
 * all places where no kept link is. A link that was just dropped may come back: it then keeps its weight and momentum, as
 * in the published code of RigL. New links weigh 0. Of equal magnitudes the earlier place is taken.
 */
export function exchangeByGradient(
  layer: Readonly<LayerParameters>,
  dropCount: number,
  growCount: number,
  signals: LayerSignals,
): Exchange {
  const candidates = smallestMagnitudes(layer.values, dropCount);
  const grown = largestGradientPlaces(layer, candidates, growCount, signals);
  return withoutReturning(layer, candidates, grown);
}

/**
 * The `count` places (neuron · inputs + input) of largest gradient magnitude among those where `layer` without its
 * `dropped` links (positions, ascending) has none, ascending. Gradients are made for a block of neurons at a time and only
 * the largest so far are kept: memory is proportional to `count`, whatever the size of the layer.
 */
export function largestGradientPlaces(
  layer: SparseLayer,
  dropped: Uint32Array,
  count: number,
  signals: LayerSignals,
): Float64Array {
  const { inputs, outputs, indptr, indices } = layer;
  const largest = new LargestCells(count);
  const neuronsAtOnce = Math.max(1, Math.floor(blockCells / inputs));
  const gradient = new Float32Array(Math.min(outputs, neuronsAtOnce) * inputs);
  let nextDropped = 0;
  for (let begin = 0; begin < outputs; begin += neuronsAtOnce) {
    const end = Math.min(outputs, begin + neuronsAtOnce);
    signals.denseGradient(begin, end, gradient);
    for (let neuron = begin; neuron < end; neuron++) {
      const row = (neuron - begin) * inputs;
      // Kept links are out of the question: no magnitude is below 0.
      for (let k = indptr[neuron]; k < indptr[neuron + 1]; k++) {
        if (nextDropped < dropped.length && dropped[nextDropped] === k) nextDropped++;
        else gradient[row + indices[k]] = NaN;
      }
      for (let i = 0; i < inputs; i++) largest.offer(neuron * inputs + i, Math.abs(gradient[row + i]));
    }
  }
  return largest.places();
}

/** The `count` cells of largest magnitude among those offered; of equal ones the first offered. NaN is never taken. */
class LargestCells {
  private readonly cells: Float64Array;
  private readonly magnitudes: Float32Array;
  private held = 0;
  /** Once `count` cells are held that reach it, others have to exceed it. */
  private threshold = -1;

  constructor(private readonly count: number) {
    // Room for twice as many, so that thinning out costs a constant for each cell that was let in.
    this.cells = new Float64Array(2 * count + 1);
    this.magnitudes = new Float32Array(2 * count + 1);
  }

  offer(cell: number, magnitude: number): void {
    if (!(magnitude > this.threshold)) return;
    this.cells[this.held] = cell;
    this.magnitudes[this.held++] = magnitude;
    if (this.held === this.cells.length) this.thinOut();
  }

  places(): Float64Array {
    if (this.held > this.count) this.thinOut();
    return this.cells.slice(0, this.held);
  }

  private thinOut(): void {
    const { cells, magnitudes, count } = this;
    if (count === 0) {
      this.held = 0;
      return;
    }
    const threshold = kthSmallest(magnitudes.slice(0, this.held), this.held - count);
    let above = 0;
    for (let k = 0; k < this.held; k++) if (magnitudes[k] > threshold) above++;
    let ties = count - above;
    let kept = 0;
    for (let k = 0; k < this.held; k++) {
      if (magnitudes[k] < threshold || (magnitudes[k] === threshold && ties-- <= 0)) continue;
      cells[kept] = cells[k];
      magnitudes[kept++] = magnitudes[k];
    }
    this.held = kept;
    this.threshold = threshold;
  }
}

/** The exchange of `dropped` links for those at `places`, without the links that are in both. */
function withoutReturning(layer: SparseLayer, dropped: Uint32Array, places: Float64Array): Exchange {
  const { inputs, outputs, indptr, indices } = layer;
  const gone: number[] = [];
  const come: number[] = [];
  let next = 0;
  let neuron = 0;
  for (const k of dropped) {
    while (neuron < outputs && indptr[neuron + 1] <= k) neuron++;
    const place = neuron * inputs + indices[k];
    while (next < places.length && places[next] < place) come.push(places[next++]);
    if (next < places.length && places[next] === place) next++;
    else gone.push(k);
  }
  while (next < places.length) come.push(places[next++]);
  return {
    dropped: Uint32Array.from(gone),
    grown: {
      neurons: Uint32Array.from(come, (place) => Math.floor(place / inputs)),
      inputs: Uint32Array.from(come, (place) => place % inputs),
      values: new Float32Array(come.length),
    },
  };
}
