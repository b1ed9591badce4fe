import type { EpochMetrics } from '../checkpoints/runFolder/runRecord';
import type { TrainingSnapshot } from '../checkpoints/trainingSnapshot';
import type { ResolvedConfig } from './config';
import { batchCount, type EpochOrder } from './data/batches';
import type { Dataset } from './data/dataset';
import { improvementAfter, whyToStop } from './earlyStopping';
import { startRun, type Run } from './run';
import { emptySums, exchangeSums, makeSnapshot, orderStream, sums } from './snapshot';
import { evaluate, trainForATurn } from './steps';
import type { Directive, StepProgress, TrainingHost } from './trainingHost';

/**
 * Trains from the start or, bit for bit as if never interrupted, from a snapshot. The checkpoint of epoch e is the
 * network after e epochs, before a change of links that begins epoch e + 1; that of epoch 0 is the initial one. The
 * event loop gets its turn every few tens of milliseconds.
 *
 * Throws `ConfigError` where the topology does not fit the data, `CheckpointError` where it is taken from a checkpoint that
 * cannot be read, `ResumeError` where the snapshot does not fit the configuration, `DivergedError`, and whatever `host`
 * throws. The snapshot is not kept.
 */
export function train(
  config: ResolvedConfig,
  data: Dataset,
  from: TrainingSnapshot | null,
  host: TrainingHost,
): Promise<'finished' | 'stopped'> {
  // Not awaited here: what an asynchronous function was given lives as long as it does.
  const isNew = from === null;
  return startRun(config, data, from, host).then((run) => trainRun(run, isNew));
}

async function trainRun(run: Run, isNew: boolean): Promise<'finished' | 'stopped'> {
  const { config, host } = run;
  try {
    if (isNew) {
      await tellMetrics(run, 0);
      await host.checkpoint(snapshotOf(run));
    }
    while (run.progress.epoch < config.epochs) {
      const reason = run.progress.stepInEpoch === 0 ? whyToEnd(run) : null;
      if (reason !== null) {
        host.endsEarly(reason);
        break;
      }
      if ((await trainEpoch(run)) === 'stop') return 'stopped';
    }
    return 'finished';
  } finally {
    await run.engine.close();
  }
}

/** Trains the rest of the epoch under way, tells the host, and returns 'stop' where it asked for that. */
async function trainEpoch(run: Run): Promise<'continue' | 'stop'> {
  const { config, data, host, progress, yielder } = run;
  const epoch = progress.epoch + 1;
  const steps = batchCount(data.train, config.optimizer.batchSize);
  const order = epochOrder(data.train.count, config.seed, epoch);
  let elapsedMs = 0;
  let asked: Directive = 'continue';

  if (progress.stepInEpoch === 0) progress.epochSums = emptySums(run.engine.layers().length);
  while (progress.stepInEpoch < steps) {
    elapsedMs += trainForATurn(run, order);
    await yielder.turn();
    const answer = host.afterStep(progressOf(run, steps));
    asked = typeof answer === 'string' ? answer : await answer;
    if (asked === 'continue' || progress.stepInEpoch === steps) continue;
    await host.checkpoint(snapshotOf(run));
    if (asked === 'stop') return 'stop';
  }

  progress.epoch = epoch;
  progress.stepInEpoch = 0;
  await tellMetrics(run, elapsedMs);
  // Between epochs nothing is under way, so nothing of the last one is part of the state.
  progress.epochSums = emptySums(run.engine.layers().length);
  const isLast = epoch === config.epochs || whyToEnd(run) !== null;
  const isDue = epoch % config.checkpointEvery === 0 || isLast;
  if (isDue || asked !== 'continue') await host.checkpoint(snapshotOf(run));
  return asked === 'stop' && !isLast ? 'stop' : 'continue';
}

async function tellMetrics(run: Run, elapsedMs: number): Promise<void> {
  const { config, host, progress } = run;
  const metrics = await epochMetrics(run, elapsedMs);
  if (config.earlyStopping) {
    progress.improvement = improvementAfter(progress.improvement, metrics, config.earlyStopping);
  }
  await host.epochDone(metrics);
}

function whyToEnd({ config, progress }: Run): string | null {
  return config.earlyStopping && whyToStop(progress.improvement, config.earlyStopping);
}

function progressOf({ config, engine, progress }: Run, stepsInEpoch: number): StepProgress {
  const { epoch, stepInEpoch, epochSums } = progress;
  const samples = epochSums[sums.samples];
  return {
    epoch: epoch + 1,
    epochs: config.epochs,
    stepInEpoch,
    stepsInEpoch,
    samples,
    loss: epochSums[sums.loss] / samples,
    accuracy: epochSums[sums.correct] / samples,
    links: engine.layers().reduce((sum, { indices }) => sum + indices.length, 0),
  };
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

function snapshotOf({ config, data, engine, method, progress }: Run): TrainingSnapshot {
  return makeSnapshot(config, engine.layers(), progress, method.state(), data.normalization, engine.kind);
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
