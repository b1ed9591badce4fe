import path from 'node:path';
import * as vscode from 'vscode';
import { runFolderName } from '../../checkpoints/runFolder/createRun';
import { messageOf } from '../log';
import { addWatchFolder, readSettings } from '../settings';
import { requireTrust } from '../trust';
import { ConfigFiles, freeName } from './configFiles';
import type { RunLauncher } from './runLauncher';
import { templateConfig, trainingTemplates, type TrainingTemplate } from './templates';

/** Starts training by a given configuration file, or asks for one, for a template, or for the form. */
export async function startTraining(
  { launcher, showForm }: TrainingServices,
  given: unknown,
): Promise<string | undefined> {
  if (!(await requireTrust('training'))) return undefined;
  const runs = await runsFolder();
  if (runs === undefined) return undefined;
  const config = given instanceof vscode.Uri ? given.fsPath : await askForConfig(runs, showForm);
  if (config === undefined) return undefined;
  const name = await freeName(runs, runFolderName(path.parse(config).name));
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Starting training of ${name}` },
    async () => {
      try {
        return await launcher.start({ config, out: runs, name });
      } catch (error) {
        void offerConfig(config, messageOf(error));
        return undefined;
      }
    },
  );
}

/** Where new runs go. Without a workspace folder a folder is asked for, and watched from then on. */
export async function runsFolder(): Promise<string | undefined> {
  const { runsFolder: configured } = readSettings();
  if (configured !== null) return configured;
  const [picked] =
    (await vscode.window.showOpenDialog({
      title: 'Where shall runs be kept?',
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: 'Keep Runs Here',
    })) ?? [];
  if (picked === undefined) return undefined;
  await addWatchFolder(picked.fsPath);
  return picked.fsPath;
}

export interface TrainingServices {
  readonly launcher: RunLauncher;
  /** The form for a new run of everything. */
  readonly showForm: () => Promise<void>;
}

/** `choose` gives the configuration file to train by, or nothing where training begins another way or not at all. */
type ConfigPick = vscode.QuickPickItem & { readonly choose?: () => Promise<string | undefined> };

async function askForConfig(
  runs: string,
  showForm: TrainingServices['showForm'],
): Promise<string | undefined> {
  const pick = await vscode.window.showQuickPick<ConfigPick>(
    [
      { label: 'On the embedded Fashion-MNIST sample', kind: vscode.QuickPickItemKind.Separator },
      ...trainingTemplates.map((template) => ({
        label: template.label,
        detail: template.detail,
        choose: () => fillTemplate(runs, template),
      })),
      { label: 'On your own terms', kind: vscode.QuickPickItemKind.Separator },
      {
        label: '$(edit) In a form…',
        detail: 'Any network, method and data, with the links, memory and time that it would take',
        choose: async () => {
          await showForm();
          return undefined;
        },
      },
      {
        label: '$(json) A configuration file…',
        detail: 'The same as JSON: docs/training.md describes every key',
        choose: pickConfigFile,
      },
    ],
    { title: 'Start Training', placeHolder: 'What shall be trained?', matchOnDetail: true },
  );
  return pick?.choose?.();
}

async function fillTemplate(runs: string, template: TrainingTemplate): Promise<string | undefined> {
  const epochs = await askForEpochs(template.leastEpochs ?? 1);
  return epochs === undefined
    ? undefined
    : new ConfigFiles(runs).write(template.id, templateConfig(template, epochs));
}

async function pickConfigFile(): Promise<string | undefined> {
  const [picked] =
    (await vscode.window.showOpenDialog({
      title: 'Start Training',
      openLabel: 'Train',
      filters: { Configuration: ['json'] },
    })) ?? [];
  return picked?.fsPath;
}

async function askForEpochs(least: number): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Start Training',
    prompt: 'How many epochs? One takes a few seconds; the run can be stopped and resumed at any time.',
    value: '50',
    validateInput: (value) =>
      /^[1-9]\d{0,5}$/.test(value.trim()) && Number(value) >= least
        ? undefined
        : `A whole number from ${least} to 999999.`,
  });
  return text === undefined ? undefined : Number(text);
}

async function offerConfig(config: string, problem: string): Promise<void> {
  const open = 'Open Configuration';
  if ((await vscode.window.showErrorMessage(`Training did not start. ${problem}`, open)) === open) {
    await vscode.window.showTextDocument(vscode.Uri.file(config));
  }
}
