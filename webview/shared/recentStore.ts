interface Kept<T> {
  readonly path: string;
  readonly value: Promise<T>;
  arrived: { readonly value: T; readonly bytes: number } | null;
}

/** Answers about checkpoints that were lately looked at, up to a number of bytes; asked for once each. */
export class RecentStore<P extends { readonly path: string }, T> {
  private readonly kept = new Map<string, Kept<T>>();
  private bytes = 0;

  constructor(
    private readonly ask: (place: P) => Promise<T>,
    private readonly bytesOf: (value: T) => number,
    private readonly limitBytes: number,
  ) {}

  /** What is there already: to draw without waiting. */
  peek(place: P): T | null {
    return this.kept.get(keyOf(place))?.arrived?.value ?? null;
  }

  /** Fails as the request does; a later call asks again. */
  load(place: P): Promise<T> {
    const key = keyOf(place);
    const known = this.kept.get(key);
    if (known !== undefined) {
      // The last used stands last.
      this.kept.delete(key);
      this.kept.set(key, known);
      return known.value;
    }
    const kept: Kept<T> = { path: place.path, value: this.ask(place), arrived: null };
    this.kept.set(key, kept);
    kept.value.then(
      (value) => {
        if (this.kept.get(key) !== kept) return;
        kept.arrived = { value, bytes: this.bytesOf(value) };
        this.bytes += kept.arrived.bytes;
        this.makeRoom(key);
      },
      () => {
        if (this.kept.get(key) === kept) this.kept.delete(key);
      },
    );
    return kept.value;
  }

  /** Forgets a checkpoint whose file is another one now. */
  forget(path: string): void {
    for (const [key, kept] of this.kept) if (kept.path === path) this.drop(key, kept);
  }

  private makeRoom(latest: string): void {
    for (const [key, kept] of this.kept) {
      if (this.bytes <= this.limitBytes) return;
      if (key !== latest && kept.arrived !== null) this.drop(key, kept);
    }
  }

  private drop(key: string, { arrived }: Kept<T>): void {
    this.kept.delete(key);
    this.bytes -= arrived?.bytes ?? 0;
  }
}

/** The same for equal places, in whatever order their parts are written. */
function keyOf(place: object): string {
  return JSON.stringify(Object.entries(place).sort(([a], [b]) => (a < b ? -1 : 1)));
}
