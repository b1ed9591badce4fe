import type { CheckpointFormat } from '../checkpoint';
import { readingFile } from './fail';
import { epochOfPath } from './names';
import { withSafetensors } from './safetensorsFile';
import { readMetadata, readTopology } from './safetensorsLayout';

/** Our own checkpoints, whole snapshots and bare topologies alike; only the tensors of the topology are read. */
export const safetensorsFormat: CheckpointFormat = {
  id: 'safetensors',
  label: 'Sparse Topology checkpoint (.safetensors)',
  matches: ({ kind, name }) => kind === 'file' && name.toLowerCase().endsWith('.safetensors'),
  read: (path) =>
    readingFile(path, (fail) =>
      withSafetensors(path, fail, async (file) => {
        const metadata = readMetadata(file, fail);
        return {
          path,
          format: 'safetensors',
          epoch: metadata.epoch ?? epochOfPath(path),
          topology: await readTopology(file, metadata, fail),
          notes: [],
        };
      }),
    ),
};
