import { InvalidArgumentError } from 'commander';
import type { CountingLayers } from '../measure/meanRule';

/** `sparse`, `all`, or layers and ranges as in `0,2-4`, ascending and each once. Throws `InvalidArgumentError`. */
export function parseCountingLayers(text: string): CountingLayers {
  if (text === 'sparse' || text === 'all') return text;
  const layers = new Set<number>();
  for (const part of text.split(',')) {
    const range = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part.trim());
    const first = Number(range?.[1]);
    const last = Number(range?.[2] ?? range?.[1]);
    if (range === null || last < first) {
      throw new InvalidArgumentError("It has to be 'sparse', 'all', or layers from 0 as in 0,2-4.");
    }
    for (let layer = first; layer <= last; layer++) layers.add(layer);
  }
  return [...layers].sort((a, b) => a - b);
}
