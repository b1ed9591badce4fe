import type { Command } from 'commander';
import { contentHash } from '../analysis/contentHash';
import type { Checkpoint } from '../checkpoints/checkpoint';
import { formatLabel } from '../checkpoints/formats/registry';
import { emptyNeurons } from '../metrics/emptyNeurons';
import { fanInRange, type FanInRange } from '../metrics/fanInRange';
import { idleUnits } from '../metrics/idleUnits';
import { density, inputsPerUnit, isFull, linkCount, type Topology, widths } from '../topology/topology';
import { transpose } from '../topology/transpose';
import { checkpointArgumentHelp, checkpointsOfArgument, readNamed } from './checkpointArgument';
import { CliError } from './cliError';
import type { Console } from './console';
import { exitCodes } from './exitCodes';
import { JSON_VERSION } from './jsonVersion';
import { formatTable } from './table';

/** What `topology --json` prints, as docs/nnstd-json.md describes it. */
export interface TopologyReport {
  readonly version: typeof JSON_VERSION;
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
  /** Inputs that each unit of the layer before owns: more than 1 for a convolution, and after a flatten. */
  readonly inputsPerUnit: number;
  readonly links: number;
  readonly density: number;
  readonly full: boolean;
  readonly fanIn: FanInRange;
  readonly fanOut: FanInRange;
  /** Neurons without inputs. */
  readonly emptyNeurons: number;
  /** Neurons that feed no neuron of the next layer; null for the last one. */
  readonly idleNeurons: number | null;
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
    version: JSON_VERSION,
    path,
    format,
    epoch,
    hash: contentHash(topology),
    widths: widths(topology),
    links: topology.layers.reduce((sum, layer) => sum + linkCount(layer), 0),
    layers: topology.layers.map((_, k) => reportLayer(topology, k)),
    notes,
  };
}

function reportLayer({ layers }: Topology, k: number): ReportedShape {
  const layer = layers[k];
  const next = layers.at(k + 1);
  const { inputs, outputs, indptr, indices } = layer;
  const fromInputs = transpose({ inputs, outputs, indptr, indices }).layer;
  return {
    inputs,
    outputs,
    inputsPerUnit: inputsPerUnit(layer),
    links: linkCount(layer),
    density: density(layer),
    full: isFull(layer),
    fanIn: fanInRange(layer),
    fanOut: fanInRange(fromInputs),
    emptyNeurons: emptyNeurons(layer),
    idleNeurons: next === undefined ? null : idleUnits(next),
    unusedInputs: emptyNeurons(fromInputs),
  };
}

function describeTopology({ path, format, epoch, widths: units, layers, notes }: TopologyReport): string {
  const range = ({ min, median, max }: FanInRange): string => `${min} / ${median} / ${max}`;
  const rows = layers.map((layer, k) => [
    String(k),
    `${layer.inputs} × ${layer.outputs}${layer.inputsPerUnit === 1 ? '' : ` (${layer.inputsPerUnit} a unit)`}`,
    String(layer.links),
    `${(100 * layer.density).toFixed(3)} %${layer.full ? ' (full)' : ''}`,
    range(layer.fanIn),
    range(layer.fanOut),
    String(layer.emptyNeurons),
    layer.idleNeurons === null ? '' : String(layer.idleNeurons),
    String(layer.unusedInputs),
  ]);
  const head = ['layer', 'shape', 'links', 'density', 'fan-in', 'fan-out', 'empty', 'idle', 'unused inputs'];
  return [
    path,
    `${formatLabel(format)}${epoch === null ? '' : `, epoch ${epoch}`}, ${units.join('·')}`,
    '',
    formatTable([head, ...rows]),
    '',
    'fan-in and fan-out: least / median / greatest; empty: neurons without inputs; idle: neurons that feed none',
    ...(layers.some(({ inputsPerUnit: each }) => each > 1)
      ? [
          'a unit: inputs that each unit of the layer before owns (taps of a convolution, positions after a flatten)',
        ]
      : []),
    ...notes,
  ].join('\n');
}
