import type { DataOptions } from './dataFormat';
import { makeDataset } from './dataset';
import { readData, type DataConfig } from './formats/registry';
import { classCounts, valueRange, type ImageShape } from './samples';

/** How data were understood. */
export interface DataReport {
  readonly version: 1;
  /** The section of the configuration, with every default filled in. */
  readonly data: DataConfig;
  readonly inputs: number;
  readonly image: Pick<ImageShape, 'channels' | 'height' | 'width'> | null;
  readonly storedAs: 'bytes' | 'float32';
  /** Least and greatest stored value of the training samples. */
  readonly range: readonly [number, number];
  /** Numbers of samples. */
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly classes: readonly {
    readonly name: string;
    readonly train: number;
    readonly validation: number;
    readonly test: number;
  }[];
  /** (value − mean) / deviation is an input of the network: one pair, or one for each. */
  readonly normalization: { readonly means: readonly number[]; readonly deviations: readonly number[] };
  /** How the files were understood, where that was a choice. */
  readonly notes: readonly string[];
}

/** Reads the data of a configuration and tells how they are understood. Throws `DataError`. */
export async function describeData(data: DataConfig, options: DataOptions = {}): Promise<DataReport> {
  const parts = await readData(data, options);
  const { train, validation, test, inputs, classes, normalization, image } = makeDataset(parts, data);
  const counts = [train, validation, test].map((samples) =>
    samples === null ? new Uint32Array(classes) : classCounts(samples.labels, classes),
  );
  return {
    version: 1,
    data,
    inputs,
    image: image && { channels: image.channels, height: image.height, width: image.width },
    storedAs: train.values instanceof Uint8Array ? 'bytes' : 'float32',
    range: valueRange(train),
    train: train.count,
    validation: validation?.count ?? 0,
    test: test.count,
    classes: Array.from({ length: classes }, (_, k) => ({
      name: parts.classNames?.[k] ?? String(k),
      train: counts[0][k],
      validation: counts[1][k],
      test: counts[2][k],
    })),
    normalization: { means: [...normalization.means], deviations: [...normalization.deviations] },
    notes: parts.notes,
  };
}
