/**
 * The answer to the newest of questions that come faster than they are answered: one is under way at a time, and only
 * the newest of those that came meanwhile is asked next. Until then the answer before stays.
 */
export class LatestAnswer<Q, A> {
  private known: { readonly question: Q; readonly result: A } | null = null;
  private why: string | null = null;
  private asked: Q | null = null;
  private next: Q | null = null;

  constructor(
    private readonly ask: (question: Q) => Promise<A>,
    private readonly same: (one: Q, other: Q) => boolean,
    private readonly onChange: () => void,
  ) {}

  get answer(): { readonly question: Q; readonly result: A } | null {
    return this.known;
  }

  /** Why the last question has no answer. */
  get problem(): string | null {
    return this.why;
  }

  want(question: Q): void {
    if (this.asked !== null) {
      this.next = this.same(question, this.asked) ? null : question;
      return;
    }
    if (this.known !== null && this.same(question, this.known.question)) return;
    void this.send(question);
  }

  private async send(question: Q): Promise<void> {
    this.asked = question;
    try {
      const result = await this.ask(question);
      this.known = { question, result };
      this.why = null;
    } catch (error) {
      this.why = error instanceof Error ? error.message : String(error);
    }
    this.asked = null;
    const { next } = this;
    this.next = null;
    this.onChange();
    if (next !== null) this.want(next);
  }
}
