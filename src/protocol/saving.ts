import * as z from 'zod';

/** Files that a panel makes and the user keeps. */

export const savedFileSchema = z.object({
  /** Suggested, with its extension: "accuracy.svg". No path. */
  name: z.string().regex(/^[^\\/]+\.(png|svg|csv|json|html)$/),
  /** Text is written as UTF-8. */
  content: z.union([z.string(), z.custom<Uint8Array>((value) => value instanceof Uint8Array)]),
});
export type SavedFile = z.infer<typeof savedFileSchema>;

export const savingMethods = {
  /** Asks where to, and writes the file whole or not at all. */
  save: {
    params: savedFileSchema,
    progress: z.null(),
    result: z.object({
      /** Name of the file as it was written; null where the user thought better of it. */
      name: z.string().nullable(),
    }),
  },
} as const;
export type SavingMethods = typeof savingMethods;
