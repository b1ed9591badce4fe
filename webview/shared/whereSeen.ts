import { atRest } from './atRest';

/** Does what is asked for at once while `root` is in sight; else when it comes into sight, or when nothing more is asked. */
export class WhereSeen {
  private seen = true;
  private owed = false;
  private observer: IntersectionObserver | null = null;
  private readonly later = atRest(() => {
    this.catchUp();
  });

  constructor(
    private readonly root: HTMLElement,
    private readonly work: () => void,
  ) {}

  ask(): void {
    this.owed = true;
    if (this.seen) this.catchUp();
    else this.later();
    this.observer ??= this.observe();
  }

  catchUp(): void {
    if (!this.owed) return;
    this.owed = false;
    this.work();
  }

  private observe(): IntersectionObserver {
    const observer = new IntersectionObserver((entries) => {
      this.seen = entries.at(-1)!.isIntersecting;
      if (this.seen) this.catchUp();
    });
    observer.observe(this.root);
    return observer;
  }
}
