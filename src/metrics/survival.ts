import { linkCount, type SparseLayer } from '../topology/topology';
import { turnover } from './turnover';

/**
 * Share of the links of `initial` that `later` has, whether they stayed or came back; null where there were none. Both
 * of the same widths.
 */
export function survival(initial: SparseLayer, later: SparseLayer): number | null {
  const links = linkCount(initial);
  return links === 0 ? null : 1 - turnover(initial, later).lost / links;
}
