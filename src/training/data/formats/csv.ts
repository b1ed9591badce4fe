import path from 'node:path';
import * as z from 'zod';
import { pathText, section, text, wholeNumber } from '../../configSchema';
import { numberClasses } from '../classLabels';
import { readCsvTable, type CsvTable } from '../csvTable';
import { DataError } from '../dataError';
import { commonKeys, defineDataFormat, testFraction } from '../dataFormat';
import { listFolder } from '../files';
import { compactValues, type Samples } from '../samples';

const maxColumn = 2 ** 24;

/**
 * CSV files (RFC 4180), gzipped or not: one of training samples and perhaps one of test samples, or a folder with
 * `train.csv` and perhaps `test.csv`. Every column but the label's is a number; labels are numbers or text. Without test
 * file some samples are set aside.
 */
export const csvFormat = defineDataFormat({
  schema: section({
    kind: z.literal('csv').describe('CSV files (RFC 4180) with a label column.'),
    folder: pathText.optional().describe('Folder with train.csv and perhaps test.csv.'),
    train: pathText.optional().describe('In place of folder: the training samples.'),
    test: pathText.optional().describe('The test samples.'),
    label: z
      .union([text(''), wholeNumber(-maxColumn, maxColumn)], {
        error: 'the name of a column, or its number from 0 (−1: the last)',
      })
      .default(-1)
      .describe("Name of the label's column, or its number from 0; −1: the last."),
    header: z
      .boolean({ error: 'true, false, or null to find out' })
      .nullable()
      .default(null)
      .describe('Whether the first line names the columns; null: found out.'),
    separator: z
      .string({ error: 'a single character, or null to find out' })
      .regex(/^[^"\r\n]$/, { error: 'a single character, or null to find out' })
      .nullable()
      .default(null)
      .describe('Between fields; null: found out, of comma, semicolon and tab.'),
    testFraction,
    ...commonKeys('feature'),
  }).refine(
    ({ folder, train, test }) =>
      (folder === undefined) === (train !== undefined) && (folder === undefined || test === undefined),
    { error: 'either "folder" or "train" and perhaps "test"', path: ['train'] },
  ),
  pathKeys: ['folder', 'train', 'test'],
  shape: null,
  recognise: ({ path: place, names }) => {
    if (names === null) return /\.csv(\.gz)?$/i.test(place) ? { kind: 'csv', train: place } : null;
    return findTable(names, 'train') === null ? null : { kind: 'csv', folder: place };
  },
  async read(config) {
    const files = await filesOf(config);
    const train = await readCsvTable(files.train, config);
    const test = files.test === null ? null : await readCsvTable(files.test, config);
    if (test !== null) checkAlike(files.test!, train, test);
    const classes = numberClasses(files.train, train.labels, test && test.labels);
    return {
      train: samplesOf(train, classes.train),
      test: test && samplesOf(test, classes.test!),
      classes: classes.names.length,
      classNames: classes.names,
      image: null,
      columns: train.columns?.filter((_, column) => column !== train.labelColumn) ?? null,
      notes: notesOf(train),
    };
  },
});

interface Files {
  readonly train: string;
  readonly test: string | null;
}

async function filesOf(config: {
  readonly folder?: string | undefined;
  readonly train?: string | undefined;
  readonly test?: string | undefined;
}): Promise<Files> {
  if (config.folder === undefined) return { train: config.train!, test: config.test ?? null };
  const names = await listFolder(config.folder, 'a folder with train.csv');
  const train = findTable(names, 'train');
  if (train === null) throw new DataError(config.folder, 'a file "train.csv" or "train.csv.gz"', 'none');
  const test = findTable(names, 'test');
  return { train: path.join(config.folder, train), test: test && path.join(config.folder, test) };
}

function findTable(names: readonly string[], part: 'train' | 'test'): string | null {
  return [`${part}.csv`, `${part}.csv.gz`].find((name) => names.includes(name)) ?? null;
}

function checkAlike(file: string, train: CsvTable, test: CsvTable): void {
  if (test.features !== train.features) {
    throw new DataError(file, `${train.features + 1} columns, as in training`, String(test.features + 1));
  }
  const column =
    train.columns?.findIndex((name, k) => test.columns !== null && test.columns[k] !== name) ?? -1;
  if (column >= 0) {
    const [expected, found] = [train, test].map(({ columns }) => JSON.stringify(columns![column]));
    throw new DataError(file, `column ${column + 1} ${expected}, as in training`, found);
  }
}

function samplesOf({ count, features, values }: CsvTable, labels: Uint8Array): Samples {
  return { count, features, values: compactValues(values), labels };
}

function notesOf({ columns, labelColumn, separator }: CsvTable): string[] {
  const name = columns === null ? '' : `, ${JSON.stringify(columns[labelColumn])}`;
  return [
    `separator ${JSON.stringify(separator)}`,
    columns === null ? 'no header' : 'the first line is a header',
    `the label is column ${labelColumn + 1}${name}`,
  ];
}
