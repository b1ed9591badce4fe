/** Runs in a thread of its own: its whole life is one call into the kernels. */
import { parentPort, workerData } from 'node:worker_threads';
import type { HelperData } from './helperThreads';
import { startTrainingModule } from './trainingModule';

const { module, memory, run, thread } = workerData as HelperData;
const kernels = startTrainingModule(module, memory);
parentPort!.postMessage('ready');
try {
  kernels.help(run, thread);
} catch (error) {
  // Nobody shall wait for this thread.
  kernels.fail(run);
  throw error;
}
