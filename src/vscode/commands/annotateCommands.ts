import path from 'node:path';
import * as vscode from 'vscode';
import { type RunAnnotation, writeRunAnnotation } from '../../checkpoints/runFolder/annotation';
import { errorCode, RunFolderError, runFolderProblem } from '../../checkpoints/runFolder/runFolderErrors';
import type { KnownRun } from '../series/knownSeries';
import { experimentOf } from '../views/experiments';
import { chooseRuns, type RunServices } from './runCommands';

/** The name is a label: the folder keeps its own, since running processes and scripts know it by that. */
export async function renameRunCommand(
  services: RunServices,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const [run] = await chooseRuns(services.store, null, 'Rename which run?', clicked, selected);
  if (run === undefined) return;
  const folder = path.basename(run.path);
  const name = await vscode.window.showInputBox({
    title: `Rename ${run.name}`,
    prompt: `Shown in place of the folder's name, which stays ${folder}. Empty: the folder's name again.`,
    value: run.name,
  });
  if (name === undefined) return;
  await annotate(services, [run], { name: name.trim() === folder ? null : name });
}

export async function annotateRunCommand(
  services: RunServices,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const runs = await chooseRuns(services.store, null, 'Write a note on which run?', clicked, selected);
  if (runs.length === 0) return;
  const note = await vscode.window.showInputBox({
    title: runs.length === 1 ? `Note on ${runs[0].name}` : `Note on ${runs.length} runs`,
    prompt: 'Shown in its tooltip and in Topology Evolution. Empty: no note.',
    value: runs[0].run.annotation.note ?? '',
  });
  if (note !== undefined) await annotate(services, runs, { note });
}

export async function setExperimentCommand(
  services: RunServices,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const runs = await chooseRuns(services.store, null, 'Put which run to an experiment?', clicked, selected);
  if (runs.length === 0) return;
  const experiment = await vscode.window.showInputBox({
    title: runs.length === 1 ? `Experiment of ${runs[0].name}` : `Experiment of ${runs.length} runs`,
    prompt: 'Runs of one experiment are grouped. Empty: by the name of the folder, without its last number.',
    value: experimentOf(runs[0]),
  });
  if (experiment !== undefined) await annotate(services, runs, { experiment });
}

async function annotate(
  { store }: RunServices,
  runs: readonly KnownRun[],
  change: Partial<RunAnnotation>,
): Promise<void> {
  for (const { path: folder, name, run } of runs) {
    await write(folder, name, withoutBlanks({ ...run.annotation, ...change }));
    await store.refreshOne(folder);
  }
}

/** What was typed is not lost: where it cannot be written it can be tried again, as after room was made on a disk. */
async function write(folder: string, name: string, annotation: RunAnnotation): Promise<void> {
  const again = 'Try Again';
  for (;;) {
    try {
      await writeRunAnnotation(folder, annotation);
      return;
    } catch (error) {
      const { message } =
        errorCode(error) === 'ENOENT'
          ? new RunFolderError(folder, 'it is not there')
          : runFolderProblem(folder, error);
      const answer = await vscode.window.showErrorMessage(`${name} was not changed. ${message}`, again);
      if (answer !== again) return;
    }
  }
}

function withoutBlanks({ name, note, experiment }: RunAnnotation): RunAnnotation {
  const text = (value: string | null): string | null => {
    const trimmed = value?.trim() ?? '';
    return trimmed === '' ? null : trimmed;
  };
  return { name: text(name), note: text(note), experiment: text(experiment) };
}
