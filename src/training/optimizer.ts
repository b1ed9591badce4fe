import * as z from 'zod';
import { isFused } from '../kernels/optimizerStep';
import type { LayerParameters, OptimizerStep } from '../kernels/kernels';
import type { ConfigProblem } from './configError';
import { atLeast, positive, section, wholeNumber, word } from './configSchema';
import { completeSchedule, scheduleSchema } from './learningRate';

const common = {
  weightDecay: atLeast(0)
    .default(0)
    .describe('L2: so much of a weight is added to its gradient; biases do not decay.'),
  clipping: section({
    by: word(['global-norm', 'value']).describe(
      'The norm of all gradients together (Pascanu et al. 2013), or each by itself.',
    ),
    threshold: positive().describe('What is larger is made as large as this.'),
  })
    .nullable()
    .default(null)
    .describe('Makes large gradients smaller; null: not at all.'),
  batchSize: wholeNumber(1, 65_536)
    .default(128)
    .meta({ description: 'Of a step; the last one of an epoch takes what is left.', unit: 'samples' }),
  schedule: scheduleSchema.prefault({ kind: 'constant' }).describe('How the learning rate goes on.'),
};

/** Of exponential decay. */
const share = atLeast(0, { below: 1 });

export const optimizerSchema = z.discriminatedUnion(
  'kind',
  [
    section({
      kind: z
        .literal('sgd')
        .default('sgd')
        .describe('Stochastic gradient descent with momentum (SET paper).'),
      learningRate: positive().default(0.01).describe('Per step (SET paper: 0.01).'),
      momentum: share.default(0.9).describe('Share of the step before (SET paper: 0.9).'),
      nesterov: z
        .boolean({ error: 'true or false' })
        .default(false)
        .describe('Looks ahead along the momentum, which has to be above 0 (Sutskever et al. 2013).'),
      ...common,
    }),
    section({
      kind: z.literal('adam').describe('Adam (Kingma and Ba 2015).'),
      learningRate: positive().default(0.001).describe('Per step (Adam paper: 0.001).'),
      beta1: share.default(0.9).describe('Decay of the mean of gradients (Adam paper).'),
      beta2: share.default(0.999).describe('Decay of the mean of their squares (Adam paper).'),
      epsilon: positive().default(1e-8).describe('Keeps the divisor from 0 (Adam paper).'),
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
