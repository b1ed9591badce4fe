/** Folders for the bench of the panels: runs of the shape of the NNSTD authors' networks, or those themselves. */
import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkpointFileName } from '../src/checkpoints/runFolder/layout';
import { encodeTopology } from '../src/checkpoints/snapshotFile';
import { fullLayer } from '../src/topology/initial';
import type { SparseLayer } from '../src/topology/topology';
import { erdosRenyi, rewired, seededRandom } from '../test/support/syntheticLayers';

const WIDTH = 784;
/** Inputs of a neuron in the authors' networks: ε = 5 between layers of 784. */
const FAN_IN = 10;
const MOVED_SHARE = 0.3;

export interface NetworkShape {
  readonly width: number;
  readonly fanIn: number;
}

export const authorsShape: NetworkShape = { width: WIDTH, fanIn: FAN_IN };

/** A folder of checkpoints, oldest first; from one to the next a part of the links moves. */
export async function makeSeries(
  folder: string,
  checkpoints: number,
  { width, fanIn }: NetworkShape = authorsShape,
  seed = 1,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const random = seededRandom(seed);
  let layers: SparseLayer[] = Array.from({ length: 3 }, () => erdosRenyi(width, width, fanIn, random));
  const output = fullLayer(width, 10);
  for (let epoch = 0; epoch < checkpoints; epoch++) {
    const topology = { layers: [...layers, output] };
    const file = path.join(folder, checkpointFileName({ epoch, stepInEpoch: 0 }));
    await writeFile(file, encodeTopology(topology, epoch));
    layers = layers.map((layer) => rewired(layer, MOVED_SHARE, random));
  }
}

/** Ten networks of nine checkpoints in `folder`, and whether they are the authors' own. */
export async function makeTenByNine(folder: string, root: string): Promise<boolean> {
  const reference = path.resolve(root, '../shared/reference/topologies');
  const names = Array.from({ length: 10 }, (_, k) => `e5_s0_w${String(k)}`);
  if (existsSync(reference)) {
    for (const name of names) {
      await cp(path.join(reference, name), path.join(folder, name), { recursive: true });
    }
    return true;
  }
  for (const [k, name] of names.entries()) await makeSeries(path.join(folder, name), 9, authorsShape, k);
  return false;
}
