import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { SparseLayer } from '../../topology/topology';
import { validateTopology } from '../../topology/validate';
import type { Checkpoint, CheckpointFormat } from '../checkpoint';
import {
  BIAS_ROW_ASSUMED,
  BIAS_ROW_DROPPED,
  dropBiasRow,
  haveBiasRows,
  NO_BIAS_ROW,
  zerosNote,
} from './biasRow';
import { failIn, readingFile, type Fail } from './fail';
import { epochOfName, layerOfName } from './names';
import { readSciPyLayer } from './scipySparse';

const EPOCH_FOLDER = /^epoch_\d+$/;

/**
 * A folder of the NNSTD authors, `topo/<network>/epoch_NNN/` with `weight_l0.npz`, `weight_l1.npz` …: one SciPy matrix
 * of shape (inputs + 1, outputs) a layer, the last row its bias.
 */
export const nnstdFolderFormat: CheckpointFormat = {
  id: 'nnstd-folder',
  label: 'NNSTD layer folder (SciPy .npz)',
  matches: ({ kind, name, children }) =>
    kind === 'folder' &&
    (children === undefined
      ? EPOCH_FOLDER.test(name)
      : children.some((child) => layerOfName(child) !== null)),
  read: (folder) => readingFile(folder, (fail) => readFolder(folder, fail)),
};

async function readFolder(folder: string, fail: Fail): Promise<Checkpoint> {
  const numbers = (await readdir(folder))
    .map(layerOfName)
    .filter((number) => number !== null)
    .sort((a, b) => a - b);
  const gap = numbers.findIndex((number, k) => number !== k);
  if (numbers.length === 0) throw fail('weight_l0.npz, weight_l1.npz …', 'no such file', true);
  if (gap >= 0) throw fail(`weight_l${gap}.npz`, `only layers ${numbers.join(', ')}`, true);

  const layers: SparseLayer[] = [];
  let zeros = 0;
  for (const number of numbers) {
    const file = path.join(folder, `weight_l${number}.npz`);
    const read = await readingFile(file, (failFile) => readSciPyLayer(file, failFile));
    layers.push(read.layer);
    zeros += read.zeros;
  }
  const bias = layers.length === 1 || haveBiasRows(layers, fail);
  const note = layers.length === 1 ? BIAS_ROW_ASSUMED : bias ? BIAS_ROW_DROPPED : NO_BIAS_ROW;
  return {
    path: folder,
    format: nnstdFolderFormat.id,
    epoch: epochOfName(path.basename(folder)),
    topology: validateTopology({
      layers: bias
        ? layers.map((layer, k) => dropBiasRow(layer, failIn(path.join(folder, `weight_l${k}.npz`))))
        : layers,
    }),
    notes: [note, ...zerosNote(zeros)],
  };
}
