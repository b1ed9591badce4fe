import { randomStream } from '../src/topology/random';
import { makeDataset, type Dataset } from '../src/training/data/dataset';
import type { Samples } from '../src/training/data/samples';

/** Samples of random bytes with random labels: what a bench trains on that asks for time, not for accuracy. */
export function randomDataset(shape: {
  readonly features: number;
  readonly classes: number;
  readonly train: number;
}): Dataset {
  const { features, classes } = shape;
  const samples = (count: number): Samples => {
    const random = randomStream(1, 'bench', count);
    const values = Uint8Array.from({ length: count * features }, () => random.below(256));
    const labels = Uint8Array.from({ length: count }, () => random.below(classes));
    return { count, features, values, labels };
  };
  return makeDataset(
    {
      train: samples(shape.train),
      test: samples(1),
      classes,
      classNames: null,
      image: null,
      columns: null,
      notes: [],
    },
    {
      normalization: 'global',
      validationFraction: 0,
      splitSeed: 1,
      augmentation: { flip: false, shift: 0 },
    },
  );
}
