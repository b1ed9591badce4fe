import path from 'node:path';
import { byteCount, isBits, type LinkSet } from '../topology/linkSet';
import type { LayerShape, Topology } from '../topology/topology';
import { validateLayer, validateTopology } from '../topology/validate';
import { writeFileAtomic } from './atomicWrite';
import { checkFreeSpace } from './freeSpace';
import { addExplored, hasBitsBeyond, readExplored } from './formats/exploredLinks';
import { readingFile, type Fail } from './formats/fail';
import {
  encodeSafetensors,
  withSafetensors,
  type Dtype,
  type SafetensorsFile,
} from './formats/safetensorsFile';
import {
  commonMetadata,
  layerTensor,
  readFloats,
  readMetadata,
  readTensor,
  readTopology,
  TensorList,
  type Metadata,
} from './formats/safetensorsLayout';
import type { TrainingSnapshot } from './trainingSnapshot';

const methodPrefix = 'method.';

/** A snapshot whose parts do not belong together, caught before it is written. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

/** Writes a snapshot whole or not at all. Rejects with `DiskFullError` or the error of the file system. */
export async function writeSnapshot(file: string, snapshot: TrainingSnapshot): Promise<void> {
  const chunks = encodeSnapshot(snapshot);
  await checkFreeSpace(
    path.dirname(file),
    chunks.reduce((sum, chunk) => sum + chunk.length, 0),
  );
  await writeFileAtomic(file, chunks);
}

/** Reads a snapshot back, equal to the bit. Throws `CheckpointError`. */
export async function readSnapshot(file: string): Promise<TrainingSnapshot> {
  return readingFile(file, (fail) =>
    withSafetensors(file, fail, async (tensors) => {
      const metadata = readMetadata(tensors, fail);
      const moments = snapshotMoments(metadata, fail);
      const topology = await readTopology(tensors, metadata, fail);
      const biases: Float32Array[] = [];
      const velocities: Float32Array[] = [];
      const biasVelocities: Float32Array[] = [];
      const secondMoments: TrainingSnapshot['secondMoments'][number][] = [];
      const srelu: TrainingSnapshot['srelu'][number][] = [];
      const explored: LinkSet[] = [];
      for (const [k, layer] of topology.layers.entries()) {
        if (layer.values === undefined) throw fail(`values in layer ${k}`, 'a topology alone');
        biases.push(await readFloats(tensors, layerTensor(k, 'bias'), layer.outputs, fail));
        velocities.push(await readFloats(tensors, layerTensor(k, 'velocity'), layer.indices.length, fail));
        biasVelocities.push(await readFloats(tensors, layerTensor(k, 'bias_velocity'), layer.outputs, fail));
        if (tensors.tensors.has(layerTensor(k, 'second_moment'))) {
          secondMoments.push({
            links: await readFloats(tensors, layerTensor(k, 'second_moment'), layer.indices.length, fail),
            bias: await readFloats(tensors, layerTensor(k, 'bias_second_moment'), layer.outputs, fail),
          });
        }
        if (tensors.tensors.has(layerTensor(k, 'srelu'))) {
          const floats = (part: string): Promise<Float32Array> =>
            readFloats(tensors, layerTensor(k, part), 4 * layer.outputs, fail);
          const [values, velocities] = [await floats('srelu'), await floats('srelu_velocity')];
          const hasMoments = tensors.tensors.has(layerTensor(k, 'srelu_second_moment'));
          srelu.push({
            values,
            velocities,
            ...(hasMoments && { secondMoments: await floats('srelu_second_moment') }),
          });
        }
        explored.push(await readExplored(tensors, k, layer, fail));
      }
      return {
        ...moments,
        topology,
        biases,
        velocities,
        biasVelocities,
        secondMoments,
        srelu,
        random: new Uint32Array(await readTensor(tensors, 'random', 'U32', null, fail)),
        explored,
        epochSums: new Float64Array(await readTensor(tensors, 'epoch_sums', 'F64', null, fail)),
        improvement: new Float64Array(await readOptional(tensors, 'improvement', 'F64', fail)),
        methodState: await readMethodState(tensors, fail),
        normalization: {
          means: new Float64Array(await readTensor(tensors, 'input_means', 'F64', null, fail)),
          deviations: new Float64Array(await readTensor(tensors, 'input_deviations', 'F64', null, fail)),
        },
      };
    }),
  );
}

/**
 * The chunks of the file of a snapshot; equal snapshots give equal bytes. They share the memory of the snapshot. Throws
 * `SnapshotError` or `TopologyError` for one that could not be read back.
 */
export function encodeSnapshot(snapshot: TrainingSnapshot): Uint8Array[] {
  validateTopology(snapshot.topology);
  const { layers } = snapshot.topology;
  const list = new TensorList();
  list.addTopology(snapshot.topology);
  for (const [k, layer] of layers.entries()) {
    const links = layer.indices.length;
    const explored = checkExplored(k, snapshot.explored[k], layer);
    if (layer.values === undefined) throw new SnapshotError(`layer ${k} has no values`);
    checkLength(`biases of layer ${k}`, snapshot.biases[k], layer.outputs);
    checkLength(`velocities of layer ${k}`, snapshot.velocities[k], links);
    checkLength(`bias velocities of layer ${k}`, snapshot.biasVelocities[k], layer.outputs);
    list.add(layerTensor(k, 'bias'), 'F32', snapshot.biases[k]);
    list.add(layerTensor(k, 'velocity'), 'F32', snapshot.velocities[k]);
    list.add(layerTensor(k, 'bias_velocity'), 'F32', snapshot.biasVelocities[k]);
    if (snapshot.secondMoments.length > 0) {
      const moments = snapshot.secondMoments[k];
      checkLength(`second moments of layer ${k}`, moments?.links, links);
      checkLength(`second moments of biases of layer ${k}`, moments?.bias, layer.outputs);
      list.add(layerTensor(k, 'second_moment'), 'F32', moments.links);
      list.add(layerTensor(k, 'bias_second_moment'), 'F32', moments.bias);
    }
    const srelu = snapshot.srelu[k];
    if (srelu) {
      for (const [part, array] of [
        ['srelu', srelu.values],
        ['srelu_velocity', srelu.velocities],
        ['srelu_second_moment', srelu.secondMoments],
      ] as const) {
        if (array === undefined) continue;
        checkLength(`parameters of SReLU of layer ${k}`, array, 4 * layer.outputs);
        list.add(layerTensor(k, part), 'F32', array);
      }
    }
    addExplored(list, k, explored);
  }
  list.add('random', 'U32', snapshot.random);
  list.add('epoch_sums', 'F64', snapshot.epochSums);
  if (snapshot.improvement.length > 0) list.add('improvement', 'F64', snapshot.improvement);
  for (const [name, values] of Object.entries(snapshot.methodState)) {
    list.add(methodPrefix + name, 'F32', values);
  }
  list.add('input_means', 'F64', snapshot.normalization.means);
  list.add('input_deviations', 'F64', snapshot.normalization.deviations);
  return encodeSafetensors(list.tensors, {
    ...commonMetadata('snapshot', snapshot.topology),
    epoch: String(snapshot.epoch),
    step_in_epoch: String(snapshot.stepInEpoch),
    step: String(snapshot.step),
    moment_steps: String(snapshot.momentSteps),
    engine: snapshot.engine,
    config: snapshot.config,
  });
}

/** The chunks of the file of a topology alone, with values where it has them. Throws `TopologyError`. */
export function encodeTopology(topology: Topology, epoch: number | null): Uint8Array[] {
  const list = new TensorList();
  list.addTopology(validateTopology(topology));
  return encodeSafetensors(list.tensors, {
    ...commonMetadata('topology', topology),
    ...(epoch === null ? {} : { epoch: String(epoch) }),
  });
}

function snapshotMoments(
  metadata: Metadata,
  fail: Fail,
): Pick<TrainingSnapshot, 'epoch' | 'stepInEpoch' | 'step' | 'momentSteps' | 'engine' | 'config'> {
  const {
    kind,
    epoch,
    step_in_epoch: stepInEpoch,
    step,
    moment_steps: momentSteps,
    engine,
    config,
  } = metadata;
  if (kind !== 'snapshot') throw fail('a snapshot of a training run', 'a topology alone');
  if (epoch === undefined || stepInEpoch === undefined || step === undefined || config === undefined) {
    throw fail('metadata epoch, step_in_epoch, step and config', 'not all of them');
  }
  // Files from before there was Adam do not say it, and need it for nothing.
  return { epoch, stepInEpoch, step, momentSteps: momentSteps ?? step, engine, config };
}

async function readMethodState(
  file: SafetensorsFile,
  fail: Fail,
): Promise<Readonly<Record<string, Float32Array>>> {
  const state: Record<string, Float32Array> = {};
  for (const name of file.tensors.keys()) {
    if (!name.startsWith(methodPrefix)) continue;
    state[name.slice(methodPrefix.length)] = new Float32Array(
      await readTensor(file, name, 'F32', null, fail),
    );
  }
  return state;
}

/** Of a tensor that is not there: nothing. */
async function readOptional(
  file: SafetensorsFile,
  name: string,
  dtype: Dtype,
  fail: Fail,
): Promise<ArrayBuffer> {
  return file.tensors.has(name) ? readTensor(file, name, dtype, null, fail) : new ArrayBuffer(0);
}

/** Throws `SnapshotError` or `TopologyError`. */
function checkExplored(k: number, explored: LinkSet | undefined, layer: LayerShape): LinkSet {
  if (explored?.inputs !== layer.inputs || explored.outputs !== layer.outputs) {
    throw new SnapshotError(`the explored links of layer ${k} are of another shape`);
  }
  if (!isBits(explored)) return validateLayer(explored, k);
  if (explored.bits.length !== byteCount(layer) || hasBitsBeyond(explored)) {
    throw new SnapshotError(`the explored links of layer ${k} are not a bit for each possible one`);
  }
  return explored;
}

function checkLength(what: string, array: Float32Array | undefined, length: number): void {
  if (array?.length !== length) {
    throw new SnapshotError(`expected ${length} ${what}, found ${array?.length ?? 'none'}`);
  }
}
