/**
 * Runs `work` once in a coming animation frame however often it is asked for. After heavy work it rests so many times
 * as long as that took, so that a flood of events leaves the page usable.
 */
export function oncePerFrame(work: () => void, rests = 2): () => void {
  let scheduled = false;
  let restUntilMs = 0;

  function run(): void {
    scheduled = false;
    const startMs = performance.now();
    work();
    const endMs = performance.now();
    restUntilMs = endMs + Math.min(1000, rests * (endMs - startMs));
  }

  return () => {
    if (scheduled) return;
    scheduled = true;
    const restMs = restUntilMs - performance.now();
    if (restMs < 16) requestAnimationFrame(run);
    else setTimeout(() => requestAnimationFrame(run), restMs);
  };
}
