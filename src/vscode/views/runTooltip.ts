import * as vscode from 'vscode';
import { configLines, summarizeConfig } from '../configSummary';
import { percent } from '../labels';
import type { KnownRun } from '../series/knownSeries';
import { experimentOf } from './experiments';
import { dragNote, pollingNote, runDescription } from './runWords';

/** What a run is, how it was configured, and what is wrong with it. All from files, so it is text, never markup. */
export function runTooltip(known: KnownRun): vscode.MarkdownString {
  const { run, path, name, watchMode } = known;
  const tooltip = new vscode.MarkdownString();
  const line = (text: string): void => {
    tooltip.appendText(text);
    tooltip.appendMarkdown('\n\n');
  };
  tooltip.appendMarkdown('**').appendText(name).appendMarkdown('** ');
  line(runDescription(known));
  if (run.annotation.note !== null) line(run.annotation.note);
  line(path);
  line(`Experiment: ${experimentOf(known)}`);
  if (run.testAccuracy !== null) line(`Accuracy on the test set: ${percent(run.testAccuracy)}`);
  if (run.error !== null) line(`Failed: ${run.error}`);
  if (run.state === 'interrupted') line('Its process is gone. Resume continues from the last checkpoint.');
  if (run.record !== null) {
    if (run.record.endedEarly !== null) line(`Finished by ${run.record.endedEarly}`);
    const { pid, host, created, versions } = run.record;
    line(`Process ${pid} on ${host}, Node ${versions.node}; created ${new Date(created).toLocaleString()}`);
  }
  for (const problem of run.problems) line(problem);
  if (watchMode === 'polling') line(pollingNote);
  if (run.config !== null) {
    tooltip.appendMarkdown('---\n\n');
    line(summarizeConfig(run.config) ?? 'Configuration');
    tooltip.appendCodeblock(configLines(run.config).join('\n'), 'yaml');
  }
  tooltip.appendMarkdown('\n\n').appendText(dragNote);
  return tooltip;
}
