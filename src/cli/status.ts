import path from 'node:path';
import type { Command } from 'commander';
import type { RunFacts } from '../checkpoints/runFolder/readRun';
import { runCheckpoints } from '../checkpoints/runFolder/resumeRun';
import type { Console } from './console';
import { readRunArgument, resumeHint } from './runArgument';

export function addStatusCommand(program: Command, console: Console): void {
  program
    .command('status <run>')
    .description('Show what a run is doing.')
    .option('--json', 'as JSON')
    .action(async (run: string, flags: { readonly json?: boolean }) => {
      const facts = await readRunArgument(run);
      const newest = (await runCheckpoints(facts.path)).at(0);
      const lastCheckpoint = newest === undefined ? null : path.basename(newest.file);
      if (flags.json === true) console.out(JSON.stringify({ ...facts, lastCheckpoint }, null, 2));
      else console.out(describeRun(facts, lastCheckpoint, Date.now()));
    });
}

export function describeRun(facts: RunFacts, lastCheckpoint: string | null, nowMs: number): string {
  const { record } = facts;
  const rows: [string, string][] = [['state', facts.state ?? 'unknown']];
  if (record !== null) {
    const agoS = Math.max(0, Math.round((nowMs - Date.parse(record.heartbeat)) / 1000));
    rows.push(['epoch', `${record.epoch} of ${record.epochs}`]);
    if (record.testAccuracy !== null) {
      rows.push(['test accuracy', `${(100 * record.testAccuracy).toFixed(2)} %`]);
    }
    rows.push(['process', `${record.pid} on ${record.host}, last heard of ${agoS} s ago`]);
  }
  rows.push(['last checkpoint', lastCheckpoint ?? 'none']);
  if (record?.endedEarly) rows.push(['ended by', record.endedEarly]);
  if (facts.error !== null) rows.push(['error', facts.error]);
  for (const problem of facts.problems) rows.push(['problem', problem]);
  const lines = [facts.path, ...rows.map(([name, value]) => `  ${name.padEnd(16)} ${value}`)];
  if (facts.state === 'interrupted' || facts.state === 'failed' || facts.state === 'stopped') {
    lines.push(resumeHint(facts.path));
  }
  return lines.join('\n');
}
