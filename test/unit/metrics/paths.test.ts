import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathsOf } from '../../../src/metrics/paths';
import type { Topology } from '../../../src/topology/topology';
import { arbitraryTopology, fullLayer, inputsOf, layerOf } from '../nnstd/layers';

/** Every way from an input to an output, as the neurons it visits: [input, neuron of layer 0, …, output]. */
function everyPath({ layers }: Topology): number[][] {
  const first = Array.from({ length: layers[0].inputs }, (_, input) => [input]);
  return layers.reduce<number[][]>((paths, layer, k) => {
    const each = k === 0 ? 1 : (layer.inputsPerUnit ?? 1);
    return paths.flatMap((path) =>
      Array.from({ length: layer.outputs }, (_, j) => j).flatMap((j) =>
        // A path may take any of the inputs that a unit owns; each is a way of its own.
        [...inputsOf(layer, j)]
          .filter((input) => Math.floor(input / each) === path.at(-1))
          .map((input) => [...path, input, j]),
      ),
    );
  }, first);
}

function byEnumeration(topology: Topology) {
  const { layers } = topology;
  const paths = everyPath(topology);
  return layers.map((layer, k) => {
    const links = new Set(paths.map((path) => `${String(path[2 * k + 1])} ${String(path[2 * k + 2])}`));
    const onPath = new Set(paths.map((path) => path[2 * k + 2]));
    const next = layers.at(k + 1);
    const each = next?.inputsPerUnit ?? 1;
    const feeding = new Set(
      next === undefined
        ? []
        : Array.from({ length: next.outputs }, (_, j) => [...inputsOf(next, j)])
            .flat()
            .map((input) => Math.floor(input / each)),
    );
    const neurons = Array.from({ length: layer.outputs }, (_, j) => j);
    const mute = next === undefined ? [] : neurons.filter((j) => !feeding.has(j));
    return {
      effectiveLinks: links.size,
      noOutput: mute.length,
      isolated: mute.filter((j) => inputsOf(layer, j).size === 0).length,
      offPath: layer.outputs - onPath.size,
    };
  });
}

const networks = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 })
  .chain((widths) => arbitraryTopology(widths));

/** Layers whose units own two or three inputs each, as after a convolution. */
const networksOfBlocks = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 2, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(([units, each, outputs]) =>
    fc.tuple(
      arbitraryTopology([3, units]),
      arbitraryTopology([units * each, outputs]),
      fc.constant({ inputsPerUnit: each }),
    ),
  )
  .map(([first, second, blocks]) => ({ layers: [...first.layers, { ...second.layers[0], ...blocks }] }));

describe('what lies on a path from an input to an output', () => {
  test('is what enumerating all paths finds', () => {
    fc.assert(
      fc.property(fc.oneof(networks, networksOfBlocks), (topology) => {
        expect(pathsOf(topology)).toEqual(byEnumeration(topology));
      }),
    );
  });

  test('of a network in which one neuron has no input, one no output, and one neither', () => {
    const topology = {
      // Neuron 0 is a good one, 1 has no input, 2 no output, 3 neither.
      layers: [layerOf(2, [[0], [], [1], []]), layerOf(4, [[0, 1], [1]]), fullLayer(2, 2)],
    };
    expect(pathsOf(topology)).toEqual([
      { effectiveLinks: 1, noOutput: 2, isolated: 1, offPath: 3 },
      // The second neuron hears only one that hears nothing.
      { effectiveLinks: 1, noOutput: 0, isolated: 0, offPath: 1 },
      { effectiveLinks: 2, noOutput: 0, isolated: 0, offPath: 0 },
    ]);
  });

  test('is everything in a full network, and nothing where a layer is empty', () => {
    const [full, empty] = [fullLayer(3, 3), layerOf(3, [[], [], []])];
    expect(
      pathsOf({ layers: [full, full] }).map(({ effectiveLinks, offPath }) => [effectiveLinks, offPath]),
    ).toEqual([
      [9, 0],
      [9, 0],
    ]);
    expect(
      pathsOf({ layers: [full, empty, full] }).map(({ effectiveLinks, offPath }) => [
        effectiveLinks,
        offPath,
      ]),
    ).toEqual([
      [0, 3],
      [0, 3],
      [0, 3],
    ]);
    expect(pathsOf({ layers: [] })).toEqual([]);
  });
});
