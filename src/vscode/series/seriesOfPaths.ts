import { findSeriesAt } from './scan';
import type { SeriesStore } from './seriesStore';

/** The series that paths are, belong to, or hold, each once; those that are known are not looked for on the disk. */
export async function seriesOfPaths(store: SeriesStore, paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (each) => {
      const known = store.seriesOf(each);
      return known === null ? findSeriesAt(each) : [known.path];
    }),
  );
  return [...new Set(found.flat())];
}
