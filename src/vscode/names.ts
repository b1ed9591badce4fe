/** Names that package.json and the code share. */

export const viewIds = { runs: 'sparseTopology.runs', checkpoints: 'sparseTopology.checkpoints' } as const;

export const panelTypes = {
  evolution: 'sparseTopology.evolution',
  comparison: 'sparseTopology.comparison',
  runForm: 'sparseTopology.runForm',
} as const;

export const editorTypes = { checkpoint: 'sparseTopology.checkpoint' } as const;

export const commandIds = {
  startTraining: 'sparseTopology.startTraining',
  newRun: 'sparseTopology.newRun',
  trainAgain: 'sparseTopology.trainAgain',
  trainFromTopology: 'sparseTopology.trainFromTopology',
  pause: 'sparseTopology.pause',
  resume: 'sparseTopology.resume',
  stop: 'sparseTopology.stop',
  checkpointNow: 'sparseTopology.checkpointNow',
  openEvolution: 'sparseTopology.openEvolution',
  compare: 'sparseTopology.compare',
  watchFolder: 'sparseTopology.watchFolder',
  unwatchFolder: 'sparseTopology.unwatchFolder',
  showTrainingLog: 'sparseTopology.showTrainingLog',
  showLog: 'sparseTopology.showLog',
  deleteRun: 'sparseTopology.deleteRun',
  deleteCheckpoint: 'sparseTopology.deleteCheckpoint',
  addToEvolution: 'sparseTopology.addToEvolution',
  addToComparison: 'sparseTopology.addToComparison',
  refresh: 'sparseTopology.refresh',
  openSample: 'sparseTopology.openSample',
  openCheckpoint: 'sparseTopology.openCheckpoint',
  selectForCompare: 'sparseTopology.selectForCompare',
  compareWithSelected: 'sparseTopology.compareWithSelected',
  renameRun: 'sparseTopology.renameRun',
  annotateRun: 'sparseTopology.annotateRun',
  setExperiment: 'sparseTopology.setExperiment',
  copyPath: 'sparseTopology.copyPath',
  copyRelativePath: 'sparseTopology.copyRelativePath',
  revealInExplorer: 'sparseTopology.revealInExplorer',
  revealInFileManager: 'sparseTopology.revealInFileManager',
  sortRuns: 'sparseTopology.sortRuns',
  filterRuns: 'sparseTopology.filterRuns',
  showAllRuns: 'sparseTopology.showAllRuns',
  groupRuns: 'sparseTopology.groupRuns',
  ungroupRuns: 'sparseTopology.ungroupRuns',
  clearDistanceCache: 'sparseTopology.clearDistanceCache',
  installTensorflow: 'sparseTopology.installTensorflow',
} as const;

/** Context keys of the manifest's `when` clauses. */
export const contextKeys = {
  hasRuns: 'sparseTopology.hasRuns',
  hasRunning: 'sparseTopology.hasRunning',
  hasLive: 'sparseTopology.hasLive',
  hasResumable: 'sparseTopology.hasResumable',
  hasDeletable: 'sparseTopology.hasDeletable',
  hasCompareSelection: 'sparseTopology.hasCompareSelection',
  runsGrouped: 'sparseTopology.runsGrouped',
  runsFiltered: 'sparseTopology.runsFiltered',
  hasEvolution: 'sparseTopology.hasEvolution',
  hasComparison: 'sparseTopology.hasComparison',
  hasWatchedFolders: 'sparseTopology.hasWatchedFolders',
} as const;
