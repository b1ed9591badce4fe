import type { EpochMetrics } from '../checkpoints/runFolder/runRecord';
import type { TrainingSnapshot } from '../checkpoints/trainingSnapshot';
import type { LossSums } from '../kernels/kernels';
import { plainKernels } from '../kernels/plain';
import { randomStream } from '../topology/random';
import { isFull } from '../topology/topology';
import { checkAgainstData, type ResolvedConfig } from './config';
import { BatchMaker, batchCount, type EpochOrder } from './data/batches';
import type { Dataset } from './data/dataset';
import type { Samples } from './data/samples';
import type { TrainingEngine } from './engines/engine';
import { SparseEngine } from './engines/sparse';
import { isImpossible, planLayers, type LayerPlan } from './layerPlan';
import type { TrainingMethod } from './methods/method';
import { createMethod } from './methods/registry';
import { initialNetwork } from './network';
import { Pace } from './pace';
import { applyExchange, unionOfLinks } from './rewiring';
import {
  emptySums,
  exchangeSums,
  makeSnapshot,
  orderStream,
  restoreSnapshot,
  sums,
  type Progress,
} from './snapshot';
import { DivergedError } from './trainingErrors';
import type { Directive, TrainingHost } from './trainingHost';
import { Yielder } from './yielder';

/** A run under way: what the functions below share. */
interface Run {
  readonly config: ResolvedConfig;
  readonly data: Dataset;
  readonly host: TrainingHost;
  readonly engine: TrainingEngine;
  readonly method: TrainingMethod;
  readonly batches: BatchMaker;
  readonly pace: Pace;
  readonly yielder: Yielder;
  readonly progress: Progress;
}

/**
 * Trains from the start or, bit for bit as if never interrupted, from a snapshot. The checkpoint of epoch e is the
 * network after e epochs, before the exchange of links that begins epoch e + 1; that of epoch 0 is the initial one. The
 * event loop gets its turn every few tens of milliseconds.
 *
 * Throws `ConfigError` where the topology does not fit the data, `ResumeError` where the snapshot does not fit the
 * configuration, `DivergedError`, and whatever `host` throws.
 */
export async function train(
  config: ResolvedConfig,
  data: Dataset,
  from: TrainingSnapshot | null,
  host: TrainingHost,
): Promise<'finished' | 'stopped'> {
  const run = startRun(config, data, from, host);
  if (from === null) {
    await host.epochDone(await epochMetrics(run, 0));
    await host.checkpoint(snapshotOf(run));
  }
  while (run.progress.epoch < config.epochs) {
    if ((await trainEpoch(run)) === 'stop') return 'stopped';
  }
  return 'finished';
}

function startRun(
  config: ResolvedConfig,
  data: Dataset,
  from: TrainingSnapshot | null,
  host: TrainingHost,
): Run {
  checkAgainstData(config, data, 'the configuration');
  const plan = planOf(config, data);
  const { batchSize } = config.optimizer;
  const { layers, progress } =
    from === null ? beginning(plan, config.seed) : restoreSnapshot(from, config, plan, data);
  return {
    config,
    data,
    host,
    engine: new SparseEngine(layers, batchSize, plainKernels),
    method: createMethod(config.method),
    batches: new BatchMaker(data, batchSize),
    pace: new Pace(host.turnMs),
    yielder: new Yielder(),
    progress,
  };
}

function planOf(config: ResolvedConfig, data: Dataset): readonly LayerPlan[] {
  const plan = planLayers([data.inputs, ...config.network.hidden, data.classes], config.topology);
  if (isImpossible(plan)) throw new Error('checkAgainstData refuses what cannot be planned');
  return plan;
}

function beginning(plan: readonly LayerPlan[], seed: number) {
  const layers = initialNetwork(plan, seed);
  const explored = layers.map(({ inputs, outputs, indptr, indices }) => ({
    inputs,
    outputs,
    indptr,
    indices,
  }));
  const progress: Progress = {
    epoch: 0,
    stepInEpoch: 0,
    step: 0,
    epochSums: emptySums(layers.length),
    explored,
  };
  return { layers, progress };
}

/** Trains the rest of the epoch under way, tells the host, and returns 'stop' where it asked for that. */
async function trainEpoch(run: Run): Promise<'continue' | 'stop'> {
  const { config, data, host, progress, pace, yielder } = run;
  const epoch = progress.epoch + 1;
  const steps = batchCount(data.train, config.optimizer.batchSize);
  const order = epochOrder(data.train.count, config.seed, epoch);
  let elapsedMs = 0;
  let asked: Directive = 'continue';

  if (progress.stepInEpoch === 0) {
    progress.epochSums = emptySums(run.engine.layers().length);
    if (epoch > 1) elapsedMs += timed(() => rewire(run, epoch));
  }
  while (progress.stepInEpoch < steps) {
    const count = Math.min(pace.steps, steps - progress.stepInEpoch);
    const tookMs = timed(() => {
      trainSteps(run, order, count);
    });
    pace.took(count, tookMs);
    elapsedMs += tookMs;
    await yielder.turn();
    const answer = host.afterStep();
    asked = typeof answer === 'string' ? answer : await answer;
    if (asked === 'continue' || progress.stepInEpoch === steps) continue;
    await host.checkpoint(snapshotOf(run));
    if (asked === 'stop') return 'stop';
  }

  progress.epoch = epoch;
  progress.stepInEpoch = 0;
  await host.epochDone(await epochMetrics(run, elapsedMs));
  // Between epochs nothing is under way, so nothing of the last one is part of the state.
  progress.epochSums = emptySums(run.engine.layers().length);
  const isDue = epoch % config.checkpointEvery === 0 || epoch === config.epochs;
  if (isDue || asked !== 'continue') await host.checkpoint(snapshotOf(run));
  return asked === 'stop' && epoch < config.epochs ? 'stop' : 'continue';
}

function trainSteps(run: Run, order: EpochOrder, count: number): void {
  const { config, engine, data, batches, progress } = run;
  const first = progress.stepInEpoch;
  const sizes: number[] = [];
  const results = engine.trainSteps(count, (k) => {
    const batch = batches.make(data.train, first + k, order);
    sizes.push(batch.size);
    return { batch, step: config.optimizer };
  });
  for (const [k, result] of results.entries()) {
    progress.stepInEpoch++;
    progress.step++;
    checkFinite(run, result, order.epoch);
    progress.epochSums[sums.loss] += result.loss;
    progress.epochSums[sums.correct] += result.correct;
    progress.epochSums[sums.samples] += sizes[k];
  }
}

/** The exchange of links that begins an epoch. Full layers are left alone. */
function rewire({ engine, method, progress, config }: Run, epoch: number): void {
  for (const [k, layer] of engine.layers().entries()) {
    if (isFull(layer)) continue;
    const exchange = method.exchange(layer, randomStream(config.seed, 'exchange', epoch, k));
    if (exchange === null) continue;
    const rewired = applyExchange(layer, exchange);
    engine.replaceLayer(k, rewired);
    progress.explored[k] = unionOfLinks(progress.explored[k], rewired);
    progress.epochSums[exchangeSums(k).grown] = exchange.grown.values.length;
    progress.epochSums[exchangeSums(k).dropped] = exchange.dropped.length;
  }
}

async function epochMetrics(run: Run, elapsedMs: number): Promise<EpochMetrics> {
  const { engine, data, progress } = run;
  const test = await evaluate(run, data.test);
  const validation = data.validation && (await evaluate(run, data.validation));
  const { epochSums } = progress;
  const samples = epochSums[sums.samples];
  return {
    epoch: progress.epoch,
    step: progress.step,
    elapsedMs,
    time: new Date().toISOString(),
    trainLoss: samples === 0 ? null : epochSums[sums.loss] / samples,
    trainAccuracy: samples === 0 ? null : epochSums[sums.correct] / samples,
    ...(validation && { validationLoss: validation.loss, validationAccuracy: validation.accuracy }),
    testLoss: test.loss,
    testAccuracy: test.accuracy,
    layers: engine.layers().map((layer, k) => ({
      links: layer.indices.length,
      grown: epochSums[exchangeSums(k).grown],
      dropped: epochSums[exchangeSums(k).dropped],
    })),
  };
}

/** Mean loss, and share of correct answers. */
async function evaluate(run: Run, samples: Samples): Promise<{ loss: number; accuracy: number }> {
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

function checkFinite({ engine, progress, config }: Run, { loss }: LossSums, epoch: number): void {
  if (Number.isFinite(loss)) return;
  const layer = engine.firstNonFiniteLayer();
  throw new DivergedError(epoch, progress.step, layer, loss, config.optimizer.learningRate);
}

function snapshotOf({ config, data, engine, progress }: Run): TrainingSnapshot {
  return makeSnapshot(config, engine.layers(), progress, data.normalization);
}

/** The samples' order in an epoch: every one equally likely (Fisher–Yates). */
function epochOrder(count: number, seed: number, epoch: number): EpochOrder {
  const order = Uint32Array.from({ length: count }, (_, k) => k);
  const random = orderStream(seed, epoch);
  for (let k = count - 1; k > 0; k--) {
    const other = random.below(k + 1);
    [order[k], order[other]] = [order[other], order[k]];
  }
  return { order, seed, epoch };
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
