import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chanceLevel, type ChanceLevel, chanceSample } from '../src/nnstd/chance';
import { chanceShape } from '../src/nnstd/chanceShape';
import { type DistanceMethod, measureOf } from '../src/measure/measure';
import { networkDistance } from '../src/nnstd/networkDistance';
import type { Topology } from '../src/topology/topology';
import { authorsNetwork } from '../test/support/refinedPairs';
import { type Figure, figureSvg } from './figure4Svg';
import { print } from './table';

const NETWORKS = Array.from({ length: 10 }, (_, k) => `w${String(k)}`);
/** Those of the published figure. */
const EPOCHS = ['000', '010', '030', '050', '100', '190'];
/** The output layer is full in every file and counts nowhere. */
const LAYERS = 3;
const CHANCE_SAMPLES = 5;

/** Distances of all pairs at one epoch. */
interface EpochDistances {
  readonly epoch: string;
  readonly pairs: readonly PairDistances[];
}

interface PairDistances {
  /** Indices in `NETWORKS`, the first the smaller. */
  readonly pair: readonly [number, number];
  readonly layers: readonly number[];
  readonly mean: number;
}

/**
 * The published Figure 4 (arXiv 2006.14085) from its authors' topologies, by the published procedure and by `refined`: the
 * figures and all their numbers into docs/images/. The folder of the topologies can be given.
 */
export async function run(root: string, [folder]: readonly string[]): Promise<void> {
  const topologies = path.resolve(folder ?? path.join(root, '../shared/reference/topologies'));
  const missing = EPOCHS.flatMap((epoch) =>
    NETWORKS.map((network) => path.join(topologies, `e5_s0_${network}`, `epoch_${epoch}`)),
  ).filter((checkpoint) => !existsSync(checkpoint));
  if (missing.length > 0) {
    print(`ABSENT: the authors' topologies: ${missing[0]} and ${String(missing.length - 1)} more.`);
    print("They are the folder topo/ of the authors' code; give it: npm run bench:figure4 -- FOLDER");
    process.exitCode = 1;
    return;
  }
  const images = path.join(root, 'docs/images');
  await mkdir(images, { recursive: true });
  for (const method of ['reference', 'refined'] as const) {
    const epochs: EpochDistances[] = [];
    for (const epoch of EPOCHS) {
      const networks = await Promise.all(
        NETWORKS.map((network) => authorsNetwork(topologies, network, epoch)),
      );
      epochs.push({ epoch, pairs: allPairs(networks, method) });
      print(`${method}: epoch ${epoch}`);
    }
    const chance = await chanceOf(topologies, method);
    await writeFile(path.join(images, `figure4-${method}.csv`), csvOf(epochs));
    await writeFile(
      path.join(images, `figure4-${method}.svg`),
      figureSvg(figureOf(root, method, epochs, chance)),
    );
  }
  print(`Written: ${path.join(images, 'figure4-{reference,refined}.{svg,csv}')}`);
}

function allPairs(networks: readonly Topology[], method: DistanceMethod): PairDistances[] {
  return networks.flatMap((a, first) =>
    networks.slice(first + 1).map((b, further): PairDistances => {
      const { layers, mean } = networkDistance(a, b, measureOf(method));
      return {
        pair: [first, first + 1 + further],
        layers: layers.slice(0, LAYERS).map(({ distance }) => distance),
        mean: mean!,
      };
    }),
  );
}

/** Of networks with as many links as these have, which is about the same in all of them. */
async function chanceOf(topologies: string, method: DistanceMethod): Promise<ChanceLevel> {
  const [a, b] = await Promise.all(['w0', 'w9'].map((name) => authorsNetwork(topologies, name, '190')));
  const shape = chanceShape(a, b, 'links');
  const samples = Array.from({ length: CHANCE_SAMPLES }, (_, k) => chanceSample(shape, measureOf(method), k));
  return chanceLevel(samples);
}

function csvOf(epochs: readonly EpochDistances[]): string {
  const layers = Array.from({ length: LAYERS }, (_, k) => `layer_${String(k)}`);
  const rows = epochs.flatMap(({ epoch, pairs }) =>
    pairs.map(({ pair, layers: distances, mean }) => [
      Number(epoch),
      ...pair.map((network) => NETWORKS[network]),
      ...distances,
      mean,
    ]),
  );
  return [['epoch', 'a', 'b', ...layers, 'mean'], ...rows].map((row) => `${row.join(',')}\n`).join('');
}

function figureOf(
  root: string,
  method: 'reference' | 'refined',
  epochs: readonly EpochDistances[],
  chance: ChanceLevel,
): Figure {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const isReference = method === 'reference';
  return {
    title: isReference
      ? 'NNSTD of layer 0 between ten networks, by the published procedure'
      : 'NNSTD between ten networks, all layers matched at once',
    names: NETWORKS,
    panels: epochs.map(({ epoch, pairs }) => ({
      title: `Epoch ${String(Number(epoch))}${epoch === '000' ? ' *' : ''}`,
      cells: pairs.flatMap(({ pair: [a, b], layers, mean }) => [
        { row: a, column: b, value: isReference ? layers[0] : mean },
        { row: b, column: a, value: layers[0] },
      ]),
    })),
    marks: isReference
      ? [{ value: chance.layers[0].mean, label: 'chance' }]
      : [
          { value: chance.mean!.mean, label: 'chance, mean' },
          { value: chance.layers[0].mean, label: 'chance, layer 0' },
        ],
    caption: [
      isReference
        ? `Figure 4 of Liu et al. 2020 (arXiv 2006.14085), computed anew from the authors' topologies.`
        : `Above the diagonal the mean over the three sparse layers, below it layer 0 of the same matching.`,
      `Method: ${method}${isReference ? '' : ', standard budget'}; Sparse Topology ${manifest.version}. ` +
        `Chance: ${String(CHANCE_SAMPLES)} pairs of random networks of these widths and numbers of links.`,
      '* Not as published: there, the networks are .02 to .15 apart at epoch 0. These files seem to be saved after the first rewiring.',
    ],
  };
}
