import type { ProgressBar } from '../progressBar';

/** Moves a bar by the distances that are computed. */
export interface WorkProgress {
  /** So many more are to be computed; fewer if negative, as some turn out to be known. */
  plan(distances: number): void;
  done(distances: number): void;
}

export function workProgress(bar: Pick<ProgressBar, 'update'>): WorkProgress {
  let planned = 0;
  let done = 0;
  const update = (): void => {
    bar.update(planned === 0 ? 0 : Math.min(1, done / planned));
  };
  return {
    plan(distances) {
      planned += distances;
      update();
    },
    done(distances) {
      done += distances;
      update();
    },
  };
}
