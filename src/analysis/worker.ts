import { parentPort, workerData } from 'node:worker_threads';
import { serve } from '../protocol/rpc';
import { TopologyCache } from './topologyCache';
import { workerDataSchema, workerMethods } from './workerProtocol';
import { workerTasks } from './workerTasks';

/** Entry of a worker thread of the analysis process. */
const port = parentPort;
if (port === null) throw new Error('to be started as a worker thread');
const { cacheBytes } = workerDataSchema.parse(workerData);
serve(
  {
    post: (message) => {
      port.postMessage(message);
    },
    onMessage: (listener) => port.on('message', listener),
  },
  workerMethods,
  workerTasks(new TopologyCache(cacheBytes)),
);
