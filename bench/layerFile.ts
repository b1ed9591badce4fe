import { readFile, writeFile } from 'node:fs/promises';
import type { SparseLayer } from '../src/topology/topology';

/** Writes layers for another process: 32-bit integers, of each layer neurons, inputs, links, indptr and indices. */
export async function writeLayers(file: string, layers: readonly SparseLayer[]): Promise<void> {
  const numbers = layers.flatMap((layer) => [
    Uint32Array.of(layer.outputs, layer.inputs, layer.indices.length),
    layer.indptr,
    layer.indices,
  ]);
  await writeFile(
    file,
    Buffer.concat(
      numbers.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
    ),
  );
}

export async function readLayers(file: string): Promise<SparseLayer[]> {
  const { buffer } = Uint8Array.from(await readFile(file));
  const numbers = new Uint32Array(buffer);
  const layers: SparseLayer[] = [];
  for (let at = 0; at < numbers.length;) {
    const [outputs, inputs, links] = numbers.subarray(at, at + 3);
    const indptr = numbers.subarray(at + 3, at + 4 + outputs);
    at += 4 + outputs + links;
    layers.push({ inputs, outputs, indptr, indices: numbers.subarray(at - links, at) });
  }
  return layers;
}
