import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { runFolderName } from '../../checkpoints/runFolder/createRun';
import { messageOf } from '../log';
import { addWatchFolder, readSettings } from '../settings';
import { requireTrust } from '../trust';
import type { RunLauncher } from './runLauncher';
import { templateConfig, trainingTemplates, type TrainingTemplate } from './templates';

/** Starts training by a given configuration file, or asks for one or for a template. */
export async function startTraining(launcher: RunLauncher, given: unknown): Promise<string | undefined> {
  if (!(await requireTrust('training'))) return undefined;
  const runs = await runsFolder();
  if (runs === undefined) return undefined;
  const config = given instanceof vscode.Uri ? given.fsPath : await askForConfig(runs);
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
async function runsFolder(): Promise<string | undefined> {
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

type ConfigPick = vscode.QuickPickItem & { readonly template?: TrainingTemplate };

async function askForConfig(runs: string): Promise<string | undefined> {
  const file: ConfigPick = {
    label: '$(json) A configuration file…',
    detail: 'Any network and data: docs/training.md describes every key',
  };
  const pick = await vscode.window.showQuickPick<ConfigPick>(
    [
      { label: 'On the embedded Fashion-MNIST sample', kind: vscode.QuickPickItemKind.Separator },
      ...trainingTemplates.map((template) => ({ label: template.label, detail: template.detail, template })),
      { label: 'On your own terms', kind: vscode.QuickPickItemKind.Separator },
      file,
    ],
    { title: 'Start Training', placeHolder: 'What shall be trained?', matchOnDetail: true },
  );
  if (pick === undefined) return undefined;
  if (pick.template === undefined) return pickConfigFile();
  const epochs = await askForEpochs(pick.template.leastEpochs ?? 1);
  return epochs === undefined ? undefined : writeConfig(runs, pick.template, epochs);
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

/** Puts the configuration where it can be edited and trained again. */
async function writeConfig(runs: string, template: TrainingTemplate, epochs: number): Promise<string> {
  const folder = path.join(runs, 'configurations');
  await mkdir(folder, { recursive: true });
  const name = await freeName(runs, template.id, async (candidate) =>
    exists(path.join(folder, `${candidate}.json`)),
  );
  const file = path.join(folder, `${name}.json`);
  await writeFile(file, `${JSON.stringify(templateConfig(template, epochs), null, 2)}\n`, { flag: 'wx' });
  return file;
}

/** `wanted`, or with the first number that makes it free. */
async function freeName(
  runs: string,
  wanted: string,
  isTaken: (name: string) => Promise<boolean> = () => Promise.resolve(false),
): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!(await exists(path.join(runs, name))) && !(await isTaken(name))) return name;
  }
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function offerConfig(config: string, problem: string): Promise<void> {
  const open = 'Open Configuration';
  if ((await vscode.window.showErrorMessage(`Training did not start. ${problem}`, open)) === open) {
    await vscode.window.showTextDocument(vscode.Uri.file(config));
  }
}
