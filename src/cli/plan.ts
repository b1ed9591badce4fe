import path from 'node:path';
import type { Command } from 'commander';
import { configSummary, resolveConfig, type ResolvedConfig } from '../training/config';
import { ConfigError } from '../training/configError';
import { DataError } from '../training/data/dataError';
import { loadDataset } from '../training/data/dataset';
import { forecastRun, type Forecast, type Range } from '../training/forecast';
import { CliError } from './cliError';
import { readConfigFile } from './configFile';
import type { Console } from './console';
import { exitCodes } from './exitCodes';
import { formatTable } from './table';

export function addPlanCommand(program: Command, console: Console): void {
  program
    .command('plan <config>')
    .description(
      'Check a configuration with its data and say what it would train: links of each layer, engine, and an estimate of memory and time. Trains nothing.',
    )
    .option('--json', 'as JSON; problems of the configuration too')
    .action(async (argument: string, flags: { readonly json?: boolean }) => {
      const file = path.resolve(argument);
      const json = flags.json === true;
      try {
        const config = resolveConfig(await readConfigFile(file), file);
        const data = await loadDataset(config.data).catch((error: unknown) => {
          throw error instanceof DataError ? new CliError(error.message, exitCodes.folder) : error;
        });
        const forecast = await forecastRun(config, data);
        const summary = configSummary(config, data);
        console.out(
          json
            ? JSON.stringify({ version: 1, summary, ...forecast }, null, 2)
            : printForecast(config, summary, forecast),
        );
      } catch (error) {
        if (!json || !(error instanceof ConfigError)) throw error;
        console.out(JSON.stringify({ version: 1, problems: error.problems }, null, 2));
        process.exitCode = exitCodes.usage;
      }
    });
}

function printForecast(config: ResolvedConfig, summary: string, forecast: Forecast): string {
  const { layers, samples, stepsPerEpoch, engine, why, threads, secondsPerEpoch, memoryBytes } = forecast;
  const count = (value: number): string => value.toLocaleString('en');
  const rows = layers.map(({ inputs, outputs, linksAtStart, linksAtEnd }, k) => [
    k === layers.length - 1 ? 'output' : `layer ${k + 1}`,
    `${count(inputs)} × ${count(outputs)}`,
    count(linksAtStart),
    percent(linksAtStart, inputs * outputs),
    ...(linksAtEnd === linksAtStart ? [] : [count(linksAtEnd), percent(linksAtEnd, inputs * outputs)]),
  ]);
  const pruned = layers.some(({ linksAtStart, linksAtEnd }) => linksAtStart !== linksAtEnd);
  const epochs = config.epochs;
  return [
    summary,
    '',
    formatTable([
      ['', 'shape', 'links', 'density', ...(pruned ? ['in the end', ''] : [])],
      ...rows,
      ['total', '', count(layers.reduce((sum, layer) => sum + layer.linksAtStart, 0))],
    ]),
    '',
    formatTable([
      [
        'samples',
        `${count(samples.train)} training, ${count(samples.validation)} validation, ${count(samples.test)} test`,
      ],
      ['steps', `${count(stepsPerEpoch)} an epoch, ${count(epochs)} epochs`],
      ['engine', `${engine}, ${why}${engine === 'sparse' ? `; ${count(threads)} threads` : ''}`],
      ['time', `about ${duration(secondsPerEpoch)} an epoch (an estimate)`],
      ['memory', `about ${mebibytes(memoryBytes)} (an estimate)`],
    ]),
  ].join('\n');
}

function percent(links: number, cells: number): string {
  return `${Number(((100 * links) / cells).toPrecision(3))} %`;
}

function duration({ low, high }: Range): string {
  const text = (seconds: number): string => String(Number(seconds.toPrecision(2)));
  return `${text(low)} to ${text(high)} s`;
}

function mebibytes({ low, high }: Range): string {
  const text = (bytes: number): string => Number((bytes / 2 ** 20).toPrecision(2)).toLocaleString('en');
  return `${text(low)} to ${text(high)} MiB`;
}
