/** One thing wrong in a configuration. */
export interface ConfigProblem {
  /** Key path from the top, "optimizer.momentum"; empty for the file as a whole. */
  readonly key: string;
  /** What is possible there, in words: "a number from 0 to 1". */
  readonly possible: string;
  /** What was found there, as short JSON, or "nothing". */
  readonly found: string;
}

/** A configuration that cannot be trained; lists everything that is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    readonly file: string,
    readonly problems: readonly ConfigProblem[],
  ) {
    super(
      `${file}: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`} in the configuration\n` +
        problems
          .map(({ key, possible, found }) => `  ${key || '(file)'}: expected ${possible}; found ${found}`)
          .join('\n'),
    );
  }
}

const longestShown = 60;

/** A value as it is quoted in a problem. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

/** The known name that a wrong one is most likely a slip of, if any is near enough. */
export function nearestName(wrong: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let bestEdits = Math.max(2, Math.floor(wrong.length / 3)) + 1;
  for (const name of known) {
    const edits = editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (edits < bestEdits) {
      best = name;
      bestEdits = edits;
    }
  }
  return best;
}

/** Levenshtein distance, by rows. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
