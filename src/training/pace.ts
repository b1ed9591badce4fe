const mostSteps = 1024;

/** How many steps fit into a turn, by how long the last ones took. */
export class Pace {
  steps = 1;

  constructor(private readonly turnMs: number) {}

  took(steps: number, elapsedMs: number): void {
    const fitting = Math.floor((this.turnMs * steps) / Math.max(elapsedMs, 1e-3));
    // At most twice as many as before: one fast step tells little.
    this.steps = Math.max(1, Math.min(fitting, 2 * this.steps, mostSteps));
  }
}
