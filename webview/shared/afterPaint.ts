/** Work that the page can be seen without. */
const waiting: (() => void)[] = [];

/** Does `work` once the page has been painted; between one such work and the next it can be painted again. */
export function afterPaint(work: () => void): void {
  if (waiting.push(work) === 1) {
    requestAnimationFrame(() => {
      setTimeout(doNext);
    });
  }
}

function doNext(): void {
  const work = waiting.shift();
  // First, so that one that fails stops no other.
  if (waiting.length > 0) setTimeout(doNext);
  work?.();
}
