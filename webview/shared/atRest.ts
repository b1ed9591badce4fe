const restMs = 150;

/** Does `work` as soon as it has not been asked for for a moment: what is too heavy while a hand moves. */
export function atRest(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, restMs);
  };
}
