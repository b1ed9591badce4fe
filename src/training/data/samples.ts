/** Samples as they are stored; bytes stay bytes until a batch is made. */
export interface Samples {
  readonly count: number;
  /** Values of one sample. */
  readonly features: number;
  /** Length count · features, sample after sample; all finite. */
  readonly values: Uint8Array | Float32Array;
  /** Class of each sample, length count. */
  readonly labels: Uint8Array;
}

/** How the features of a sample are an image: pixel (channel, y, x) is the feature at the sum of their strides. */
export interface ImageShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly strides: { readonly channel: number; readonly row: number; readonly column: number };
}

export const maxFeatures = 2 ** 24;
/** Labels are bytes. */
export const maxClasses = 256;

/** The image of a channel after the other, each row by row. */
export function planarImage(channels: number, height: number, width: number): ImageShape {
  return { channels, height, width, strides: { channel: height * width, row: width, column: 1 } };
}

/** The image of a pixel after the other, each with all its channels. */
export function interleavedImage(height: number, width: number, channels: number): ImageShape {
  return { channels, height, width, strides: { channel: 1, row: width * channels, column: channels } };
}

/** The samples at these places, in this order, copied. */
export function takeSamples(samples: Samples, places: Uint32Array): Samples {
  const { features, values, labels } = samples;
  const taken =
    values instanceof Uint8Array
      ? new Uint8Array(places.length * features)
      : new Float32Array(places.length * features);
  places.forEach((place, k) => {
    taken.set(values.subarray(place * features, (place + 1) * features), k * features);
  });
  return {
    count: places.length,
    features,
    values: taken,
    labels: Uint8Array.from(places, (place) => labels[place]),
  };
}

/** Bytes where every value is a whole number of 0 to 255, otherwise the values themselves. */
export function compactValues(values: Float32Array): Uint8Array | Float32Array {
  const bytes = new Uint8Array(values.length);
  for (let k = 0; k < values.length; k++) {
    bytes[k] = values[k];
    if (bytes[k] !== values[k]) return values;
  }
  return bytes;
}

/** How many samples each class has. */
export function classCounts(labels: Uint8Array, classes: number): Uint32Array {
  const counts = new Uint32Array(classes);
  for (const label of labels) counts[label]++;
  return counts;
}

/** The least and the greatest stored value. */
export function valueRange({ values }: Samples): [least: number, greatest: number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}
