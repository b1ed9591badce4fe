import * as vscode from 'vscode';
import { AnalysisHost } from './vscode/analysisHost';
import { AutoOpen } from './vscode/autoOpen';
import { addToComparisonCommand, addToEvolutionCommand } from './vscode/commands/addToPanel';
import { clearDistanceCacheCommand } from './vscode/commands/clearDistanceCache';
import { compareCommand, openComparison, pickAny } from './vscode/commands/compareCommand';
import { deleteCheckpointCommand, deleteRunCommand } from './vscode/commands/deleteCommands';
import { installTensorflowCommand } from './vscode/commands/installTensorflow';
import { newRunCommand, trainAgainCommand, trainFromTopologyCommand } from './vscode/commands/newRun';
import { openEvolutionCommand, pickMoreSeries } from './vscode/commands/openEvolution';
import { openSampleCommand } from './vscode/commands/openSample';
import { requestCommand, resumeCommand, showTrainingLogCommand } from './vscode/commands/runCommands';
import { treeCommands } from './vscode/commands/treeCommands';
import { unwatchFolderCommand, watchFolderCommand } from './vscode/commands/watchCommands';
import { ContextKeys } from './vscode/contextKeys';
import { FactsCache } from './vscode/factsCache';
import { createLog, messageOf } from './vscode/log';
import { commandIds, viewIds } from './vscode/names';
import { CheckpointEditors } from './vscode/panels/checkpointEditors';
import { ComparisonPanels } from './vscode/panels/comparisonPanels';
import { EvolutionPanels } from './vscode/panels/evolutionPanels';
import { RunForms } from './vscode/panels/runFormPanels';
import { SeriesStore } from './vscode/series/seriesStore';
import { readSettings } from './vscode/settings';
import { TrainingStatus } from './vscode/statusBar';
import { RunLauncher } from './vscode/training/runLauncher';
import { startTraining } from './vscode/training/startTraining';
import { CheckpointsView } from './vscode/views/checkpointsView';
import { RunDecorations } from './vscode/views/runDecorations';
import { RunsView } from './vscode/views/runsView';

/** What the extension's own tests look at. */
export interface SparseTopologyApi {
  readonly store: SeriesStore;
  readonly facts: FactsCache;
  readonly evolution: EvolutionPanels;
  readonly comparison: ComparisonPanels;
  readonly forms: RunForms;
  readonly checkpoints: CheckpointEditors;
  readonly analysis: AnalysisHost;
  /** Folder of what the extension keeps for all workspaces. */
  readonly storage: string;
  readonly trees: { readonly runs: RunsView; readonly checkpoints: CheckpointsView };
}

export function activate(context: vscode.ExtensionContext): SparseTopologyApi {
  const hold = <T extends vscode.Disposable>(value: T): T => {
    context.subscriptions.push(value);
    return value;
  };
  const { extensionUri, workspaceState: memory } = context;

  const log = hold(createLog());
  const store = hold(new SeriesStore(log));
  const analysis = hold(new AnalysisHost(context, log));
  const facts = hold(new FactsCache(analysis));
  const launcher = hold(new RunLauncher(context, store, log));

  const comparison = hold(
    new ComparisonPanels({
      extensionUri,
      analysis,
      memory,
      store,
      pick: () => pickAny(store, 'Add which checkpoints?'),
    }),
  );
  const evolution = hold(
    new EvolutionPanels({
      extensionUri,
      store,
      analysis,
      memory,
      log,
      compare: (checkpoints, measure) => {
        openComparison({ store, panels: comparison }, checkpoints, measure);
      },
      pickMore: (shown) => pickMoreSeries(store, shown),
      showLog: (run) => showTrainingLogCommand(runs, run, [run]),
      trainAgain: (run) => trainAgainCommand({ store, forms }, run, [run]),
    }),
  );

  const forms = hold(
    new RunForms({
      extensionUri,
      memory,
      start: (run) => launcher.start(run),
      nodePath: () => readSettings().nodePath,
    }),
  );

  const checkpoints = hold(
    new CheckpointEditors({
      extensionUri,
      store,
      analysis,
      memory,
      compareWith: (checkpoint) => compareCommand({ store, panels: comparison }, checkpoint, [checkpoint]),
      openSeries: (checkpoint) =>
        openEvolutionCommand({ store, panels: evolution }, checkpoint, [checkpoint]),
    }),
  );

  const trees = {
    runs: hold(new RunsView(store, facts, context.workspaceState)),
    checkpoints: hold(new CheckpointsView(store, facts)),
  };
  hold(new RunDecorations(store));
  hold(new TrainingStatus(store));
  hold(new ContextKeys(store));
  hold(new AutoOpen(store, evolution, launcher, memory));

  const runs = { store, launcher, log };
  const training = { launcher, showForm: () => newRunCommand(forms) };
  const commands: Readonly<
    Record<keyof typeof commandIds, (clicked?: unknown, selected?: unknown) => unknown>
  > = {
    startTraining: (config) => startTraining(training, config),
    newRun: () => newRunCommand(forms),
    trainAgain: (clicked, selected) => trainAgainCommand({ store, forms }, clicked, selected),
    trainFromTopology: (clicked, selected) =>
      trainFromTopologyCommand({ store, forms, analysis }, clicked, selected),
    pause: (clicked, selected) => requestCommand(runs, 'pause', clicked, selected),
    resume: (clicked, selected) => resumeCommand(runs, clicked, selected),
    stop: (clicked, selected) => requestCommand(runs, 'stop', clicked, selected),
    checkpointNow: (clicked, selected) => requestCommand(runs, 'checkpoint', clicked, selected),
    openEvolution: (clicked, selected) =>
      openEvolutionCommand({ store, panels: evolution }, clicked, selected),
    compare: (clicked, selected) => compareCommand({ store, panels: comparison }, clicked, selected),
    watchFolder: watchFolderCommand,
    unwatchFolder: unwatchFolderCommand,
    showTrainingLog: (clicked, selected) => showTrainingLogCommand(runs, clicked, selected),
    showLog: () => {
      log.show();
    },
    deleteRun: (clicked, selected) => deleteRunCommand(runs, clicked, selected),
    deleteCheckpoint: (clicked, selected) => deleteCheckpointCommand(runs, clicked, selected),
    addToEvolution: (clicked, selected) => addToEvolutionCommand(evolution, clicked, selected),
    addToComparison: (clicked, selected) => addToComparisonCommand(comparison, clicked, selected),
    refresh: () => store.refresh(),
    openSample: () =>
      openSampleCommand(training, { store, panels: evolution }, context.globalStorageUri.fsPath),
    ...treeCommands(runs, { store, panels: comparison }, trees.runs),
    clearDistanceCache: () => clearDistanceCacheCommand(analysis),
    installTensorflow: () => installTensorflowCommand({ context, log }),
  };
  for (const [name, run] of Object.entries(commands)) {
    const id = commandIds[name as keyof typeof commandIds];
    hold(
      vscode.commands.registerCommand(id, async (clicked?: unknown, selected?: unknown) => {
        try {
          // A key names the view whose selection it means.
          const tree = Object.entries(viewIds).find(([, viewId]) => viewId === clicked)?.[0];
          return await (tree === undefined
            ? run(clicked, selected)
            : run(undefined, trees[tree as keyof typeof trees].view.selection));
        } catch (error) {
          log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`);
          void vscode.window.showErrorMessage(messageOf(error));
          return undefined;
        }
      }),
    );
  }
  const storage = context.globalStorageUri.fsPath;
  return { store, facts, evolution, comparison, checkpoints, forms, analysis, storage, trees };
}
