import type { z } from 'zod';
import type { EpochMetrics } from '../checkpoints/runFolder/runRecord';
import { describeValue, type ConfigProblem } from './configError';
import { atLeast, section, wholeNumber, word } from './configSchema';

const quantities = ['validationLoss', 'validationAccuracy', 'testLoss', 'testAccuracy'] as const;

export const earlyStoppingSchema = section({
  patience: wholeNumber(1, 1_000_000).meta({
    description: 'In a row without an improvement after which the run ends.',
    unit: 'epochs',
  }),
  minDelta: atLeast(0).default(0).describe('What is better by no more than this is no improvement (Keras).'),
  on: word(quantities)
    .nullable()
    .default(null)
    .describe('What is looked at; null: the loss on the validation set, or else on the test set.'),
})
  .nullable()
  .default(null)
  .describe('When a run ends before its last epoch; null: never.');
export type EarlyStoppingConfig = Readonly<NonNullable<z.infer<typeof earlyStoppingSchema>>>;

/** Fills in what is looked at; a problem where that is a validation set that there is not. */
export function completeEarlyStopping(
  config: EarlyStoppingConfig,
  validationFraction: number,
): EarlyStoppingConfig | ConfigProblem {
  const hasValidation = validationFraction > 0;
  const on = config.on ?? (hasValidation ? 'validationLoss' : 'testLoss');
  if (!hasValidation && on.startsWith('validation')) {
    const possible = '"testLoss" or "testAccuracy", as data.validationFraction sets no samples aside';
    return { key: 'earlyStopping.on', possible, found: describeValue(on) };
  }
  return { ...config, on };
}

/** How long a run has not improved: part of its state. */
export interface Improvement {
  /** Of all epochs so far; null before the first. */
  readonly best: number | null;
  /** Epochs since then. */
  readonly epochsSince: number;
}

export const noImprovementYet: Improvement = { best: null, epochsSince: 0 };

export function improvementAfter(
  before: Improvement,
  metrics: EpochMetrics,
  config: EarlyStoppingConfig,
): Improvement {
  const value = metrics[config.on!]!;
  const { best } = before;
  const isBetter = best === null || (isLoss(config) ? best - value : value - best) > config.minDelta;
  return isBetter ? { best: value, epochsSince: 0 } : { best, epochsSince: before.epochsSince + 1 };
}

/** Why the run is to end, if it is. */
export function whyToStop({ best, epochsSince }: Improvement, config: EarlyStoppingConfig): string | null {
  const { patience, minDelta, on } = config;
  if (epochsSince < patience) return null;
  const epochs = epochsSince === 1 ? '1 epoch' : `${epochsSince} epochs`;
  const delta = minDelta === 0 ? '' : ` by more than ${minDelta}`;
  return `early stopping: for ${epochs} ${on} has not been better than ${best}${delta}`;
}

function isLoss({ on }: EarlyStoppingConfig): boolean {
  return on!.endsWith('Loss');
}
