import path from 'node:path';
import { analysisMethods } from '../protocol/analysis';
import { serve } from '../protocol/rpc';
import { openDistanceCache } from './cache/distanceCache';
import { MATCHING_SHARE, openMatchingCache } from './cache/matchingCache';
import { WorkerPool } from './pool';
import { analysisRequests } from './requests';
import { startOptionsSchema } from './startOptions';

/** Entry of the analysis process: answers its parent until that is gone. */
if (process.send === undefined) {
  process.stderr.write('The analysis process is started by the extension, with a message channel.\n');
  process.exit(2);
}
const send = process.send.bind(process);
const { cacheFolder, cacheBytes } = startOptionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
const workerFile = path.join(__dirname, 'analysisWorker.js');
const pool = new WorkerPool({ workerFile });
const readers = new WorkerPool({ workerFile, threads: 1 });
// Reads each checkpoint once: keeping them would help nobody.
const gatherer = new WorkerPool({ workerFile, threads: 1, cacheBytes: 0 });
const onProblem = (message: string): void => {
  process.stderr.write(`${message}\n`);
};
const distances = openDistanceCache(cacheFolder, {
  limitBytes: (1 - MATCHING_SHARE) * cacheBytes,
  onProblem,
});
const matchings = openMatchingCache(cacheFolder, { limitBytes: MATCHING_SHARE * cacheBytes, onProblem });
process.on('exit', () => {
  distances.close();
  matchings.close();
});
// Without this it would end without its 'exit'.
process.on('SIGTERM', () => process.exit(0));
serve(
  {
    // Without a callback a parent that is going would be an uncaught error here.
    post: (message) => send(message, undefined, undefined, () => undefined),
    onMessage: (listener) => process.on('message', listener),
  },
  analysisMethods,
  analysisRequests({ pool, readers, gatherer }, { distances, matchings }),
);
process.on('disconnect', () => process.exit(0));
