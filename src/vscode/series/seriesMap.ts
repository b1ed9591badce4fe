import path from 'node:path';
import { isRun, type KnownRun, type KnownSeries } from './knownSeries';

const collator = new Intl.Collator();

/** Series by their paths. */
export class SeriesMap {
  private readonly series = new Map<string, KnownSeries>();
  /** `runs()` until something changes: every listener asks. */
  private sortedRuns: readonly KnownRun[] | null = null;

  get(seriesPath: string): KnownSeries | undefined {
    return this.series.get(seriesPath);
  }

  has(seriesPath: string): boolean {
    return this.series.has(seriesPath);
  }

  paths(): string[] {
    return [...this.series.keys()];
  }

  set(next: KnownSeries): void {
    this.series.set(next.path, next);
    this.sortedRuns = null;
  }

  delete(seriesPath: string): void {
    this.series.delete(seriesPath);
    this.sortedRuns = null;
  }

  /** Newest first. */
  runs(): readonly KnownRun[] {
    return (this.sortedRuns ??= [...this.series.values()].filter(isRun).sort(newestFirst));
  }

  /** The series that a file or folder belongs to, or is. */
  holding(file: string): KnownSeries | null {
    for (let at = file; ; at = path.dirname(at)) {
      const found = this.series.get(at);
      if (found !== undefined) return found;
      if (path.dirname(at) === at) return null;
    }
  }
}

function newestFirst(a: KnownRun, b: KnownRun): number {
  const [createdA, createdB] = [a, b].map(({ run }) => run.record?.created ?? '');
  if (createdA !== createdB) return createdA < createdB ? 1 : -1;
  return collator.compare(a.name, b.name);
}
