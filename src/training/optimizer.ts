import { z } from 'zod';
import { isFused } from '../kernels/optimizerStep';
import type { LayerParameters, OptimizerStep } from '../kernels/kernels';
import type { ConfigProblem } from './configError';
import { atLeast, positive, section, wholeNumber, word } from './configSchema';
import { completeSchedule, scheduleSchema } from './learningRate';

const common = {
  weightDecay: atLeast(0).default(0),
  /** How large gradients are made smaller; null: not at all. */
  clipping: section({ by: word(['global-norm', 'value']), threshold: positive() })
    .nullable()
    .default(null),
  batchSize: wholeNumber(1, 65_536).default(128),
  schedule: scheduleSchema.prefault({ kind: 'constant' }),
};

/** Of exponential decay. */
const share = atLeast(0, { below: 1 });

export const optimizerSchema = z.discriminatedUnion(
  'kind',
  [
    section({
      kind: z.literal('sgd').default('sgd'),
      learningRate: positive().default(0.01),
      momentum: share.default(0.9),
      nesterov: z.boolean({ error: 'true or false' }).default(false),
      ...common,
    }),
    section({
      kind: z.literal('adam'),
      learningRate: positive().default(0.001),
      beta1: share.default(0.9),
      beta2: share.default(0.999),
      epsilon: positive().default(1e-8),
      ...common,
    }),
  ],
  { error: 'an object whose "kind" is "sgd" (or not given) or "adam"' },
);
export type OptimizerConfig = Readonly<z.infer<typeof optimizerSchema>>;

/** Fills in what depends on the number of epochs; a problem where two keys contradict each other. */
export function completeOptimizer(config: OptimizerConfig, epochs: number): OptimizerConfig | ConfigProblem {
  if (config.kind === 'sgd' && config.nesterov && config.momentum === 0) {
    const possible = 'false, or momentum above 0';
    return { key: 'optimizer.nesterov', possible, found: 'true' };
  }
  return { ...config, schedule: completeSchedule(config.schedule, epochs) };
}

/** The step at this learning rate; `count` as in `AdamStep`. */
export function optimizerStep(config: OptimizerConfig, learningRate: number, count: number): OptimizerStep {
  return config.kind === 'adam' ? { ...config, learningRate, count } : { ...config, learningRate };
}

/** Whether a step needs gradients that are kept until all of them are there. */
export function keepsGradients(config: OptimizerConfig): boolean {
  return !isFused(optimizerStep(config, 0, 1));
}

/** The layer with what the optimiser keeps of it beside momentum, all 0. */
export function withOptimizerState(layer: LayerParameters, { kind }: OptimizerConfig): LayerParameters {
  if (kind !== 'adam') return layer;
  const links = new Float32Array(layer.indices.length);
  const { srelu } = layer;
  return {
    ...layer,
    secondMoments: { links, bias: new Float32Array(layer.outputs) },
    ...(srelu && { srelu: { ...srelu, secondMoments: new Float32Array(srelu.values.length) } }),
  };
}
