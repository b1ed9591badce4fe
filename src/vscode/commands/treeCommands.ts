import type { commandIds } from '../names';
import { noFilter } from '../views/runArrangement';
import type { RunsView } from '../views/runsView';
import { annotateRunCommand, renameRunCommand, setExperimentCommand } from './annotateCommands';
import { filterRunsCommand, sortRunsCommand } from './arrangeCommands';
import type { CompareServices } from './compareCommand';
import { openCheckpointCommand } from './openCheckpoint';
import { CompareSelection } from './compareSelection';
import {
  copyPathCommand,
  copyRelativePathCommand,
  revealInExplorerCommand,
  revealInFileManagerCommand,
} from './pathCommands';
import type { RunServices } from './runCommands';

type TreeCommand =
  | 'openCheckpoint'
  | 'selectForCompare'
  | 'compareWithSelected'
  | 'renameRun'
  | 'annotateRun'
  | 'setExperiment'
  | 'copyPath'
  | 'copyRelativePath'
  | 'revealInExplorer'
  | 'revealInFileManager'
  | 'sortRuns'
  | 'filterRuns'
  | 'showAllRuns'
  | 'groupRuns'
  | 'ungroupRuns';

/** What can be done to the items of the trees, and to how they are arranged. */
export function treeCommands(
  runs: RunServices,
  compare: CompareServices,
  view: RunsView,
): Readonly<
  Record<TreeCommand & keyof typeof commandIds, (clicked?: unknown, selected?: unknown) => unknown>
> {
  const selection = new CompareSelection(compare);
  return {
    openCheckpoint: openCheckpointCommand,
    selectForCompare: (clicked, selected) => {
      selection.select(clicked, selected);
    },
    compareWithSelected: (clicked, selected) => selection.compareWith(clicked, selected),
    renameRun: (clicked, selected) => renameRunCommand(runs, clicked, selected),
    annotateRun: (clicked, selected) => annotateRunCommand(runs, clicked, selected),
    setExperiment: (clicked, selected) => setExperimentCommand(runs, clicked, selected),
    copyPath: copyPathCommand,
    copyRelativePath: copyRelativePathCommand,
    revealInExplorer: revealInExplorerCommand,
    revealInFileManager: revealInFileManagerCommand,
    sortRuns: () => sortRunsCommand(view),
    filterRuns: () => filterRunsCommand(runs.store, view),
    showAllRuns: () => view.arrange({ filter: noFilter }),
    groupRuns: () => view.arrange({ grouped: true }),
    ungroupRuns: () => view.arrange({ grouped: false }),
  };
}
