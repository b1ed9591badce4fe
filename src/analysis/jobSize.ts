/** Long enough that messages cost little beside it, short enough to wait for. */
const JOB_SECONDS = 0.1;
const MOST_PAIRS = 64;

/** How many pairs make a job, by how long they took so far. */
export class JobSize {
  private secondsPerPair: number | null = null;

  /** A first job of one tells how long a pair takes. */
  get pairs(): number {
    if (this.secondsPerPair === null) return 1;
    return Math.max(1, Math.min(MOST_PAIRS, Math.round(JOB_SECONDS / this.secondsPerPair)));
  }

  took(pairs: number, seconds: number): void {
    const recent = Math.max(seconds, 1e-6) / pairs;
    this.secondsPerPair = this.secondsPerPair === null ? recent : (this.secondsPerPair + recent) / 2;
  }
}
