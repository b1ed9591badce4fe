import { valueRange, type ImageShape, type Samples } from './samples';

/**
 * - `global`: mean and deviation of all values
 * - `feature`: of each feature
 * - `channel`: of each channel of an image
 * - `range`: smallest value and width of the range of all values, so that inputs are 0 to 1
 * - `none`: 0 and 1
 */
export const normalizationKinds = ['global', 'feature', 'channel', 'range', 'none'] as const;
export type NormalizationKind = (typeof normalizationKinds)[number];

/** How a stored value becomes an input of the network: (value − mean) / deviation. */
export interface Normalization {
  /** Length 1, or one for each feature. */
  readonly means: Float64Array;
  /** Alike; never 0: where the values do not differ it is 1. */
  readonly deviations: Float64Array;
}

/** The normalisation of this kind, from the training samples alone. `image` is needed for `channel`. */
export function normalizationOf(
  samples: Samples,
  kind: NormalizationKind,
  image: ImageShape | null,
): Normalization {
  switch (kind) {
    case 'none':
      return { means: Float64Array.of(0), deviations: Float64Array.of(1) };
    case 'range': {
      const [least, greatest] = valueRange(samples);
      return { means: Float64Array.of(least), deviations: Float64Array.of(greatest - least || 1) };
    }
    case 'global':
      return standard(samples, 1, () => 0);
    case 'feature':
      return standard(samples, samples.features, (feature) => feature);
    case 'channel': {
      const { channels, strides } = image!;
      const channelOf = (feature: number): number => Math.floor(feature / strides.channel) % channels;
      const { means, deviations } = standard(samples, channels, channelOf);
      const spread = (ofChannel: Float64Array): Float64Array =>
        Float64Array.from({ length: samples.features }, (_, feature) => ofChannel[channelOf(feature)]);
      return { means: spread(means), deviations: spread(deviations) };
    }
  }
}

/** Means and deviations of `groups` groups of features, in two passes, so that large means cost no digits. */
function standard(
  { count, features, values }: Samples,
  groups: number,
  groupOf: (feature: number) => number,
): Normalization {
  const groupOfFeature = Uint32Array.from({ length: features }, (_, feature) => groupOf(feature));
  const sizes = new Float64Array(groups);
  for (const group of groupOfFeature) sizes[group] += count;
  const means = new Float64Array(groups);
  const deviations = new Float64Array(groups);
  for (let k = 0, feature = 0; k < values.length; k++) {
    means[groupOfFeature[feature]] += values[k];
    if (++feature === features) feature = 0;
  }
  for (let group = 0; group < groups; group++) means[group] /= sizes[group];
  for (let k = 0, feature = 0; k < values.length; k++) {
    const group = groupOfFeature[feature];
    deviations[group] += (values[k] - means[group]) ** 2;
    if (++feature === features) feature = 0;
  }
  for (let group = 0; group < groups; group++) {
    deviations[group] = Math.sqrt(deviations[group] / sizes[group]) || 1;
  }
  return { means, deviations };
}
