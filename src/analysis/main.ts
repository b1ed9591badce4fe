import path from 'node:path';
import { analysisMethods } from '../protocol/analysis';
import { serve } from '../protocol/rpc';
import { WorkerPool } from './pool';
import { analysisRequests } from './requests';

/** Entry of the analysis process: answers its parent until that is gone. */
if (process.send === undefined) {
  process.stderr.write('The analysis process is started by the extension, with a message channel.\n');
  process.exit(2);
}
const send = process.send.bind(process);
const pool = new WorkerPool({ workerFile: path.join(__dirname, 'analysisWorker.js') });
serve(
  {
    // Without a callback a parent that is going would be an uncaught error here.
    post: (message) => send(message, undefined, undefined, () => undefined),
    onMessage: (listener) => process.on('message', listener),
  },
  analysisMethods,
  analysisRequests(pool),
);
process.on('disconnect', () => process.exit(0));
