import path from 'node:path';
import * as vscode from 'vscode';
import { runFolderName } from '../../checkpoints/runFolder/createRun';
import { readRunConfig } from '../../checkpoints/runFolder/runFiles';
import type { WrittenConfig } from '../../protocol/runForm';
import type { Analysis } from '../analysisPort';
import type { RunForms } from '../panels/runFormPanels';
import { isRun, type KnownRun } from '../series/knownSeries';
import type { SeriesStore } from '../series/seriesStore';
import { freeName } from '../training/configFiles';
import { runsFolder } from '../training/startTraining';
import { templateConfig, trainingTemplates } from '../training/templates';
import { requireTrust } from '../trust';
import { targetPaths } from './targets';

export interface FormServices {
  readonly store: SeriesStore;
  readonly forms: RunForms;
}

const firstEpochs = 50;

/** The form as for the first run: the sample, a small network, SET. */
export async function newRunCommand(forms: RunForms): Promise<void> {
  const [template] = trainingTemplates;
  await show(forms, template.id, templateConfig(template, firstEpochs), null);
}

/** The form filled with what a run was trained by. */
export async function trainAgainCommand(
  { store, forms }: FormServices,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  await store.ready;
  const run = await chooseRun(store, targetPaths(clicked, selected));
  if (run === undefined) return;
  const config = await configOf(run.path);
  if (config === null)
    throw new Error(`${run.path}: expected a config.json to train again with, found none that can be read`);
  await show(forms, run.name, config, `As ${run.name} was trained. Change what shall be different.`);
}

/**
 * The form with the links of a checkpoint as its topology: with their weights, the weights that its run began with, or new
 * ones, and the rest as its run was trained where it has one.
 */
export async function trainFromTopologyCommand(
  { store, forms, analysis }: FormServices & { readonly analysis: Analysis },
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const [checkpoint] = targetPaths(clicked, selected);
  const file = checkpoint ?? (await pickCheckpoint());
  if (file === undefined || !(await requireTrust('training'))) return;
  const { layers } = await analysis.request('describe', { path: file });
  await store.ready;
  const run = store.seriesOf(file);
  const known = run !== null && isRun(run) ? await configOf(run.path) : null;
  const config: WrittenConfig = {
    ...(known ?? templateConfig(trainingTemplates[0], firstEpochs)),
    network: {
      ...(known?.['network'] as object | undefined),
      hidden: layers.slice(0, -1).map(({ outputs }) => outputs),
    },
    topology: { from: file, weights: 'new' },
    method: keepsTopology(known?.['method']) ? known!['method'] : { kind: 'static' },
  };
  const name = `${run?.name ?? path.basename(path.dirname(file))}-${path.parse(file).name}`;
  const origin =
    `The links of ${file}. topology.weights: “new” is the test that they are no better than any, “initial” the winning ` +
    'ticket (the weights that its run began with), “kept” goes on from its weights.';
  await show(forms, name, config, origin);
}

/** Methods that begin with every link have no use for those of a checkpoint. */
function keepsTopology(method: unknown): boolean {
  const { kind } = (method ?? {}) as { readonly kind?: unknown };
  return kind === 'set' || kind === 'rigl' || kind === 'static';
}

async function show(
  forms: RunForms,
  name: string,
  config: WrittenConfig,
  origin: string | null,
): Promise<void> {
  if (!(await requireTrust('training'))) return;
  const runs = await runsFolder();
  if (runs === undefined) return;
  forms.show({ config, origin, runsFolder: runs, name: await freeName(runs, runFolderName(name)) });
}

/** Without its name, which is another one now. */
async function configOf(runFolder: string): Promise<WrittenConfig | null> {
  const read = await readRunConfig(runFolder);
  if (read.status !== 'read') return null;
  return Object.fromEntries(Object.entries(read.value).filter(([key]) => key !== 'name'));
}

async function chooseRun(store: SeriesStore, paths: readonly string[]): Promise<KnownRun | undefined> {
  const runs = store.runs();
  if (paths.length > 0) return runs.find(({ path: each }) => paths.includes(each));
  const pick = await vscode.window.showQuickPick(
    runs.map((run) => ({ label: run.name, detail: run.path, run })),
    { title: 'Train which run again?' },
  );
  return pick?.run;
}

async function pickCheckpoint(): Promise<string | undefined> {
  const [picked] =
    (await vscode.window.showOpenDialog({
      title: 'Train from the Topology of…',
      openLabel: 'Use Its Links',
      filters: { Checkpoints: ['safetensors', 'npz'] },
    })) ?? [];
  return picked?.fsPath;
}
