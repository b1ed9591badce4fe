import * as z from 'zod';

/** How the inputs of a network lie in an image: height · width · channels of them, row by row. */
export const imageOfInputsSchema = z.object({
  height: z.number().int().positive(),
  width: z.number().int().positive(),
  channels: z.number().int().positive(),
  /** One channel after the other, or one pixel after the other. */
  order: z.enum(['planar', 'interleaved']),
});
export type ImageOfInputs = z.infer<typeof imageOfInputsSchema>;

/** What a run says of the inputs of its network, in their order; nothing for other checkpoints and older runs. */
export const runInputsSchema = z.object({
  /** Names of the columns of a table. */
  columns: z.array(z.string()).readonly().nullable(),
  image: imageOfInputsSchema.nullable(),
  /** Why what it says cannot be had. */
  problem: z.string().nullable(),
});
export type RunInputs = z.infer<typeof runInputsSchema>;

export const unknownInputs: RunInputs = { columns: null, image: null, problem: null };

export const runInputsMethods = {
  /** `path`: the folder that the checkpoints lie in. */
  runInputs: { params: z.object({ path: z.string() }), progress: z.null(), result: runInputsSchema },
} as const;
