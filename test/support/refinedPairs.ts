import path from 'node:path';
import { readCheckpoint } from '../../src/checkpoints/readCheckpoint';
import type { Topology } from '../../src/topology/topology';

/** Pairs of the authors' networks, an epoch, and the mean over 10 to 20 shuffles by a native prototype of `refined`. */
export const refinedPairs = [
  ['w0', 'w9', '190', 0.48192],
  ['w0', 'w1', '190', 0.39229],
  ['w3', 'w7', '190', 0.43963],
  ['w2', 'w5', '190', 0.42474],
  ['w0', 'w9', '050', 0.44107],
  ['w2', 'w5', '050', 0.38399],
  ['w0', 'w9', '010', 0.41551],
  ['w3', 'w7', '010', 0.36703],
] as const;

/** One of the authors' networks, such as 'w9' at '190', from the folder of their topologies. */
export async function authorsNetwork(topologies: string, network: string, epoch: string): Promise<Topology> {
  const folder = path.join(topologies, `e5_s0_${network}`, `epoch_${epoch}`);
  return (await readCheckpoint(folder)).topology;
}
