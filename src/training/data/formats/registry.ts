import * as z from 'zod';
import type { DataFormat, DataOptions, DataParts, DataPlace, DataShape } from '../dataFormat';
import { cifar10Format } from './cifar10';
import { csvFormat } from './csv';
import { fashionMnistSampleFormat } from './fashionMnistSample';
import { idxFormat } from './idx';
import { numpyFormat } from './numpy';

/** Every kind of data by the `kind` that a configuration names it by. */
const formats = {
  'fashion-mnist-sample': fashionMnistSampleFormat,
  idx: idxFormat,
  cifar10: cifar10Format,
  numpy: numpyFormat,
  csv: csvFormat,
};

/** The `data` section of a configuration. */
export const dataSchema = z.discriminatedUnion(
  'kind',
  [
    formats['fashion-mnist-sample'].schema,
    formats.idx.schema,
    formats.cifar10.schema,
    formats.numpy.schema,
    formats.csv.schema,
  ],
  {
    error: `an object whose "kind" is ${Object.keys(formats)
      .map((kind) => JSON.stringify(kind))
      .join(' or ')}`,
  },
);
export type DataConfig = Readonly<z.infer<typeof dataSchema>>;

/** Reads the files that a configuration names. Throws `DataError`. */
export function readData(config: DataConfig, options: DataOptions): Promise<DataParts> {
  return definition(config).read(config, options);
}

/** Shape of the data where it is known without reading them. */
export function shapeOf(config: DataConfig): DataShape | null {
  return definition(config).shape;
}

/** The section with every path passed through `change`. */
export function mapPaths(config: DataConfig, change: (path: string) => string): DataConfig {
  const changed: Record<string, unknown> = { ...config };
  for (const key of pathKeysOf(config)) {
    const value = changed[key];
    if (typeof value === 'string') changed[key] = change(value);
    else if (Array.isArray(value)) changed[key] = (value as readonly string[]).map(change);
  }
  return changed as DataConfig;
}

/** Keys of the section that only say where the data are. */
export function pathKeysOf(config: DataConfig): readonly string[] {
  return definition(config).pathKeys;
}

/** The section for the data at this place; null where no kind of data is recognised. */
export function recogniseData(place: DataPlace): Readonly<Record<string, unknown>> | null {
  for (const format of Object.values(formats)) {
    const section = format.recognise(place);
    if (section !== null) return section;
  }
  return null;
}

function definition(config: DataConfig): DataFormat<z.ZodType<DataConfig>> {
  // The kind of the configuration is the key of its definition: both came from the same schema.
  return formats[config.kind] as unknown as DataFormat<z.ZodType<DataConfig>>;
}
