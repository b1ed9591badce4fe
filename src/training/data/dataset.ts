import type { Augmentation } from './augmentation';
import type { DataOptions, DataParts } from './dataFormat';
import { DataError } from './dataError';
import { readData, type DataConfig } from './formats/registry';
import { normalizationOf, type Normalization, type NormalizationKind } from './normalization';
import { maxClasses, type ImageShape, type Samples } from './samples';
import { splitStratified } from './split';

/** The samples of a run, and how they become inputs of a network. */
export interface Dataset {
  readonly inputs: number;
  readonly classes: number;
  readonly train: Samples;
  /** Set aside from the training samples; null where none were. */
  readonly validation: Samples | null;
  readonly test: Samples;
  readonly normalization: Normalization;
  readonly image: ImageShape | null;
  /** Names of the inputs, where the files have them. */
  readonly columns: readonly string[] | null;
  readonly augmentation: Augmentation;
}

/** What is done with the samples that a format has read. */
export interface Preparation {
  readonly normalization: NormalizationKind;
  readonly validationFraction: number;
  /** Share of the samples that is set aside where there is no test set. */
  readonly testFraction?: number;
  readonly splitSeed: number;
  readonly augmentation: Augmentation;
}

/** Reads the data that a configuration names. Throws `DataError`. */
export async function loadDataset(config: DataConfig, options: DataOptions = {}): Promise<Dataset> {
  return makeDataset(await readData(config, options), config);
}

/** Sets test and validation samples aside and finds the normalisation. Throws `DataError`. */
export function makeDataset(parts: DataParts, preparation: Preparation): Dataset {
  const { classes, image, columns } = parts;
  const { normalization, augmentation, validationFraction, testFraction, splitSeed } = preparation;
  if (classes < 1 || classes > maxClasses) {
    throw new DataError('the data', `1 to ${maxClasses} classes`, String(classes));
  }
  if (image === null && (normalization === 'channel' || augmentation.flip || augmentation.shift > 0)) {
    const key = normalization === 'channel' ? 'normalization "channel"' : 'augmentation';
    throw new DataError('the data', `images, which ${key} is for`, 'samples without height and width');
  }
  const setAside = (samples: Samples, fraction: number, purpose: string) =>
    splitStratified(samples, classes, fraction, splitSeed, purpose);
  let { train, test } = parts;
  if (test === null) ({ rest: train, part: test } = setAside(train, testFraction!, 'test'));
  let validation: Samples | null = null;
  if (validationFraction > 0) {
    ({ rest: train, part: validation } = setAside(train, validationFraction, 'validation'));
  }
  for (const [what, samples] of Object.entries({ train, validation, test })) {
    if (samples?.count === 0) throw new DataError('the data', `at least one ${what} sample`, 'none');
  }
  return {
    inputs: train.features,
    classes,
    train,
    validation,
    test,
    normalization: normalizationOf(train, normalization, image),
    image,
    columns,
    augmentation,
  };
}
