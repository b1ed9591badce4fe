import type { LabelledBatch, LayerParameters } from '../kernels/kernels';
import { withLinks } from '../topology/linkSet';
import { randomStream } from '../topology/random';
import type { LayerSignals } from './engines/engine';
import type { Exchange } from './methods/method';
import { applyExchange } from './rewiring';
import type { Run } from './run';
import { exchangeSums } from './snapshot';

/** The change of links that is due before the next optimiser step. */
export function changeTopology(run: Run): void {
  for (const [k, layer] of run.engine.layers().entries()) apply(run, k, exchangeOf(run, k, layer, null));
}

/** The same with the gradients of a batch, in place of the optimiser step of this batch. */
export function changeTopologyByGradients(run: Run, batch: LabelledBatch) {
  const layers = run.engine.layers();
  const exchanges = new Array<Exchange | null>(layers.length).fill(null);
  const sums = run.engine.backward(batch, (k, signals) => {
    exchanges[k] = exchangeOf(run, k, layers[k], signals);
  });
  // Gradients that are no numbers choose nothing; the loop ends the run for such a loss.
  if (Number.isFinite(sums.loss)) exchanges.forEach((exchange, k) => apply(run, k, exchange));
  return sums;
}

function exchangeOf(
  { method, progress, config }: Run,
  k: number,
  layer: LayerParameters,
  signals: LayerSignals | null,
): Exchange | null {
  const { step } = progress;
  return method.exchange(layer, { k, step, random: randomStream(config.seed, 'exchange', step, k), signals });
}

function apply({ engine, method, progress }: Run, k: number, exchange: Exchange | null): void {
  if (exchange === null) return;
  const { dropped, grown } = exchange;
  // No further change comes before the next step is done.
  const changed = applyExchange(engine.layers()[k], exchange, method.links(k, progress.step + 1));
  engine.replaceLayer(k, changed);
  if (exchange.restart) progress.momentSteps = 0;
  if (grown.values.length > 0) progress.explored[k] = withLinks(progress.explored[k], grown);
  progress.epochSums[exchangeSums(k).grown] += grown.values.length;
  progress.epochSums[exchangeSums(k).dropped] += dropped.length;
}
