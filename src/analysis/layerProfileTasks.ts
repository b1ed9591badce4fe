import { readCheckpoint } from '../checkpoints/readCheckpoint';
import type { layerProfileMethods } from '../protocol/layerProfile';
import { type Handlers, RemoteError } from '../protocol/rpc';
import type { Topology } from '../topology/topology';
import { layerAt } from './layerAt';
import { degreeFitOf, profileOf, receptiveFieldOf } from './layerProfile';
import { readForTask } from './readForTask';
import type { ReadCheckpoint, TopologyCache } from './topologyCache';

/** What a worker thread tells of the degrees of a layer and of what its neurons see. */
export function layerProfileTasks(cache: TopologyCache): Handlers<typeof layerProfileMethods> {
  const read = (path: string): Promise<ReadCheckpoint> => readForTask(() => cache.read(path));
  const topologyOf = async (path: string): Promise<Topology> => (await read(path)).checkpoint.topology;
  return {
    async layerProfile({ path, layer }) {
      const { checkpoint, strengths } = await read(path);
      return profileOf(layerAt(checkpoint.topology, layer, path), strengths[layer]);
    },

    async receptiveField({ path, layer, neuron, weights }) {
      // Weights are not kept.
      const topology = weights
        ? (await readForTask(() => readCheckpoint(path))).topology
        : await topologyOf(path);
      const { outputs } = layerAt(topology, layer, path);
      if (neuron >= outputs) {
        throw new RemoteError(
          'NoSuchNeuron',
          `${path}: expected a neuron ${String(neuron)} in layer ${String(layer + 1)}, found ${String(outputs)} neurons`,
        );
      }
      return receptiveFieldOf(topology.layers.slice(0, layer + 1), neuron);
    },

    async degreeFit({ path, layer, side }) {
      return degreeFitOf(layerAt(await topologyOf(path), layer, path), side);
    },
  };
}
