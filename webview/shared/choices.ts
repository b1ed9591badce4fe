/** What a user chose in a view, and where it is kept. */
export class Choices<T extends object> {
  constructor(
    private chosen: T,
    private readonly keep: () => void,
  ) {}

  get current(): T {
    return this.chosen;
  }

  change(some: Partial<T>): void {
    this.chosen = { ...this.chosen, ...some };
    this.keep();
  }
}
