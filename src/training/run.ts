import type { TrainingSnapshot } from '../checkpoints/trainingSnapshot';
import type { LayerParameters } from '../kernels/kernels';
import { linkSetOf } from '../topology/linkSet';
import type { ResolvedConfig } from './config';
import { BatchMaker, batchCount } from './data/batches';
import type { Dataset } from './data/dataset';
import { noImprovementYet } from './earlyStopping';
import type { TrainingEngine } from './engines/engine';
import { startEngine } from './engines/start';
import { expectedWork } from './expectedWork';
import type { TrainingMethod } from './methods/method';
import { createMethod } from './methods/registry';
import { functionsOf } from './networkConfig';
import { keepsGradients } from './optimizer';
import { Pace } from './pace';
import { emptySums, restoreSnapshot, type Progress } from './snapshot';
import { startingNetwork, startingPoint } from './startingNetwork';
import type { TrainingHost } from './trainingHost';
import { Yielder } from './yielder';

/** A run under way: what the parts of the training loop share. */
export interface Run {
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

/** Makes a run from the start or from a snapshot. Throws `ConfigError`, `ResumeError` and `CheckpointError`. */
export async function startRun(
  config: ResolvedConfig,
  data: Dataset,
  from: TrainingSnapshot | null,
  host: TrainingHost,
): Promise<Run> {
  const start = await startingPoint(config, data, from);
  const { plan } = start;
  const { batchSize } = config.optimizer;
  const stepsPerEpoch = batchCount(data.train, batchSize);
  const method = createMethod(config.method, { stepsPerEpoch, plan, state: from?.methodState ?? {} });
  const restored = from && restoreSnapshot(from, config, plan, method, data);
  const layers = restored?.layers ?? startingNetwork(config, start, method);
  return {
    config,
    data,
    host,
    engine: await startEngine({
      wanted: config.engine,
      before: from?.engine ?? null,
      work: expectedWork(plan, method, config.epochs * stepsPerEpoch),
      layers,
      batchSize,
      functions: functionsOf(config.network),
      keepsGradients: keepsGradients(config.optimizer),
      threads: config.threads,
      log: host.log,
    }),
    method,
    batches: new BatchMaker(data, batchSize),
    pace: new Pace(host.turnMs),
    yielder: new Yielder(),
    progress: restored?.progress ?? beginningOf(layers),
  };
}

function beginningOf(layers: readonly LayerParameters[]): Progress {
  return {
    epoch: 0,
    stepInEpoch: 0,
    step: 0,
    momentSteps: 0,
    epochSums: emptySums(layers.length),
    improvement: noImprovementYet,
    explored: layers.map(linkSetOf),
  };
}
