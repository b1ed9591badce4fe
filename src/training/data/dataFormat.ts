import * as z from 'zod';
import { atLeast, pathText, properFraction, section, wholeNumber, word } from '../configSchema';
import { normalizationKinds, type NormalizationKind } from './normalization';
import type { ImageShape, Samples } from './samples';

/** What a network is trained on, as far as its shape matters. */
export interface DataShape {
  /** Values of one sample. */
  readonly inputs: number;
  readonly classes: number;
}

/** What the files of a data set hold. */
export interface DataParts {
  readonly train: Samples;
  /** With the same features; null where the files have none, so that some of `train` is set aside. */
  readonly test: Samples | null;
  readonly classes: number;
  /** Names of the classes, where they are not their numbers. */
  readonly classNames: readonly string[] | null;
  /** Null where the samples are no images. */
  readonly image: ImageShape | null;
  /** Names of the features, in their order, where the files name them. */
  readonly columns: readonly string[] | null;
  /** How the files were understood, where that was a choice: "the label is column 5, \"species\"". */
  readonly notes: readonly string[];
}

export interface DataOptions {
  /** Where the embedded sample lies; by default it is looked for beside the program. */
  readonly sampleFolder?: string;
}

/** A file or folder that a user names as data: `names` are the names in the folder, null for a file. */
export interface DataPlace {
  readonly path: string;
  readonly names: readonly string[] | null;
}

/** A kind of data as the registry lists it. */
export interface DataFormat<S extends z.ZodType = z.ZodType> {
  /** Its section of the configuration, with `kind` as a literal and the `commonKeys`. */
  readonly schema: S;
  /** Keys of the section that hold a path or a list of paths: they become absolute, and may change before a resume. */
  readonly pathKeys: readonly string[];
  /** Where it is known without reading. */
  readonly shape: DataShape | null;
  /** The section for data at this place, by its names alone; null where it is not of this kind. */
  recognise(place: DataPlace): Readonly<Record<string, unknown>> | null;
  /** Reads all files. Whatever their bytes are, it throws `DataError` and nothing else. */
  read(config: z.infer<S>, options: DataOptions): Promise<DataParts>;
}

/** Gives a format its type without losing that of its schema. */
export function defineDataFormat<S extends z.ZodType>(format: DataFormat<S>): DataFormat<S> {
  return format;
}

/** Keys that every kind of data has, with its default normalisation. */
export function commonKeys(normalization: NormalizationKind) {
  return {
    normalization: word(normalizationKinds)
      .default(normalization)
      .describe(
        'How a stored value becomes an input, from the training samples alone: mean 0 and deviation 1 over all, by feature or by channel; 0 to 1; or as it is.',
      ),
    validationFraction: atLeast(0, { below: 1 })
      .default(0)
      .describe('Share of the training samples that is set aside for validation.'),
    splitSeed: wholeNumber(0, 2 ** 32 - 1)
      .default(1)
      .describe('Decides which samples are set aside, apart from the seed of the run.'),
    augmentation: section({
      flip: z
        .boolean({ error: 'true or false' })
        .default(false)
        .describe('Training images are mirrored left to right every second time.'),
      shift: wholeNumber(0, 64).default(0).meta({
        description: 'Training images are moved by up to so many in each direction.',
        unit: 'pixels',
      }),
    })
      .prefault({})
      .describe('Changes of training images, drawn anew each time.'),
  };
}

/** For kinds whose files may have no test set. */
export const testFraction = properFraction()
  .default(0.2)
  .describe('Share of the samples that becomes the test set where the files have none.');

export const pathList = z.array(pathText, { error: 'a list of paths' }).min(1, { error: 'a list of paths' });
