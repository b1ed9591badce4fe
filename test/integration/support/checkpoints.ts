import { encodeTopology } from '../../../src/checkpoints/snapshotFile';
import { randomLayer } from '../../../src/topology/initial';
import { randomStream } from '../../../src/topology/random';

/** Bytes of a small checkpoint; its topology follows from the seed. */
export function checkpointBytes(epoch: number, seed = epoch, widths = [20, 12, 4]): Buffer {
  const random = randomStream(seed, 'integration test');
  const layers = widths
    .slice(1)
    .map((outputs, k) => randomLayer(widths[k], outputs, Math.ceil(widths[k] * outputs * 0.25), random));
  return Buffer.concat(encodeTopology({ layers }, epoch));
}

export function checkpointName(epoch: number): string {
  return `epoch-${String(epoch).padStart(4, '0')}.safetensors`;
}
