import * as z from 'zod';
import { chanceSchema, noiseSchema, tiesSchema } from './uncertainty';

/** What is measured of a pair beside its distance, so that it can be judged; each takes longer than the distance. */

/** Something that is asked for apart, and may take a while. */
function askedSchema<R extends z.ZodType>(result: R) {
  return z.discriminatedUnion('phase', [
    /** Not asked for, or stopped. */
    z.object({ phase: z.literal('absent') }),
    /** Parts done and how many there will be; total 0 while unknown. */
    z.object({ phase: z.literal('running'), done: z.number().int(), total: z.number().int() }),
    z.object({ phase: z.literal('done'), result }),
    z.object({ phase: z.literal('failed'), reason: z.string() }),
  ]);
}

export const yardsticksSchema = z.object({
  /** Chance level of random networks with these widths and numbers of links. */
  links: askedSchema(chanceSchema),
  /** Chance level of random networks with these degrees. */
  degrees: askedSchema(chanceSchema),
  /** For `reference` alone. */
  ties: askedSchema(tiesSchema),
  /** For `refined` alone. */
  noise: askedSchema(noiseSchema),
});
export type Yardsticks = z.infer<typeof yardsticksSchema>;

export const yardstickSchema = z.enum(['links', 'degrees', 'ties', 'noise']);
export type Yardstick = z.infer<typeof yardstickSchema>;

const absent = { phase: 'absent' } as const;
export const noYardsticks: Yardsticks = { links: absent, degrees: absent, ties: absent, noise: absent };

/** Pairs of random networks: the mean of so many is known to about a thousandth. */
export const chanceSamples = 10;
/** As the authors' ties were first measured. */
export const tieShuffles = 20;
export const noiseRuns = 5;
