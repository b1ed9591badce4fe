import * as z from 'zod';

/** What a panel keeps of a picture of links over a reload. */

/** How neurons are sorted, and whether those of the other network stand where their partners do. */
export const linkSortingSchema = z.enum(['stored', 'degree', 'matching']);
export type LinkSorting = z.infer<typeof linkSortingSchema>;

export const linksShownSchema = z.object({
  sorting: linkSortingSchema,
  /** Of which picture the window is. */
  subject: z.string(),
  /** The part that is seen, in columns and rows; null where that is all. */
  window: z
    .object({ left: z.number(), right: z.number(), top: z.number(), bottom: z.number() })
    .refine(({ left, right, top, bottom }) => left >= 0 && top >= 0 && left < right && top < bottom)
    .nullable(),
  /** Indices of statuses that are switched off. */
  hidden: z.array(z.number().int().min(0).max(2)),
});
export type LinksShown = z.infer<typeof linksShownSchema>;
