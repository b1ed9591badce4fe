import { randomStream } from '../../../../src/topology/random';
import { makeDataset, type Dataset, type Preparation } from '../../../../src/training/data/dataset';
import type { Samples } from '../../../../src/training/data/samples';

/** What is done with samples where a test says nothing else. */
export const plainPreparation: Preparation = {
  normalization: 'global',
  validationFraction: 0,
  splitSeed: 1,
  augmentation: { flip: false, shift: 0 },
};

/** A data set of two parts that are no images. */
export function datasetOf(train: Samples, test: Samples, preparation: Partial<Preparation> = {}): Dataset {
  const classes = 1 + Math.max(...train.labels, ...test.labels);
  return makeDataset(
    { train, test, classes, classNames: null, image: null, columns: null, notes: [] },
    { ...plainPreparation, ...preparation },
  );
}

/** Noisy bytes around a pattern for each class. */
export function toyData({ train = 40, test = 10, features = 6, classes = 3, seed = 1 } = {}): Dataset {
  const random = randomStream(seed, 'toy data');
  const patterns = Array.from({ length: classes }, () =>
    Array.from({ length: features }, () => random.below(256)),
  );
  const samples = (count: number): Samples => {
    const labels = Uint8Array.from({ length: count }, (_, k) => k % classes);
    const values = Uint8Array.from({ length: count * features }, (_, k) => {
      const pattern = patterns[labels[Math.floor(k / features)]][k % features];
      return Math.min(255, Math.max(0, Math.round(pattern + 30 * random.normal())));
    });
    return { count, features, values, labels };
  };
  return datasetOf(samples(train), samples(test));
}
