import path from 'node:path';
import * as z from 'zod';
import { describeValue, type ConfigProblem } from './configError';
import {
  densityNumber,
  densityRange,
  pathText,
  positive,
  properFraction,
  section,
  wholeNumber,
  word,
} from './configSchema';
import type { DataShape } from './data/dataFormat';
import { isImpossible, maxLayerLinks, planLayers, type LayerPlan } from './layerPlan';
import type { MethodStart } from './methods/method';

const defaultEpsilon = 20;

/** The `topology` section of a configuration. */
export const topologySchema = section({
  distribution: word(['erdos-renyi', 'erk', 'uniform']).optional().meta({
    description:
      'How links are shared out between layers: Erdős–Rényi of the SET paper, ERK (Evci et al. 2020), or the same density everywhere.',
    default: 'erdos-renyi',
  }),
  epsilon: positive().optional().meta({
    description:
      'ε: a sparse layer has ε · (inputs + outputs) links (SET paper: 20). Either this or density.',
    default: defaultEpsilon,
  }),
  density: densityNumber()
    .optional()
    .describe(
      'Share of the possible links that exist, over all sparse layers; 0.05 is a sparsity of 95 %. Either this or epsilon.',
    ),
  denseOutput: z
    .boolean({ error: 'true or false' })
    .optional()
    .meta({ description: 'The output layer has every link (NNSTD paper).', default: true }),
  from: pathText
    .optional()
    .describe('A checkpoint whose links the network has at the start, in place of a distribution.'),
  weights: word(['new', 'kept', 'initial'])
    .optional()
    .describe('Beside from: new weights, those of the checkpoint, or those that its run began with.'),
  seed: wholeNumber(0, 2 ** 32 - 1)
    .nullable()
    .default(null)
    .describe('What the links are drawn from; null: the seed of the run.'),
  rewired: section({
    fraction: properFraction().describe('Share of the links of each layer that is moved in a generation.'),
    generations: wholeNumber(1, 1_000_000)
      .default(1)
      .meta({ description: 'How often links are moved.', unit: 'generations' }),
  })
    .nullable()
    .default(null)
    .describe(
      'Similar starts: moves a share of the links to places where there was none (NNSTD paper: 1 % a generation).',
    ),
});
type Parsed = Readonly<z.infer<typeof topologySchema>>;

type Drawn = Pick<Parsed, 'seed' | 'rewired'>;

/** How many links there are. Exactly one of ε and density; only Erdős–Rényi layers have an ε. */
export type LinkDensity = Readonly<
  { denseOutput: boolean } & (
    | { distribution: 'erdos-renyi'; epsilon: number; density?: never }
    | { distribution: 'erdos-renyi' | 'erk' | 'uniform'; density: number; epsilon?: never }
  )
>;
/** Links drawn at random. */
export type PlannedTopology = Readonly<Drawn> & LinkDensity;
/** Links of a checkpoint, by its absolute path. */
export type TakenTopology = Readonly<Drawn & { from: string; weights: 'new' | 'kept' | 'initial' }>;
export type TopologyConfig = PlannedTopology | TakenTopology;

export function isTaken(topology: TopologyConfig): topology is TakenTopology {
  return 'from' in topology;
}

const distributionNames = { 'erdos-renyi': 'ER', erk: 'ERK', uniform: 'uniform' } as const;

/** "ER ε 20", "uniform density 0.1", "links of epoch-0010.safetensors". */
export function topologySummary(topology: TopologyConfig): string {
  if (isTaken(topology)) return `links of ${path.basename(topology.from)}`;
  const size = topology.epsilon !== undefined ? `ε ${topology.epsilon}` : `density ${topology.density}`;
  return `${distributionNames[topology.distribution]} ${size}`;
}

/** Fills in every default for a method that starts so; `given` says whether the configuration has the section. */
export function resolveTopology(
  topology: Parsed,
  start: MethodStart,
  given: boolean,
  resolvePath: (given: string) => string,
): TopologyConfig | ConfigProblem {
  const { epsilon, density, from, seed, rewired, distribution = 'erdos-renyi' } = topology;
  const refuse = (possible: string, key = 'topology', found = describeValue(topology)): ConfigProblem => ({
    key,
    possible,
    found,
  });
  if (start === 'all') {
    if (given && (epsilon !== undefined || density !== 1 || from !== undefined || rewired !== null)) {
      return refuse('none with a method that keeps every link (method "static" keeps a sparse topology)');
    }
    return { distribution: 'uniform', density: 1, denseOutput: true, seed, rewired: null };
  }
  if (start === 'pruned' && (from !== undefined || rewired !== null)) {
    return refuse('neither "from" nor "rewired" with a method that starts with every link');
  }
  if (from !== undefined) {
    const { distribution, denseOutput } = topology;
    if ([distribution, epsilon, density, denseOutput].some((key) => key !== undefined)) {
      return refuse('only "weights", "seed" and "rewired" beside "from", whose links are taken');
    }
    return { from: resolvePath(from), weights: topology.weights ?? 'new', seed, rewired };
  }
  if (topology.weights !== undefined) return refuse('"weights" only beside "from"');
  const byDensity = distribution !== 'erdos-renyi';
  if (epsilon !== undefined && (density !== undefined || byDensity)) {
    return refuse(
      byDensity ? `"density" with distribution "${distribution}"` : 'either "epsilon" or "density"',
    );
  }
  const denseOutput = topology.denseOutput ?? true;
  if (density !== undefined) return { distribution, density, denseOutput, seed, rewired };
  if (byDensity) return refuse(densityRange, 'topology.density', 'nothing');
  return { distribution, epsilon: epsilon ?? defaultEpsilon, denseOutput, seed, rewired };
}

/** What is impossible about a topology in this network; `shape` is null before the data is known. */
export function topologyProblems(
  topology: TopologyConfig,
  hidden: readonly number[],
  shape: DataShape | null,
): ConfigProblem[] {
  // A checkpoint is looked at when the run starts; an overall density cannot be divided among unknown layers yet.
  if (isTaken(topology) || (shape === null && topology.epsilon === undefined)) return [];
  const widths = shape === null ? hidden : [shape.inputs, ...hidden, shape.classes];
  const plan = planLayers(widths, shape === null ? { ...topology, denseOutput: false } : topology);
  if (isImpossible(plan)) {
    const layer = `${widths[plan.layer]} × ${widths[plan.layer + 1]}`;
    const isOutput = shape !== null && plan.layer === widths.length - 2;
    return [
      {
        key: `topology.${plan.key}`,
        possible:
          `at most ${floorTo4(plan.largest)}, where the layer ${layer} is full` +
          (isOutput ? ' (or "denseOutput": true, which leaves the output layer dense)' : ''),
        found: String(topology[plan.key]),
      },
    ];
  }
  return layerLinksProblems(plan);
}

/** Layers that would have more links than can be held. */
export function layerLinksProblems(plan: readonly LayerPlan[]): ConfigProblem[] {
  return plan.flatMap(({ inputs, outputs, links }) =>
    links > maxLayerLinks
      ? [
          {
            key: 'network.hidden',
            possible: `at most ${maxLayerLinks} links in a layer`,
            found: `${links} in the layer ${inputs} × ${outputs}`,
          },
        ]
      : [],
  );
}

function floorTo4(value: number): number {
  return Math.floor(value * 1e4) / 1e4;
}
