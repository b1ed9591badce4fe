import * as z from 'zod';
import { atLeast, positive, properFraction, section } from './configSchema';

const warmupEpochs = atLeast(0).default(0).meta({
  description: 'In which the learning rate rises in a line from 0 to its full value (Goyal et al. 2017).',
  unit: 'epochs',
});

/** How the learning rate goes on from `optimizer.learningRate`; epochs may be fractions. */
export const scheduleSchema = z.discriminatedUnion(
  'kind',
  [
    section({ kind: z.literal('constant').describe('As it is (SET paper).'), warmupEpochs }),
    section({
      kind: z.literal('step').describe('Multiplied by a factor every so many epochs.'),
      warmupEpochs,
      everyEpochs: positive().meta({ description: 'From one multiplication to the next.', unit: 'epochs' }),
      factor: properFraction().default(0.1).describe('What it is multiplied by.'),
    }),
    section({
      kind: z.literal('cosine').describe('Half a cosine down to 0 (Loshchilov and Hutter 2017).'),
      warmupEpochs,
      endEpoch: positive().nullable().default(null).meta({
        description: 'When it is 0; null: at the end of the run, or of a round where training is rewound.',
        unit: 'epochs',
      }),
    }),
  ],
  { error: 'an object whose "kind" is "constant" or "step" or "cosine"' },
);
export type ScheduleConfig = Readonly<z.infer<typeof scheduleSchema>>;

/** Fills in the end of the schedule, so that a run which is given more epochs later goes on as it began. */
export function completeSchedule(schedule: ScheduleConfig, epochs: number): ScheduleConfig {
  return schedule.kind === 'cosine' ? { ...schedule, endEpoch: schedule.endEpoch ?? epochs } : schedule;
}

/**
 * The learning rate of optimiser step `step` (from 0): linear warm-up (Goyal et al. 2017), times a constant, steps down, or
 * half a cosine to 0 (Loshchilov and Hutter 2017, without restarts), which stays 0 afterwards.
 */
export function learningRateAt(
  step: number,
  stepsPerEpoch: number,
  full: number,
  schedule: ScheduleConfig,
): number {
  const warmupSteps = Math.round(schedule.warmupEpochs * stepsPerEpoch);
  const warmth = step < warmupSteps ? (step + 1) / warmupSteps : 1;
  return full * warmth * shareAt(step / stepsPerEpoch, schedule);
}

function shareAt(epochs: number, schedule: ScheduleConfig): number {
  switch (schedule.kind) {
    case 'constant':
      return 1;
    case 'step':
      return schedule.factor ** Math.floor(epochs / schedule.everyEpochs);
    case 'cosine':
      return epochs >= schedule.endEpoch! ? 0 : (1 + Math.cos((Math.PI * epochs) / schedule.endEpoch!)) / 2;
  }
}
