import type { KnownRun } from '../series/knownSeries';

/** A last number with what may name it: "-2", "_s07", " seed 3", ".run-12". */
const repetition = /[-_. ]+(?:seed|run|rep|s|r|w)?[-_. ]*\d+$/i;

/**
 * The experiment a run belongs to: what its annotation says, or else the name of its folder without a last number, so
 * that the repetitions `set-1`, `set-2` and `set_s3` stand together.
 */
export function experimentOf({ path, run }: Pick<KnownRun, 'path' | 'run'>): string {
  if (run.annotation.experiment !== null) return run.annotation.experiment;
  const folder = path.split(/[\\/]/).at(-1)!;
  return folder.replace(repetition, '') || folder;
}
