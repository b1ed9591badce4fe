import type { CheckpointFormat } from '../checkpoint';
import { readExploredCounts } from './exploredLinks';
import { readingFile } from './fail';
import { epochOfPath } from './names';
import { withSafetensors } from './safetensorsFile';
import { readMetadata, readTopology } from './safetensorsLayout';

/** Our own checkpoints, whole snapshots and bare topologies alike; the tensors of the training itself are not read. */
export const safetensorsFormat: CheckpointFormat = {
  id: 'safetensors',
  label: 'Sparse Topology checkpoint (.safetensors)',
  matches: ({ kind, name }) => kind === 'file' && name.toLowerCase().endsWith('.safetensors'),
  read: (path) =>
    readingFile(path, (fail) =>
      withSafetensors(path, fail, async (file) => {
        const metadata = readMetadata(file, fail);
        const topology = await readTopology(file, metadata, fail);
        const explored = await readExploredCounts(file, topology, fail);
        return {
          path,
          format: 'safetensors',
          epoch: metadata.epoch ?? epochOfPath(path),
          topology,
          ...(explored === null ? {} : { explored }),
          notes: [],
        };
      }),
    ),
};
