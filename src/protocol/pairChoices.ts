import * as z from 'zod';
import { methodSchema } from './facts';
import { linkSortingSchema, linksShownSchema } from './linksShown';

/** What the panel of two checkpoints keeps for a reload beside what is compared. */

export const matchingColumns = ['a', 'b', 'cost', 'shared', 'onlyA', 'onlyB', 'fanInA', 'fanInB'] as const;

/** Of the overlay of a layer, whose units always stand by the matching. */
const overlayShownSchema = linksShownSchema.extend({ sorting: linkSortingSchema.exclude(['matching']) });
export type OverlayShown = z.infer<typeof overlayShownSchema>;

export const pairChoicesSchema = z.object({
  view: z.enum(['matching', 'overlay', 'flow']),
  layer: z.number().int().nonnegative(),
  sort: z.object({ column: z.enum(matchingColumns), descending: z.boolean() }),
  /** As it was typed. */
  filter: z.string(),
  movedOnly: z.boolean(),
  interchangeableOnly: z.boolean(),
  /** The neuron of A that was selected, or the one of B where that has no partner. */
  selected: z.object({ side: z.enum(['a', 'b']), neuron: z.number().int().nonnegative() }).nullable(),
  /** A second method whose distances stand beside. */
  beside: methodSchema.nullable(),
  /** Null before it was looked at. */
  overlay: overlayShownSchema.nullable().default(null),
  /** Key of the shape of the inputs in pictures; null where it is the usual one. */
  inputShape: z.string().nullable().default(null),
});
export type PairChoices = z.infer<typeof pairChoicesSchema>;
export type MatchingColumn = PairChoices['sort']['column'];

export const firstPairChoices: PairChoices = {
  view: 'matching',
  layer: 0,
  sort: { column: 'a', descending: false },
  filter: '',
  movedOnly: false,
  interchangeableOnly: false,
  selected: null,
  beside: null,
  overlay: null,
  inputShape: null,
};
