/** What the scripts say, and how a failure names its cause and what to do. */

/** A failure that a person can act on: what went wrong, and what to do about it. */
export class Problem extends Error {
  constructor(cause, advice = '') {
    super(cause);
    this.name = 'Problem';
    this.advice = advice;
  }
}

export function say(message) {
  process.stdout.write(`${message}\n`);
}

/** Announces a step, runs it, and says how long it took. Steps may overlap. */
export async function step(label, action) {
  const startedMs = Date.now();
  say(`• ${label} …`);
  const result = await action();
  say(`✓ ${label}: ${seconds(Date.now() - startedMs)}`);
  return result;
}

export function seconds(ms) {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** The end of a long text: what failed is almost always in the last lines. */
export function lastLines(text, count = 25) {
  return text.trimEnd().split(/\r?\n/).slice(-count).join('\n');
}

/** Runs a script's main function; a failure is printed once, readably, and sets the exit code. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (error instanceof Problem) {
      process.stderr.write(`\n✗ ${error.message}\n`);
      if (error.advice) process.stderr.write(`  What to do: ${error.advice}\n`);
    } else {
      process.stderr.write(`\n✗ ${error?.stack ?? error}\n`);
    }
    process.exitCode = 1;
  }
}
