import type { FoundMatching } from '../workerProtocol';
import { parsed } from './packedLayers';

/**
 * A layer as one text: by neuron 2 (partner + 1), and 1 more where it is interchangeable, as 32-bit numbers in the byte
 * order of the machine, which a cache does not leave.
 */
export function packMatchings(layers: readonly FoundMatching[]): string {
  return JSON.stringify(
    layers.map(({ partners, interchangeable }) => {
      const codes = partners.map((partner, neuron) => 2 * (partner + 1) + interchangeable[neuron]);
      return Buffer.from(codes.buffer).toString('base64');
    }),
  );
}

/** Undefined where it is no list of such layers. Whether they are of any two networks is for those to say. */
export function unpackMatchings(json: string): FoundMatching[] | undefined {
  const layers = parsed(json);
  if (!Array.isArray(layers) || !layers.every((layer) => typeof layer === 'string')) return undefined;
  const bytes = layers.map((layer) => Uint8Array.from(Buffer.from(layer, 'base64')));
  if (bytes.some(({ length }) => length % Int32Array.BYTES_PER_ELEMENT !== 0)) return undefined;
  return bytes.map(({ buffer }) => {
    const codes = new Int32Array(buffer);
    return {
      partners: codes.map((code) => (code >> 1) - 1),
      interchangeable: Uint8Array.from(codes, (code) => code & 1),
    };
  });
}
