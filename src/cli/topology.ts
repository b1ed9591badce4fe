import type { Command } from 'commander';
import { contentHash } from '../analysis/contentHash';
import type { Checkpoint } from '../checkpoints/checkpoint';
import { formatLabel } from '../checkpoints/formats/registry';
import { emptyNeurons } from '../metrics/emptyNeurons';
import { fanInRange, type FanInRange } from '../metrics/fanInRange';
import { density, isFull, linkCount, type SparseLayer, widths } from '../topology/topology';
import { transpose } from '../topology/transpose';
import { checkpointArgumentHelp, checkpointsOfArgument, readNamed } from './checkpointArgument';
import { CliError } from './cliError';
import type { Console } from './console';
import { exitCodes } from './exitCodes';
import { formatTable } from './table';

/** What `topology --json` prints, as docs/nnstd-json.md describes it. */
export interface TopologyReport {
  readonly version: 1;
  readonly path: string;
  readonly format: string;
  readonly epoch: number | null;
  /** SHA-256 of the topology, hexadecimal. */
  readonly hash: string;
  readonly widths: readonly number[];
  readonly links: number;
  readonly layers: readonly ReportedShape[];
  readonly notes: readonly string[];
}

interface ReportedShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly links: number;
  readonly density: number;
  readonly full: boolean;
  readonly fanIn: FanInRange;
  readonly fanOut: FanInRange;
  /** Neurons without inputs. */
  readonly emptyNeurons: number;
  /** Inputs that feed no neuron. */
  readonly unusedInputs: number;
}

export function addTopologyCommand(program: Command, console: Console): void {
  program
    .command('topology <checkpoint>')
    .description('Show shape, links, density and degrees of each layer of a checkpoint.')
    .option('--json', 'as JSON')
    .addHelpText('after', `\n${checkpointArgumentHelp}`)
    .action(async (argument: string, flags: { readonly json?: boolean }) => {
      const named = await checkpointsOfArgument(argument);
      if (named.length > 1) {
        throw new CliError(`${argument} names ${named.length} checkpoints: give one.`, exitCodes.usage);
      }
      const report = reportTopology(await readNamed(named[0]));
      console.out(flags.json === true ? JSON.stringify(report, null, 2) : describeTopology(report));
    });
}

export function reportTopology({ path, format, epoch, topology, notes }: Checkpoint): TopologyReport {
  return {
    version: 1,
    path,
    format,
    epoch,
    hash: contentHash(topology),
    widths: widths(topology),
    links: topology.layers.reduce((sum, layer) => sum + linkCount(layer), 0),
    layers: topology.layers.map(reportLayer),
    notes,
  };
}

function reportLayer(layer: SparseLayer): ReportedShape {
  const fromInputs = transpose({
    inputs: layer.inputs,
    outputs: layer.outputs,
    indptr: layer.indptr,
    indices: layer.indices,
  }).layer;
  return {
    inputs: layer.inputs,
    outputs: layer.outputs,
    links: linkCount(layer),
    density: density(layer),
    full: isFull(layer),
    fanIn: fanInRange(layer),
    fanOut: fanInRange(fromInputs),
    emptyNeurons: emptyNeurons(layer),
    unusedInputs: emptyNeurons(fromInputs),
  };
}

function describeTopology({ path, format, epoch, widths: units, layers, notes }: TopologyReport): string {
  const range = ({ min, median, max }: FanInRange): string => `${min} / ${median} / ${max}`;
  const rows = layers.map((layer, k) => [
    String(k),
    `${layer.inputs} × ${layer.outputs}`,
    String(layer.links),
    `${(100 * layer.density).toFixed(3)} %${layer.full ? ' (full)' : ''}`,
    range(layer.fanIn),
    range(layer.fanOut),
    String(layer.emptyNeurons),
    String(layer.unusedInputs),
  ]);
  const head = ['layer', 'shape', 'links', 'density', 'fan-in', 'fan-out', 'empty', 'unused inputs'];
  return [
    path,
    `${formatLabel(format)}${epoch === null ? '' : `, epoch ${epoch}`}, ${units.join('·')}`,
    '',
    formatTable([head, ...rows]),
    '',
    'fan-in and fan-out: least / median / greatest; empty: neurons without inputs',
    ...notes,
  ].join('\n');
}
