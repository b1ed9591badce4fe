import path from 'node:path';
import { createRun, runFolderName } from '../checkpoints/runFolder/createRun';
import { runPaths } from '../checkpoints/runFolder/layout';
import { resumeRun } from '../checkpoints/runFolder/resumeRun';
import { readRunConfig } from '../checkpoints/runFolder/runFiles';
import { RunFolderError, runFolderProblem } from '../checkpoints/runFolder/runFolderErrors';
import type { RunWriter } from '../checkpoints/runFolder/runWriter';
import { snapshotFiles } from '../checkpoints/snapshotThread';
import { builtFile } from '../kernels/compiledKernel';
import { canonicalConfig, resolveConfig, type ResolvedConfig } from '../training/config';
import { type Dataset, loadDataset } from '../training/data/dataset';
import { runInputsOf } from '../training/data/runInputs';
import { train } from '../training/loop';
import { DivergedError } from '../training/trainingErrors';
import { readConfigFile } from './configFile';
import { CliError } from './cliError';
import type { Console } from './console';
import { exitCodes, signalExitCodes, type StopSignal } from './exitCodes';
import { onStopSignal } from './signals';
import { jsonReport, reportingHost, terminalReport, type TrainingReport } from './trainingReport';
import { sparseTopologyVersion } from './version';

const snapshots = snapshotFiles(builtFile('checkpointThread.js'));

export interface NewTraining {
  /** Absolute path of the configuration file. */
  readonly config: string;
  /** Folder to make the run folder in; otherwise `runs` beside the configuration. */
  readonly out: string | undefined;
  readonly name: string | undefined;
  /** Whether standard output gets a JSON object a line. */
  readonly json: boolean;
}

/** Trains a new run to its end, in this process. */
export async function startTraining(training: NewTraining, console: Console): Promise<void> {
  const config = resolveConfig(await readConfigFile(training.config), training.config);
  const writer = await createRun({
    parent:
      training.out === undefined
        ? path.join(path.dirname(training.config), 'runs')
        : path.resolve(training.out),
    name: training.name ?? runFolderName(config.name ?? path.parse(training.config).name),
    config: canonicalConfig(config),
    epochs: config.epochs,
    version: sparseTopologyVersion,
    snapshots,
    keep: config.keep,
    echo: console.log,
  });
  await trainToEnd(writer, config, console, training.json);
}

/** Goes on with a run that no process trains, to its end, in this process. */
export async function resumeTraining(folder: string, console: Console, json: boolean): Promise<void> {
  const read = await readRunConfig(folder);
  if (read.status !== 'read') {
    const why = read.status === 'missing' ? 'it has no config.json' : read.problem;
    throw new RunFolderError(folder, `it is no run folder: ${why}`);
  }
  const config = resolveConfig(read.value, runPaths(folder).config);
  const writer = await resumeRun({
    folder,
    epochs: config.epochs,
    version: sparseTopologyVersion,
    snapshots,
    keep: config.keep,
    echo: console.log,
  });
  await trainToEnd(writer, config, console, json);
}

async function trainToEnd(
  writer: RunWriter,
  config: ResolvedConfig,
  console: Console,
  json: boolean,
): Promise<void> {
  const report = json ? jsonReport(console) : terminalReport(console);
  report.started(writer.folder);
  let signal: StopSignal | null = null;
  const stopListening = onStopSignal((received) => {
    signal = received;
    writer.log('info', `${received}: stopping after this step, with a checkpoint; once more ends at once`);
    writer.request('stop');
  });
  try {
    const data = await loadDataset(config.data);
    await writer.describeInputs(runInputsOf(data));
    const end = await trainWith(writer, config, data, report);
    await writer.settled();
    await writer.finish(end);
    report.ended(writer.record);
    if (signal !== null && end === 'stopped') process.exitCode = signalExitCodes[signal as StopSignal];
  } catch (error) {
    await writer.settledOnce();
    const problem =
      error instanceof DivergedError
        ? new CliError(`${error.message}. ${lastGoodCheckpoint(writer)}`, exitCodes.failed)
        : runFolderProblem(writer.folder, error);
    await writer.finish('failed', problem.message).catch(() => {
      writer.abandon();
    });
    report.ended({ state: 'failed', error: problem.message, endedEarly: null });
    throw problem;
  } finally {
    stopListening();
    console.close();
  }
}

/** Not asynchronous, which would keep the snapshot as long as the run lasts. */
function trainWith(
  writer: RunWriter,
  config: ResolvedConfig,
  data: Dataset,
  report: TrainingReport,
): Promise<'finished' | 'stopped'> {
  return train(config, data, writer.takeSnapshot(), reportingHost(writer, report));
}

function lastGoodCheckpoint({ lastCheckpoint }: RunWriter): string {
  return lastCheckpoint === null
    ? 'There is no checkpoint yet'
    : `The last good checkpoint is ${lastCheckpoint}`;
}
