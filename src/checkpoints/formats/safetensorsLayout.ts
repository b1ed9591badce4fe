import * as z from 'zod';
import type { SparseLayer, Topology } from '../../topology/topology';
import { widths } from '../../topology/topology';
import { MAX_UNITS, validateTopology } from '../../topology/validate';
import type { Fail } from './fail';
import { shapeText } from './npy';
import type { Dtype, SafetensorsFile, Tensor } from './safetensorsFile';

/** Which tensors and metadata our checkpoints hold: docs/checkpoint-format.md says it in words. */
export const FORMAT_VERSION = '1';

export const layerTensor = (layer: number, part: string): string => `layers.${layer}.${part}`;

/** Tensors are added in the order in which they are to stand. */
export class TensorList {
  readonly tensors = new Map<string, Tensor>();

  /** Adds the memory of `array` itself, not a copy. */
  add(
    name: string,
    dtype: Dtype,
    array: Uint8Array | Uint32Array | Float32Array | Float64Array | BigInt64Array,
  ): void {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    this.tensors.set(name, { dtype, shape: [array.length], bytes });
  }

  addTopology(topology: Topology): void {
    topology.layers.forEach((layer, k) => {
      this.add(layerTensor(k, 'shape'), 'I64', BigInt64Array.of(BigInt(layer.outputs), BigInt(layer.inputs)));
      // Signed, since that is what SciPy and torch index with; no index comes near 2³¹ (see MAX_UNITS, MAX_LINKS).
      this.add(layerTensor(k, 'indptr'), 'I32', layer.indptr);
      this.add(layerTensor(k, 'indices'), 'I32', layer.indices);
      if (layer.values !== undefined) this.add(layerTensor(k, 'values'), 'F32', layer.values);
    });
  }
}

const count = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

const metadataSchema = z.object({
  kind: z.enum(['topology', 'snapshot']),
  widths: z
    .string()
    .max(200_000)
    .regex(/^\[\d+(,\d+)+\]$/)
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(z.array(z.number().int().nonnegative().max(MAX_UNITS)).min(2)),
  epoch: count.optional(),
  step_in_epoch: count.optional(),
  step: count.optional(),
  moment_steps: count.optional(),
  config: z.string().optional(),
  engine: z.enum(['sparse', 'tensorflow']).default('sparse'),
});
export type Metadata = z.infer<typeof metadataSchema>;

/** The metadata common to both kinds of file; all of it strings, as safetensors has it. */
export function commonMetadata(kind: Metadata['kind'], topology: Topology): Record<string, string> {
  return { sparse_topology: FORMAT_VERSION, kind, widths: JSON.stringify(widths(topology)) };
}

/** Throws `CheckpointError` for a file that is not ours, is of another version, or says of itself what cannot be. */
export function readMetadata(file: SafetensorsFile, fail: Fail): Metadata {
  const version = file.metadata.get('sparse_topology');
  if (version === undefined) {
    throw fail(
      'a safetensors file written by Sparse Topology (those of other tools cannot be opened yet)',
      `one of another tool, with ${file.tensors.size} tensors (${[...file.tensors.keys()].slice(0, 3).join(', ')} …)`,
    );
  }
  if (version !== FORMAT_VERSION) {
    throw fail(`format version ${FORMAT_VERSION}`, `version ${JSON.stringify(version.slice(0, 20))}`);
  }
  const parsed = metadataSchema.safeParse(Object.fromEntries(file.metadata));
  if (!parsed.success) throw fail('metadata of a checkpoint', z.prettifyError(parsed.error));
  return parsed.data;
}

/** The topology of a file of ours. Throws `CheckpointError` or `TopologyError`. */
export async function readTopology(file: SafetensorsFile, metadata: Metadata, fail: Fail): Promise<Topology> {
  const layers: SparseLayer[] = [];
  for (let k = 0; k + 1 < metadata.widths.length; k++) {
    const inputs = metadata.widths[k];
    const outputs = metadata.widths[k + 1];
    const [rows, columns] = new BigInt64Array(
      await readTensor(file, layerTensor(k, 'shape'), 'I64', 2, fail),
    );
    if (rows !== BigInt(outputs) || columns !== BigInt(inputs)) {
      throw fail(`shape (${outputs}, ${inputs}) in layer ${k}, as the widths say`, `(${rows}, ${columns})`);
    }
    const indptr = new Uint32Array(
      await readTensor(file, layerTensor(k, 'indptr'), 'I32', outputs + 1, fail),
    );
    const indices = new Uint32Array(await readTensor(file, layerTensor(k, 'indices'), 'I32', null, fail));
    const layer = { inputs, outputs, indptr, indices };
    layers.push(
      file.tensors.has(layerTensor(k, 'values'))
        ? { ...layer, values: await readFloats(file, layerTensor(k, 'values'), indices.length, fail) }
        : layer,
    );
  }
  return validateTopology({ layers });
}

export async function readFloats(
  file: SafetensorsFile,
  name: string,
  length: number,
  fail: Fail,
): Promise<Float32Array> {
  return new Float32Array(await readTensor(file, name, 'F32', length, fail));
}

/** The items of a one-dimensional tensor of this type and length (null: any). Throws `CheckpointError`. */
export async function readTensor(
  file: SafetensorsFile,
  name: string,
  dtype: Dtype,
  length: number | null,
  fail: Fail,
): Promise<ArrayBuffer> {
  const tensor = file.tensors.get(name);
  const expected = `tensor '${name}' of ${length === null ? 'a list of' : length} ${dtype}`;
  if (tensor === undefined) throw fail(expected, 'none of this name');
  const fits = tensor.shape.length === 1 && (length === null || tensor.shape[0] === length);
  if (tensor.dtype !== dtype || !fits) {
    throw fail(expected, `${tensor.dtype} of shape ${shapeText(tensor.shape)}`);
  }
  return file.read(tensor);
}
