import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { resolveConfig } from '../training/config';
import { DataError } from '../training/data/dataError';
import { describeData, type DataReport } from '../training/data/report';
import { recogniseData } from '../training/data/formats/registry';
import { CliError } from './cliError';
import { readConfigFile } from './configFile';
import type { Console } from './console';
import { exitCodes } from './exitCodes';
import { formatTable } from './table';

export function addDataCommand(program: Command, console: Console): void {
  program
    .command('data')
    .description('Look at data to train on.')
    .command('inspect <data>')
    .description(
      'Read the data of a configuration, or a data file or folder itself, and show how it was understood.',
    )
    .option('--json', 'as JSON')
    .action(async (argument: string, flags: { readonly json?: boolean }) => {
      const place = path.resolve(argument);
      const { data } = resolveConfig(await configurationFor(place), place);
      const report = await describeData(data).catch((error: unknown) => {
        throw error instanceof DataError ? new CliError(error.message, exitCodes.folder) : error;
      });
      console.out(flags.json === true ? JSON.stringify(report, null, 2) : printReport(report));
    });
}

/** A configuration file's content, or one whose data are the file or folder at this place. */
async function configurationFor(place: string): Promise<unknown> {
  if (place.endsWith('.json')) return readConfigFile(place);
  let names: readonly string[] | null;
  try {
    names = (await stat(place)).isDirectory() ? await readdir(place) : null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(`${place} cannot be read: ${why}`, exitCodes.folder);
  }
  const data = recogniseData({ path: place, names });
  if (data !== null) return { data };
  throw new CliError(
    `${place} is no configuration (.json), and no data whose kind its name tells: give a configuration with "data".`,
    exitCodes.usage,
  );
}

function printReport(report: DataReport): string {
  const { inputs, image, train, validation, test, classes, normalization, notes } = report;
  const count = (samples: number): string => samples.toLocaleString('en');
  const shape = image === null ? '' : `: ${image.channels} × ${image.height} × ${image.width} image`;
  const range = normalization.means.length > 1 ? ' (of each input)' : '';
  const parts = [`${count(train)} training`, `${count(validation)} validation`, `${count(test)} test`];
  const rows = classes.map(({ name, train, validation, test }, k) => [
    String(k),
    name,
    count(train),
    count(validation),
    count(test),
  ]);
  return [
    JSON.stringify(report.data),
    '',
    formatTable([
      ['samples', parts.join(', ')],
      ['inputs', `${count(inputs)}${shape}, stored as ${report.storedAs}`],
      ['values', `${report.range.join(' to ')} in training`],
      [
        'normalization',
        `${report.data.normalization}${range}: mean ${shown(normalization.means)}, deviation ${shown(normalization.deviations)}`,
      ],
      ...notes.map((note) => ['', note]),
    ]),
    '',
    formatTable([['class', 'name', 'training', 'validation', 'test'], ...rows]),
  ].join('\n');
}

/** One number, or the least and the greatest of several. */
function shown(numbers: readonly number[]): string {
  const least = numbers.reduce((min, value) => Math.min(min, value), Infinity);
  const greatest = numbers.reduce((max, value) => Math.max(max, value), -Infinity);
  const text = (value: number): string => String(Number(value.toPrecision(5)));
  return numbers.length === 1 ? text(least) : `${text(least)} to ${text(greatest)}`;
}
