import { randomLayer } from '../topology/initial';
import { type RandomSource, randomStream } from '../topology/random';
import { randomLayerOfDegrees } from '../topology/randomDegrees';
import { permutation } from '../topology/shuffle';
import { shapeOf, type SparseLayer, type Topology } from '../topology/topology';
import { type ChanceShape, type LayerOutline, reorderedHidden } from './chanceShape';
import { type MeanRule, publishedRule } from '../measure/meanRule';
import type { Measure } from '../measure/measure';
import { meanDistance, type MeanLayer } from './meanDistance';
import { distanceMethods } from './methods/registry';
import { type Spread, spreadOf } from './statistics';

/** How far apart two networks are that have nothing in common but a shape. */
export interface ChanceLevel {
  /** Null where no layer counts. */
  readonly mean: Spread | null;
  readonly layers: readonly Spread[];
}

/**
 * The two networks of a sample, independent of each other and of those of other samples: every network of the shape is
 * equally likely, its hidden neurons in any order. The same for the same key and sample, on every machine.
 */
export function chanceNetworks(shape: ChanceShape, sample: number): readonly [Topology, Topology] {
  const [first, second] = shape.networks.map((_, which) => randomNetwork(shape, which, sample));
  return [first, second];
}

/** The layers' distances of one sample: pure, so that samples can be had in any order, on any thread. */
export function chanceSample(shape: ChanceShape, measure: Measure, sample: number): readonly MeanLayer[] {
  const [a, b] = chanceNetworks(shape, sample);
  return Array.from(distanceMethods[measure.method].layers(a, b, measure), ({ distance, counts, links }) => ({
    distance,
    counts,
    links,
  }));
}

/** Of at least two samples of one shape. */
export function chanceLevel(
  samples: readonly (readonly MeanLayer[])[],
  rule: MeanRule = publishedRule,
): ChanceLevel {
  const means = samples.map((layers) => meanDistance(layers, rule)).filter((mean) => mean !== null);
  return {
    mean: means.length === 0 ? null : spreadOf(means),
    layers: samples[0].map((_, k) => spreadOf(samples.map((layers) => layers[k].distance))),
  };
}

function randomNetwork({ key, networks }: ChanceShape, which: number, sample: number): Topology {
  const random = randomStream(0, key, sample, which);
  const outline = networks[which];
  const shuffled = reorderedHidden(outline, (layer) => permutation(outline[layer].outputs, random));
  return { layers: shuffled.map((layer) => ({ ...shapeOf(layer), ...randomLinks(layer, random) })) };
}

function randomLinks({ inputs, outputs, links, degrees }: LayerOutline, random: RandomSource): SparseLayer {
  return degrees === null
    ? randomLayer(inputs, outputs, links, random)
    : randomLayerOfDegrees(degrees.fanIn, degrees.fanOut, random);
}
