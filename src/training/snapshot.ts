import * as z from 'zod';
import type { TrainingSnapshot } from '../checkpoints/trainingSnapshot';
import type { LayerParameters } from '../kernels/kernels';
import { copyOf, type LinkSet } from '../topology/linkSet';
import { randomStream } from '../topology/random';
import { canonicalConfig, type ResolvedConfig } from './config';
import { batchCount } from './data/batches';
import type { Dataset } from './data/dataset';
import { pathKeysOf } from './data/formats/registry';
import type { Normalization } from './data/normalization';
import { noImprovementYet, type Improvement } from './earlyStopping';
import type { LayerPlan } from './layerPlan';
import type { TrainingMethod } from './methods/method';
import { ResumeError } from './trainingErrors';

/** Where a run stands, apart from its network. */
export interface Progress {
  /** Epochs done, steps of the one under way, steps since the start. */
  epoch: number;
  stepInEpoch: number;
  step: number;
  /** See `TrainingSnapshot.momentSteps`. */
  momentSteps: number;
  /** See `TrainingSnapshot.epochSums`. */
  epochSums: Float64Array;
  /** For early stopping. */
  improvement: Improvement;
  /** Links ever active. Lists are never changed where they are, bits are. */
  explored: LinkSet[];
}

/** The order of the samples in an epoch comes from this stream. */
export function orderStream(seed: number, epoch: number) {
  return randomStream(seed, 'order', epoch);
}

/** Positions in `epochSums`. */
export const sums = { loss: 0, correct: 1, samples: 2 } as const;

export function emptySums(layers: number): Float64Array {
  return new Float64Array(3 + 2 * layers);
}

/** Where `epochSums` has the links that layer k got and gave up at the start of the epoch. */
export function exchangeSums(k: number): { readonly grown: number; readonly dropped: number } {
  return { grown: 3 + 2 * k, dropped: 4 + 2 * k };
}

export function makeSnapshot(
  config: ResolvedConfig,
  layers: readonly LayerParameters[],
  progress: Progress,
  methodState: TrainingSnapshot['methodState'],
  normalization: Normalization,
  engine: TrainingSnapshot['engine'],
): TrainingSnapshot {
  return {
    epoch: progress.epoch,
    stepInEpoch: progress.stepInEpoch,
    step: progress.step,
    momentSteps: progress.momentSteps,
    topology: {
      layers: layers.map(({ inputs, outputs, indptr, indices, values }) => ({
        inputs,
        outputs,
        indptr,
        indices,
        values,
      })),
    },
    biases: layers.map((layer) => layer.bias),
    velocities: layers.map((layer) => layer.velocities),
    biasVelocities: layers.map((layer) => layer.biasVelocities),
    secondMoments: layers.flatMap(({ secondMoments }) => secondMoments ?? []),
    srelu: layers.flatMap(({ srelu }) => srelu ?? []),
    random: orderStream(config.seed, progress.epoch + 1).state(),
    explored: progress.explored,
    epochSums: progress.epochSums,
    improvement: improvementNumbers(progress.improvement),
    methodState,
    normalization,
    engine,
    config: canonicalConfig(config),
  };
}

/**
 * Network of a snapshot, in its own arrays, and progress, in others. The configuration may differ from the one it was taken
 * with in what does not change the steps already done: see `mayChange`. Throws `ResumeError`.
 */
export function restoreSnapshot(
  snapshot: TrainingSnapshot,
  config: ResolvedConfig,
  plan: readonly LayerPlan[],
  method: TrainingMethod,
  data: Dataset,
): { layers: LayerParameters[]; progress: Progress } {
  checkConfig(snapshot.config, config);
  const found = snapshot.topology.layers.map((layer) => `${layer.inputs} × ${layer.outputs}`).join(', ');
  const expected = plan.map((layer) => `${layer.inputs} × ${layer.outputs}`).join(', ');
  if (found !== expected) throw new ResumeError(`layers of ${expected}`, found);
  const { epoch, stepInEpoch, step, momentSteps, epochSums } = snapshot;
  const stepsPerEpoch = batchCount(data.train, config.optimizer.batchSize);
  if (stepInEpoch >= stepsPerEpoch || step !== epoch * stepsPerEpoch + stepInEpoch) {
    throw new ResumeError(
      `${stepsPerEpoch} steps in an epoch, as the data makes them`,
      `step ${step} after ${epoch} epochs and ${stepInEpoch} steps`,
    );
  }
  if (!sameNormalization(snapshot.normalization, data.normalization)) {
    throw new ResumeError('the data it was trained with', 'data of another mean and deviation');
  }
  if (epochSums.length !== emptySums(plan.length).length) {
    throw new ResumeError(`${emptySums(plan.length).length} sums of the epoch`, `${epochSums.length}`);
  }
  const streamState = orderStream(config.seed, epoch + 1).state();
  if (snapshot.random.join() !== streamState.join()) {
    throw new ResumeError(`the random-number state of seed ${config.seed}`, 'another');
  }
  return {
    layers: plan.map((_, k) => restoreLayer(snapshot, k, method.links(k, step), config)),
    progress: {
      epoch,
      stepInEpoch,
      step,
      momentSteps,
      epochSums: epochSums.slice(),
      improvement: restoreImprovement(snapshot, config),
      explored: snapshot.explored.map(copyOf),
    },
  };
}

function improvementNumbers({ best, epochsSince }: Improvement): Float64Array {
  return best === null ? new Float64Array(0) : Float64Array.of(best, epochsSince);
}

/** Nothing where the run looked at something else before. */
function restoreImprovement(
  { improvement, config: saved }: TrainingSnapshot,
  { earlyStopping }: ResolvedConfig,
): Improvement {
  const before = z.object({ earlyStopping: z.object({ on: z.string() }) }).safeParse(JSON.parse(saved)).data;
  if (improvement.length === 0 || before?.earlyStopping.on !== earlyStopping?.on) return noImprovementYet;
  return { best: improvement[0], epochsSince: improvement[1] };
}

function sameNormalization(a: Normalization, b: Normalization): boolean {
  return a.means.join() === b.means.join() && a.deviations.join() === b.deviations.join();
}

function restoreLayer(
  snapshot: TrainingSnapshot,
  k: number,
  links: number,
  { optimizer, network }: ResolvedConfig,
): LayerParameters {
  const { inputs, outputs, indptr, indices, values } = snapshot.topology.layers[k];
  const velocities = snapshot.velocities[k];
  const bias = snapshot.biases[k];
  const biasVelocities = snapshot.biasVelocities[k];
  const secondMoments = snapshot.secondMoments[k];
  const srelu = snapshot.srelu[k];
  const isAdam = optimizer.kind === 'adam';
  const isSrelu = network.activation === 'srelu' && k < network.hidden.length;
  for (const [what, array, length] of [
    ['links', indices, links],
    ['weights', values, links],
    ['momentum values', velocities, links],
    ['biases', bias, outputs],
    ['momentum values of biases', biasVelocities, outputs],
    ...(isAdam
      ? ([
          ['second moments', secondMoments?.links, links],
          ['second moments of biases', secondMoments?.bias, outputs],
        ] as const)
      : []),
    ...(isSrelu
      ? ([
          ['parameters of SReLU', srelu?.values, 4 * outputs],
          ['momentum values of SReLU', srelu?.velocities, 4 * outputs],
        ] as const)
      : []),
    ...(isSrelu && isAdam ? ([['second moments of SReLU', srelu?.secondMoments, 4 * outputs]] as const) : []),
  ] as const) {
    if (array?.length !== length) {
      throw new ResumeError(`${length} ${what} in layer ${k}`, String(array?.length ?? 'none'));
    }
  }
  return {
    ...{ inputs, outputs, indptr, indices, values: values!, velocities, bias, biasVelocities },
    ...(isAdam && { secondMoments }),
    ...(isSrelu && { srelu }),
  };
}

/**
 * A run may go on longer, with other patience, be called otherwise, save more often, use more threads, and find its data
 * elsewhere.
 */
const mayChange = new Set(['name', 'epochs', 'earlyStopping', 'checkpointEvery', 'keep', 'threads']);
const jsonObject = z.record(z.string(), z.unknown());

function checkConfig(saved: string, config: ResolvedConfig): void {
  let before: Record<string, unknown>;
  try {
    before = jsonObject.parse(JSON.parse(saved));
  } catch {
    throw new ResumeError('the configuration it was trained with', 'none that can be read');
  }
  const now = jsonObject.parse(JSON.parse(canonicalConfig(config)));
  for (const key of Object.keys(now)) {
    if (mayChange.has(key)) continue;
    const [a, b] = [before[key], now[key]].map((value) =>
      JSON.stringify(without(value, placesIn(key, config))),
    );
    if (a !== b)
      throw new ResumeError(`${key} ${a} as it was trained with`, `${key} ${b} in the configuration`);
  }
}

/** Keys of a section that only say where something lies. */
function placesIn(section: string, config: ResolvedConfig): readonly string[] {
  if (section === 'data') return pathKeysOf(config.data);
  return section === 'topology' ? ['from'] : [];
}

function without(section: unknown, keys: readonly string[]): unknown {
  if (keys.length === 0) return section;
  const { data } = jsonObject.safeParse(section);
  return data && Object.fromEntries(Object.entries(data).filter(([key]) => !keys.includes(key)));
}
