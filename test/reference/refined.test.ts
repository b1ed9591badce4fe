import { describe, expect, test } from 'vitest';
import { measureOf } from '../../src/measure/measure';
import { networkDistance } from '../../src/nnstd/networkDistance';
import { refinedDistance } from '../../src/nnstd/refined/refinedDistance';
import { authorsNetwork, refinedPairs } from '../support/refinedPairs';
import { seededRandom } from '../support/syntheticLayers';
import { titled } from '../support/titled';
import { shuffled } from '../unit/nnstd/refined/networks';
import { noTopologies, topologies } from './authors';

const quick = measureOf('refined', { budget: 'quick' });

function load(network: string, epoch: string) {
  return authorsNetwork(topologies, network, epoch);
}

const title = "refined distance of the authors' own topologies";
describe.skipIf(noTopologies !== null)(titled(title, noTopologies), () => {
  test.each(refinedPairs)(
    '%s – %s at epoch %s is within .0003 of %d or below',
    async (first, second, epoch, expected) => {
      const [a, b] = await Promise.all([load(first, epoch), load(second, epoch)]);
      const { mean } = refinedDistance(a, b, measureOf('refined'));
      expect(mean).toBeLessThanOrEqual(expected + 0.0003);
      expect(mean).toBeGreaterThan(expected - 0.002);
      expect(mean).toBeLessThanOrEqual(networkDistance(a, b, measureOf('greedy')).mean!);
      expect(mean).toBeLessThanOrEqual(networkDistance(a, b, measureOf('reference')).mean!);
    },
  );

  test('is 0 for a shuffled copy of each of the ten networks', async () => {
    const random = seededRandom(97);
    for (let at = 0; at < 10; at++) {
      for (const epoch of ['000', '190']) {
        const network = await load(`w${String(at)}`, epoch);
        const copy = shuffled(network, random).network;
        expect(refinedDistance(network, copy, quick).mean).toBe(0);
      }
    }
  });

  test('is the same whichever comes first and however both are shuffled', async () => {
    const random = seededRandom(101);
    const [a, b] = await Promise.all([load('w0', '190'), load('w9', '190')]);
    const distances = refinedDistance(a, b, quick).layers.map((layer) => layer.distance);
    for (let copy = 0; copy < 3; copy++) {
      const other = refinedDistance(shuffled(b, random).network, shuffled(a, random).network, quick);
      expect(other.layers.map((layer) => layer.distance)).toEqual(distances);
    }
  });
});
