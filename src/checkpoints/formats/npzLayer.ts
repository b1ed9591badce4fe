import path from 'node:path';
import { validateTopology } from '../../topology/validate';
import type { Checkpoint, CheckpointFormat } from '../checkpoint';
import { BIAS_ROW_ASSUMED, dropBiasRow, zerosNote } from './biasRow';
import { readingFile, type Fail } from './fail';
import { epochOfPath, layerOfName } from './names';
import { readSciPyLayer } from './scipySparse';

/**
 * A single layer as `scipy.sparse.save_npz` writes it, of shape (inputs, outputs). Named `weight_lK.npz` it is a layer
 * of the NNSTD authors, whose last row is the bias.
 */
export const npzLayerFormat: CheckpointFormat = {
  id: 'npz-layer',
  label: 'Sparse layer (SciPy .npz)',
  matches: ({ kind, name }) => kind === 'file' && name.toLowerCase().endsWith('.npz'),
  read: (file) => readingFile(file, (fail) => readLayer(file, fail)),
};

async function readLayer(file: string, fail: Fail): Promise<Checkpoint> {
  const { layer, zeros } = await readSciPyLayer(file, fail);
  const ofAuthors = layerOfName(path.basename(file)) !== null;
  return {
    path: file,
    format: npzLayerFormat.id,
    epoch: epochOfPath(file),
    topology: validateTopology({ layers: [ofAuthors ? dropBiasRow(layer, fail) : layer] }),
    notes: [...(ofAuthors ? [BIAS_ROW_ASSUMED] : []), ...zerosNote(zeros)],
  };
}
