import { pairCount } from '../../../src/measure/pairIndex';
import { formatCount } from '../../shared/format';
import type { NoticeWords } from '../../shared/notice';
import type { CellStore } from '../cellStore';
import type { Compared } from '../model';

/** What to say where there is no distance at all, nor one to come; null otherwise. */
export function nothingCompared({ items, status }: Compared, { failed }: CellStore): NoticeWords | null {
  if (status.phase === 'failed') {
    return { title: 'The comparison failed', advice: status.reason ?? 'No reason was given.' };
  }
  const pairs = pairCount(items.length);
  if (failed < pairs) return null;
  const read = items.filter(({ problem }) => problem === null).length;
  return {
    title: `None of the ${formatCount(pairs)} pairs can be compared`,
    advice:
      read < 2
        ? 'They cannot be read: the reasons are listed below. Compute again once they can, or add others under Selection.'
        : 'The reasons are listed below. Other checkpoints can be chosen under Selection.',
  };
}
