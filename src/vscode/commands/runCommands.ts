import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { dropRequest } from '../../checkpoints/runFolder/control';
import { runPaths } from '../../checkpoints/runFolder/layout';
import type { ControlRequest, RunState } from '../../checkpoints/runFolder/runRecord';
import { messageOf } from '../log';
import { viewIds } from '../names';
import type { KnownRun } from '../series/knownSeries';
import type { SeriesStore } from '../series/seriesStore';
import type { RunLauncher } from '../training/runLauncher';
import { requireTrust } from '../trust';
import { targetPaths } from './targets';

export interface RunServices {
  readonly store: SeriesStore;
  readonly launcher: RunLauncher;
  readonly log: vscode.LogOutputChannel;
}

const askedOf: Readonly<Record<'pause' | 'stop' | 'checkpoint', readonly RunState[]>> = {
  pause: ['running'],
  stop: ['running', 'paused'],
  checkpoint: ['running', 'paused'],
};
const verbs = { pause: 'Pause', stop: 'Stop', checkpoint: 'Take a checkpoint of' } as const;
const resumable: readonly (RunState | null)[] = ['paused', 'interrupted', 'stopped', 'failed'];
/** Only what no process writes: `null` is a folder whose `run.json` cannot be read. */
export const deletable: readonly (RunState | null)[] = ['finished', 'failed', 'stopped', 'interrupted', null];

/** Pause, Stop, Checkpoint Now: a request dropped into the run folder, so that it reaches a run anywhere. */
export async function requestCommand(
  services: RunServices,
  request: 'pause' | 'stop' | 'checkpoint',
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const runs = await chooseRuns(
    services.store,
    askedOf[request],
    `${verbs[request]} which run?`,
    clicked,
    selected,
  );
  await Promise.all(runs.map((run) => ask(services, run, request)));
}

/** A paused run goes on in its own process, the others in a new one from their last checkpoint. */
export async function resumeCommand(
  services: RunServices,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const runs = await chooseRuns(services.store, resumable, 'Resume which run?', clicked, selected);
  for (const run of runs) {
    if (run.run.state === 'paused') await ask(services, run, 'resume');
    else if (await requireTrust('training')) await launchAgain(services, run);
  }
}

async function launchAgain({ launcher, store }: RunServices, run: KnownRun): Promise<void> {
  await vscode.window.withProgress({ location: { viewId: viewIds.runs } }, async () => {
    try {
      await launcher.resume(run.path);
    } catch (error) {
      void vscode.window.showErrorMessage(`${run.name} was not resumed. ${messageOf(error)}`);
    }
    await store.adoptRun(run.path);
  });
}

const patienceMs = 20_000;
const pollMs = 100;

/** Drops the request and waits, with progress at the view, until the run has taken it up. */
async function ask({ store, log }: RunServices, run: KnownRun, request: ControlRequest): Promise<void> {
  log.info(`Asking ${run.path} to ${request}.`);
  await vscode.window.withProgress({ location: { viewId: viewIds.runs } }, async () => {
    try {
      const file = await dropRequest(run.path, request);
      if (!(await isObeyed(file))) {
        void vscode.window.showWarningMessage(
          `${run.name} has not answered yet; it will ${request === 'checkpoint' ? 'take a checkpoint' : request} when it sees the request.`,
        );
      }
    } catch (error) {
      void vscode.window.showErrorMessage(
        `${run.name} could not be asked to ${request}. ${messageOf(error)}`,
      );
    }
    await store.adoptRun(run.path);
  });
}

async function isObeyed(file: string): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    if (!(await exists(file))) return true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return false;
}

export async function showTrainingLogCommand(
  services: RunServices,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const runs = await chooseRuns(services.store, null, 'Show the log of which run?', clicked, selected);
  for (const run of runs) {
    const { log } = runPaths(run.path);
    if (await exists(log)) {
      await vscode.window.showTextDocument(vscode.Uri.file(log), { preview: runs.length === 1 });
    } else {
      void vscode.window.showInformationMessage(`${run.name} has no train.log.`);
    }
  }
}

/** Runs that a command was called on and can act on, or one that is picked. `states` null: any. */
export async function chooseRuns(
  store: SeriesStore,
  states: readonly (RunState | null)[] | null,
  question: string,
  clicked: unknown,
  selected: unknown,
): Promise<KnownRun[]> {
  await store.ready;
  const fits = store.runs().filter(({ run }) => states === null || states.includes(run.state));
  const paths = targetPaths(clicked, selected);
  if (paths.length > 0) {
    const chosen = fits.filter(({ path }) => paths.includes(path));
    if (chosen.length === 0) {
      void vscode.window.showInformationMessage('The run is in another state now.');
    }
    return chosen;
  }
  if (fits.length === 0) {
    void vscode.window.showInformationMessage('There is no run that this applies to.');
    return [];
  }
  if (fits.length === 1) return fits;
  const pick = await vscode.window.showQuickPick(
    fits.map((run) => ({
      label: run.name,
      description: run.run.state ?? 'unreadable',
      detail: run.path,
      run,
    })),
    { title: question },
  );
  return pick === undefined ? [] : [pick.run];
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
