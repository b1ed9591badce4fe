import type { LossSums } from '../kernels/kernels';
import { batchCount, type EpochOrder } from './data/batches';
import type { Samples } from './data/samples';
import { learningRateAt } from './learningRate';
import { optimizerStep } from './optimizer';
import { Pace } from './pace';
import type { Run } from './run';
import { sums } from './snapshot';
import { changeTopology, changeTopologyByGradients } from './topologyChange';
import { DivergedError } from './trainingErrors';

/**
 * Changes the topology where that is due, and takes as many optimiser steps of the epoch as fit into a turn, up to the
 * next change. Returns the milliseconds it took.
 */
export function trainForATurn(run: Run, order: EpochOrder): number {
  const { method, progress, pace } = run;
  const isDue = method.nextChange(progress.step) === progress.step;
  if (isDue && method.usesGradients) return timed(() => changeInPlaceOfStep(run, order));
  let elapsedMs = 0;
  if (isDue) elapsedMs += timed(() => changeTopology(run));
  const left = batchCount(run.data.train, run.batches.batchSize) - progress.stepInEpoch;
  const untilChange = method.nextChange(progress.step + 1) - progress.step;
  const count = Math.min(pace.steps, left, untilChange);
  const tookMs = timed(() => trainSteps(run, order, count));
  pace.took(count, tookMs);
  return elapsedMs + tookMs;
}

/** Mean loss, and share of correct answers. */
export async function evaluate(run: Run, samples: Samples): Promise<{ loss: number; accuracy: number }> {
  let loss = 0;
  let correct = 0;
  const count = batchCount(samples, run.batches.batchSize);
  const pace = new Pace(run.host.turnMs);
  for (let index = 0; index < count;) {
    const first = index;
    const atOnce = Math.min(pace.steps, count - first);
    let results: readonly LossSums[] = [];
    const tookMs = timed(() => {
      results = run.engine.evaluate(atOnce, (k) => run.batches.make(samples, first + k, null));
    });
    pace.took(atOnce, tookMs);
    for (const result of results) {
      checkFinite(run, result, run.progress.epoch);
      loss += result.loss;
      correct += result.correct;
    }
    index += atOnce;
    await run.yielder.turn();
  }
  return { loss: loss / samples.count, accuracy: correct / samples.count };
}

function trainSteps(run: Run, order: EpochOrder, count: number): void {
  const { config, engine, data, batches, progress } = run;
  const first = progress.stepInEpoch;
  const sizes: number[] = [];
  const results = engine.trainSteps(count, (k) => {
    const batch = batches.make(data.train, first + k, order);
    sizes.push(batch.size);
    const rate = learningRate(run, progress.step + k);
    return { batch, step: optimizerStep(config.optimizer, rate, progress.momentSteps + k + 1) };
  });
  for (const [k, result] of results.entries()) {
    stepDone(run, result, sizes[k], order.epoch);
    progress.momentSteps++;
  }
}

function changeInPlaceOfStep(run: Run, order: EpochOrder): void {
  const batch = run.batches.make(run.data.train, run.progress.stepInEpoch, order);
  const result = changeTopologyByGradients(run, batch);
  stepDone(run, result, batch.size, order.epoch);
}

function stepDone(run: Run, result: LossSums, samples: number, epoch: number): void {
  const { progress } = run;
  progress.stepInEpoch++;
  progress.step++;
  checkFinite(run, result, epoch);
  progress.epochSums[sums.loss] += result.loss;
  progress.epochSums[sums.correct] += result.correct;
  progress.epochSums[sums.samples] += samples;
}

function learningRate({ config, data, batches, method }: Run, step: number): number {
  const { learningRate, schedule } = config.optimizer;
  const at = method.scheduleStep?.(step) ?? step;
  return learningRateAt(at, batchCount(data.train, batches.batchSize), learningRate, schedule);
}

function checkFinite(run: Run, { loss }: LossSums, epoch: number): void {
  if (Number.isFinite(loss)) return;
  const { step } = run.progress;
  const layer = run.engine.firstNonFiniteLayer();
  throw new DivergedError(epoch, step, layer, loss, learningRate(run, Math.max(0, step - 1)));
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
