import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { EvolutionPanels } from '../panels/evolutionPanels';
import type { SeriesStore } from '../series/seriesStore';
import { startTraining, type TrainingServices } from '../training/startTraining';
import { templateConfig, trainingTemplates } from '../training/templates';

const sampleName = 'sample-set';
/** Enough to see links move and distances grow, in about a minute. */
const epochs = 40;

/**
 * Trains a small network on the embedded data and opens its evolution, by one click and without a network connection;
 * where it was trained before, only opens it. `storage` is a folder of the extension's own.
 */
export async function openSampleCommand(
  training: TrainingServices,
  { store, panels }: { readonly store: SeriesStore; readonly panels: EvolutionPanels },
  storage: string,
): Promise<void> {
  await store.ready;
  const known = store.runs().find(({ path: folder }) => path.basename(folder) === sampleName);
  if (known !== undefined) {
    panels.show(known.path, { preserveFocus: false });
    return;
  }
  const config = path.join(storage, `${sampleName}.json`);
  await mkdir(storage, { recursive: true });
  await writeFile(config, JSON.stringify(templateConfig(trainingTemplates[0], epochs), null, 2));
  const run = await startTraining(training, vscode.Uri.file(config));
  if (run !== undefined) panels.show(run, { preserveFocus: false });
}
