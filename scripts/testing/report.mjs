/** The outcome of stages: failures readable, and one last line to count by. */
import { seconds, say } from '../support/console.mjs';

/** An outcome: { passed, skipped, failures: [{ title, message }] }. */
export function addUp(outcomes) {
  return {
    passed: sum(outcomes, (outcome) => outcome.passed),
    skipped: sum(outcomes, (outcome) => outcome.skipped),
    failures: outcomes.flatMap((outcome) => outcome.failures),
  };
}

function sum(list, count) {
  return list.reduce((total, item) => total + count(item), 0);
}

export function printReport(stages) {
  say('\n─── Stages');
  for (const { name, outcome, elapsedMs } of stages) {
    const what = outcome ? `${closingLine(outcome)} in ${seconds(elapsedMs)}` : 'absent (no test files)';
    say(`${name.padEnd(12)} ${what}`);
  }
  const total = addUp(stages.flatMap(({ outcome }) => (outcome ? [outcome] : [])));
  if (total.failures.length > 0) say('\n─── Failures');
  for (const { title, message } of total.failures) say(`✗ ${title}\n${indent(message)}\n`);
  return total;
}

export function closingLine({ passed, skipped, failures }) {
  return `${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function indent(text) {
  return String(text)
    .split('\n')
    .slice(0, 40)
    .map((line) => `    ${line}`)
    .join('\n');
}
