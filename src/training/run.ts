import type { TrainingSnapshot } from '../checkpoints/trainingSnapshot';
import { checkAgainstData, checkLayerLinks, type ResolvedConfig } from './config';
import { BatchMaker, batchCount } from './data/batches';
import type { Dataset } from './data/dataset';
import type { TrainingEngine } from './engines/engine';
import { startSparseEngine } from './engines/sparse';
import { isImpossible, planLayers, type LayerPlan } from './layerPlan';
import type { TrainingMethod } from './methods/method';
import { createMethod } from './methods/registry';
import { initialNetwork } from './network';
import { Pace } from './pace';
import { emptySums, restoreSnapshot, type Progress } from './snapshot';
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

/** Makes a run from the start or from a snapshot. Throws `ConfigError` and `ResumeError`. */
export async function startRun(
  config: ResolvedConfig,
  data: Dataset,
  from: TrainingSnapshot | null,
  host: TrainingHost,
): Promise<Run> {
  checkAgainstData(config, data, 'the configuration');
  const plan = planOf(config, data);
  const { batchSize } = config.optimizer;
  const stepsPerEpoch = batchCount(data.train, batchSize);
  const method = createMethod(config.method, { stepsPerEpoch, plan, state: from?.methodState ?? {} });
  const { layers, progress } =
    from === null ? beginning(config, plan, method) : restoreSnapshot(from, config, plan, method, data);
  return {
    config,
    data,
    host,
    engine: await startSparseEngine({ layers, batchSize, threads: config.threads, log: host.log }),
    method,
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

function beginning(config: ResolvedConfig, plan: readonly LayerPlan[], method: TrainingMethod) {
  const start = plan.map((layer, k) => ({ ...layer, links: method.links(k, 0) }));
  checkLayerLinks(start, 'the configuration');
  const layers = initialNetwork(start, config.seed);
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
