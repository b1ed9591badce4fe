import path from 'node:path';
import * as z from 'zod';
import { CheckpointError } from '../../../checkpoints/checkpoint';
import { failIn, failInside, type Fail } from '../../../checkpoints/formats/fail';
import { parseNpy, shapeText, typeText, type NpyArray } from '../../../checkpoints/formats/npy';
import { valuesOf } from '../../../checkpoints/formats/npyItems';
import { readNpz } from '../../../checkpoints/formats/npz';
import { pathText, section } from '../../configSchema';
import { numberClasses } from '../classLabels';
import { DataError } from '../dataError';
import { commonKeys, defineDataFormat, testFraction, type DataParts } from '../dataFormat';
import { listFolder, readBytes, systemReason } from '../files';
import {
  compactValues,
  interleavedImage,
  maxFeatures,
  planarImage,
  type ImageShape,
  type Samples,
} from '../samples';

const fileKeys = ['trainInputs', 'trainLabels', 'testInputs', 'testLabels'] as const;
type Role = (typeof fileKeys)[number];

/** Names that arrays of each role go by, the first found counting; case does not matter. */
const usualNames: Readonly<Record<Role, readonly string[]>> = {
  trainInputs: ['x_train', 'train_x', 'train_images', 'train_data', 'x', 'images', 'data', 'arr_0'],
  trainLabels: ['y_train', 'train_y', 'train_labels', 'y', 'labels', 'target', 'arr_1'],
  testInputs: ['x_test', 'test_x', 'test_images', 'test_data'],
  testLabels: ['y_test', 'test_y', 'test_labels'],
};

/**
 * Arrays of NumPy: an `.npz` file or a folder of `.npy` files by the usual names (`x_train`, `y_train`, `x_test`,
 * `y_test` …), or each `.npy` file named. Without test arrays some samples are set aside.
 */
export const numpyFormat = defineDataFormat({
  schema: section({
    kind: z.literal('numpy').describe('Arrays of NumPy: an .npz file, or .npy files.'),
    file: pathText.optional().describe('An .npz file with arrays such as x_train, y_train, x_test, y_test.'),
    folder: pathText.optional().describe('Folder with .npy files by those names.'),
    trainInputs: pathText.optional().describe('In place of file or folder: the training inputs.'),
    trainLabels: pathText.optional().describe('The training labels beside trainInputs.'),
    testInputs: pathText.optional().describe('The test inputs.'),
    testLabels: pathText.optional().describe('The test labels.'),
    testFraction,
    ...commonKeys('global'),
  }).refine(
    ({ file, folder, trainInputs, trainLabels, testInputs, testLabels }) =>
      [file, folder, trainInputs].filter((given) => given !== undefined).length === 1 &&
      (trainInputs === undefined) === (trainLabels === undefined) &&
      (testInputs === undefined) === (testLabels === undefined) &&
      (trainInputs !== undefined || testInputs === undefined),
    {
      error:
        'one of "file" (.npz), "folder", and "trainInputs" with "trainLabels" and perhaps "testInputs" and "testLabels"',
      path: ['file'],
    },
  ),
  pathKeys: ['file', 'folder', ...fileKeys],
  shape: null,
  recognise: ({ path: place, names }) => {
    if (names === null) return place.endsWith('.npz') ? { kind: 'numpy', file: place } : null;
    return names.some((name) => name.endsWith('.npy')) ? { kind: 'numpy', folder: place } : null;
  },
  async read(config) {
    const arrays = await readArrays(config);
    const source = config.file ?? config.folder ?? config.trainInputs!;
    if (arrays.trainInputs === undefined || arrays.trainLabels === undefined) {
      const missing = arrays.trainInputs === undefined ? 'trainInputs' : 'trainLabels';
      throw new DataError(
        source,
        `an array ${usualNames[missing].map((name) => `"${name}"`).join(' or ')}`,
        'none',
      );
    }
    if ((arrays.testInputs === undefined) !== (arrays.testLabels === undefined)) {
      throw new DataError(source, 'test inputs and test labels, or neither', 'one of the two');
    }
    return partsOf(source, arrays.trainInputs, arrays.trainLabels, arrays.testInputs, arrays.testLabels);
  },
});

/** An array with the place it is from, for errors. */
interface NamedArray {
  readonly name: string;
  readonly array: NpyArray;
  readonly fail: Fail;
}

type Arrays = Readonly<Partial<Record<Role, NamedArray>>>;

async function readArrays(
  config: Readonly<Partial<Record<Role | 'file' | 'folder', string | undefined>>>,
): Promise<Arrays> {
  if (config.file !== undefined) return readArchive(config.file);
  const files: Partial<Record<Role, string>> = {};
  if (config.folder === undefined) {
    for (const role of fileKeys) if (config[role] !== undefined) files[role] = config[role];
  } else {
    const names = await listFolder(config.folder, 'a folder of .npy files');
    for (const role of fileKeys) {
      const name = findName(role, names, '.npy');
      if (name !== null) files[role] = path.join(config.folder, name);
    }
  }
  const arrays: Partial<Record<Role, NamedArray>> = {};
  for (const role of fileKeys) {
    const file = files[role];
    if (file === undefined) continue;
    const bytes = await readBytes(file, 'a readable .npy file');
    arrays[role] = inDataErrors(() => {
      const fail = failIn(file);
      return { name: path.basename(file), array: parseNpy(bytes, fail), fail };
    });
  }
  return arrays;
}

async function readArchive(file: string): Promise<Arrays> {
  const fail = failIn(file);
  try {
    const wanted = new Set(Object.values(usualNames).flat().flatMap(spellings));
    const { names, members } = await readNpz(file, wanted, fail);
    const arrays: Partial<Record<Role, NamedArray>> = {};
    for (const role of fileKeys) {
      const name = findName(role, names, '');
      if (name === null) continue;
      const failHere = failInside(fail, name);
      arrays[role] = { name, array: parseNpy(members.get(name)!, failHere), fail: failHere };
    }
    return arrays;
  } catch (error) {
    if (error instanceof CheckpointError) throw asDataError(error);
    throw error instanceof DataError ? error : new DataError(file, 'an .npz file', systemReason(error));
  }
}

/** As they are written in archives: `x_train`, `X_train`, `X_TRAIN`. */
function spellings(name: string): string[] {
  return [name, name[0].toUpperCase() + name.slice(1), name.toUpperCase()];
}

function findName(role: Role, names: readonly string[], extension: string): string | null {
  for (const usual of usualNames[role].flatMap(spellings)) {
    if (names.includes(usual + extension)) return usual + extension;
  }
  return null;
}

function partsOf(
  source: string,
  trainInputs: NamedArray,
  trainLabels: NamedArray,
  testInputs: NamedArray | undefined,
  testLabels: NamedArray | undefined,
): DataParts {
  return inDataErrors(() => {
    const train = inputsOf(trainInputs);
    const test = testInputs === undefined ? null : inputsOf(testInputs);
    if (test !== null && test.features !== train.features) {
      throw new DataError(source, `${train.features} values in each test sample`, String(test.features));
    }
    const classes = numberClasses(
      source,
      labelsOf(trainLabels, train.count),
      test && labelsOf(testLabels!, test.count),
    );
    return {
      train: { ...train, labels: classes.train },
      test: test && { ...test, labels: classes.test! },
      classes: classes.names.length,
      classNames: classes.names,
      image: imageOf(trainInputs.array.shape),
      columns: null,
      notes: [trainInputs, trainLabels, testInputs, testLabels].flatMap((named) =>
        named === undefined
          ? []
          : [`${named.name}: ${typeText(named.array)} of shape ${shapeText(named.array.shape)}`],
      ),
    };
  });
}

function inputsOf({ array, fail }: NamedArray): Omit<Samples, 'labels'> {
  const [count, ...shape] = array.shape;
  const features = shape.reduce((product, length) => product * length, 1);
  if (shape.length === 0 || count === 0 || features === 0 || features > maxFeatures) {
    throw fail(
      `samples of 1 to ${maxFeatures} values along the first axis`,
      `shape ${shapeText(array.shape)}`,
    );
  }
  if (array.kind === 'u' && array.itemBytes === 1) return { count, features, values: array.bytes };
  const { values } = valuesOf({ ...array, shape: [count * features] }, fail);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw fail(
      'finite numbers',
      `${values[bad]} in sample ${Math.floor(bad / features)}, value ${bad % features}`,
    );
  }
  return { count, features, values: compactValues(values) };
}

function labelsOf({ array, fail }: NamedArray, count: number): string[] {
  const [length, width = 1] = array.shape;
  if (array.shape.length > 2 || width !== 1 || length !== count) {
    throw fail(`${count} labels, one a sample`, `shape ${shapeText(array.shape)}`);
  }
  const { values } = valuesOf({ ...array, shape: [count] }, fail);
  const bad = values.findIndex((value) => !Number.isSafeInteger(value));
  if (bad >= 0) throw fail('labels that are whole numbers', `${values[bad]} of sample ${bad}`);
  return Array.from(values, String);
}

/** (n, height, width), (n, height, width, channels) or (n, channels, height, width) with at most 4 channels. */
function imageOf([, ...shape]: readonly number[]): ImageShape | null {
  if (shape.length === 2) return planarImage(1, shape[0], shape[1]);
  if (shape.length !== 3) return null;
  if (shape[2] <= 4) return interleavedImage(shape[0], shape[1], shape[2]);
  return shape[0] <= 4 ? planarImage(shape[0], shape[1], shape[2]) : null;
}

function inDataErrors<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof CheckpointError ? asDataError(error) : error;
  }
}

function asDataError({ file, expected, found }: CheckpointError): DataError {
  return new DataError(file, expected, found);
}
