/**
 * Loads what a view shows, of which only the newest counts: `show` gets what came, or why nothing did, unless something
 * else has been asked for since.
 */
export class Latest {
  private turn = 0;

  load<T>(loading: Promise<T>, show: (value: T) => void, fail: (reason: string) => void): void {
    const turn = ++this.turn;
    loading.then(
      (value) => {
        if (turn === this.turn) show(value);
      },
      (error: unknown) => {
        if (turn === this.turn) fail(error instanceof Error ? error.message : String(error));
      },
    );
  }
}
