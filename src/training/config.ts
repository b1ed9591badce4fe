import path from 'node:path';
import { z } from 'zod';
import { ConfigError, describeValue, nearestName, type ConfigProblem } from './configError';
import {
  atLeast,
  densityNumber,
  densityRange,
  knownKeys,
  positive,
  section,
  text,
  wholeNumber,
  word,
} from './configSchema';
import type { DataShape } from './data/dataFormat';
import { dataSchema, mapPaths, shapeOf, type DataConfig } from './data/formats/registry';
import { isImpossible, maxLayerLinks, planLayers, type LayerPlan } from './layerPlan';
import { completeMethod, isAlwaysFull, methodSchema, methodSummary } from './methods/registry';

const maxWidth = 2 ** 24;

/** The sections of a configuration; docs/training.md says what each key means and where its default comes from. */
export const configSections = {
  name: text('a name, or null').nullable().default(null),
  seed: wholeNumber(0, 2 ** 32 - 1).default(1),
  data: dataSchema.prefault({ kind: 'fashion-mnist-sample' }),
  network: section({
    /** Neurons of each hidden layer; inputs and outputs come from the data. */
    hidden: z
      .array(wholeNumber(1, maxWidth), { error: 'a list of hidden widths' })
      .max(1000, { error: 'a list of at most 1000 hidden widths' })
      .default([784, 784, 784]),
  }).prefault({}),
  topology: section({
    distribution: word(['erdos-renyi', 'erk', 'uniform']).default('erdos-renyi'),
    epsilon: positive().optional(),
    density: densityNumber().optional(),
    denseOutput: z.boolean({ error: 'true or false' }).default(true),
  }).prefault({}),
  method: methodSchema.prefault({ kind: 'set' }),
  optimizer: section({
    learningRate: positive().default(0.01),
    momentum: atLeast(0, { below: 1 }).default(0.9),
    weightDecay: atLeast(0).default(0),
    batchSize: wholeNumber(1, 65_536).default(128),
  }).prefault({}),
  epochs: wholeNumber(1, 1_000_000).default(200),
  checkpointEvery: wholeNumber(1, 1_000_000).default(1),
  engine: word(['sparse']).default('sparse'),
  /** Null: as many as the machine has physical cores. The results are the same with any number. */
  threads: wholeNumber(1, 256).nullable().default(null),
} as const;
type Sections = typeof configSections;
type SectionName = keyof Sections;
type Parsed = { readonly [K in SectionName]: z.infer<Sections[K]> };

/** Exactly one of ε and density; only Erdős–Rényi layers have an ε. */
export type TopologyConfig = Readonly<
  { denseOutput: boolean } & (
    | { distribution: 'erdos-renyi'; epsilon: number; density?: never }
    | { distribution: 'erdos-renyi' | 'erk' | 'uniform'; density: number; epsilon?: never }
  )
>;
export type OptimizerConfig = Readonly<Parsed['optimizer']>;

/** A configuration with every default filled in. Given to `resolveConfig` again, it comes out the same. */
export type ResolvedConfig = Readonly<Omit<Parsed, 'topology' | 'data'>> & {
  readonly topology: TopologyConfig;
  readonly data: DataConfig;
};

/**
 * Fills in every default and checks what can be checked without the data. Relative paths become absolute, taken from the
 * folder of `file`. Throws `ConfigError` with every problem.
 */
export function resolveConfig(json: unknown, file: string): ResolvedConfig {
  const names = Object.keys(configSections);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new ConfigError(file, [
      { key: '', possible: `an object with the keys ${names.join(', ')}`, found: describeValue(json) },
    ]);
  }
  const given = json as Readonly<Record<string, unknown>>;
  const problems: ConfigProblem[] = Object.keys(given)
    .filter((key) => !Object.hasOwn(configSections, key))
    .map((key) => unknownKey('', key, names));
  const parsed: Partial<Record<SectionName, unknown>> = {};
  for (const [key, schema] of Object.entries(configSections)) {
    const result = schema.safeParse(Object.hasOwn(given, key) ? given[key] : undefined);
    if (result.success) parsed[key as SectionName] = result.data;
    else problems.push(...toProblems(result.error.issues, key, given[key]));
  }
  // The sections that did parse are checked against each other even if another did not.
  const { topology, network, data, epochs } = parsed as Partial<Parsed>;
  let { method } = parsed as Partial<Parsed>;
  if (method && epochs !== undefined) {
    const completed = completeMethod(method, epochs);
    if ('possible' in completed) problems.push(completed);
    else method = completed;
  }
  const resolvedTopology =
    topology && method ? resolveTopology(topology, method, given['topology'] !== undefined, problems) : null;
  if (resolvedTopology && network && data) {
    problems.push(...topologyProblems(resolvedTopology, network.hidden, shapeOf(data)));
  }
  if (problems.length > 0) throw new ConfigError(file, problems);

  const all = parsed as Parsed;
  return {
    ...all,
    method: method!,
    topology: resolvedTopology!,
    data: mapPaths(all.data, (given) => path.resolve(path.dirname(file), given)),
  };
}

/** Once the data is known: throws `ConfigError` where the topology does not fit into the network. */
export function checkAgainstData(config: ResolvedConfig, shape: DataShape, file: string): void {
  const problems = topologyProblems(config.topology, config.network.hidden, shape);
  if (problems.length > 0) throw new ConfigError(file, problems);
}

/** Throws `ConfigError` where a layer would have more links than can be held. */
export function checkLayerLinks(plan: readonly LayerPlan[], file: string): void {
  const problems = layerLinksProblems(plan);
  if (problems.length > 0) throw new ConfigError(file, problems);
}

/** The same text for the same configuration: keys in the order of this file, no white space. */
export function canonicalConfig(config: ResolvedConfig): string {
  return JSON.stringify(
    Object.fromEntries(Object.keys(configSections).map((key) => [key, config[key as SectionName]])),
  );
}

/** "784·784·784·784·10 · SET ζ 0.3 · ER ε 20"; without the data's shape its ends are "in" and "out". */
export function configSummary(config: ResolvedConfig, shape?: DataShape): string {
  const known = shape ?? shapeOf(config.data);
  const widths = [known?.inputs ?? 'in', ...config.network.hidden, known?.classes ?? 'out'].join('·');
  const { method, topology } = config;
  const methodText = methodSummary(method);
  if (isAlwaysFull(method)) return `${widths} · ${methodText}`;
  const size = topology.epsilon !== undefined ? `ε ${topology.epsilon}` : `density ${topology.density}`;
  return `${widths} · ${methodText} · ${distributionNames[topology.distribution]} ${size}`;
}

const defaultEpsilon = 20;
const distributionNames = { 'erdos-renyi': 'ER', erk: 'ERK', uniform: 'uniform' } as const;

function resolveTopology(
  topology: Parsed['topology'],
  method: Parsed['method'],
  given: boolean,
  problems: ConfigProblem[],
): TopologyConfig | null {
  const { distribution, epsilon, density, denseOutput } = topology;
  if (isAlwaysFull(method)) {
    if (given && (epsilon !== undefined || density !== 1)) {
      const possible = `no topology with method "${method.kind}", which has every link (method "static" keeps a sparse one)`;
      problems.push({ key: 'topology', possible, found: describeValue(topology) });
      return null;
    }
    return { distribution: 'uniform', density: 1, denseOutput: true };
  }
  const byDensity = distribution !== 'erdos-renyi';
  if (epsilon !== undefined && (density !== undefined || byDensity)) {
    const possible = byDensity
      ? `"density" with distribution "${distribution}"`
      : 'either "epsilon" or "density"';
    problems.push({ key: 'topology', possible, found: describeValue(topology) });
    return null;
  }
  if (density !== undefined) return { distribution, density, denseOutput };
  if (byDensity) {
    problems.push({ key: 'topology.density', possible: densityRange, found: 'nothing' });
    return null;
  }
  return { distribution, epsilon: epsilon ?? defaultEpsilon, denseOutput };
}

function topologyProblems(
  topology: TopologyConfig,
  hidden: readonly number[],
  shape: DataShape | null,
): ConfigProblem[] {
  // Without the data's shape an overall density cannot be divided among the layers yet.
  if (shape === null && topology.epsilon === undefined) return [];
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

function layerLinksProblems(plan: readonly LayerPlan[]): ConfigProblem[] {
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

function unknownKey(parent: string, key: string, known: readonly string[]): ConfigProblem {
  const near = nearestName(key, known);
  return {
    key: parent === '' ? key : `${parent}.${key}`,
    possible: near === null ? `only the keys ${known.join(', ')}` : `a known key: did you mean "${near}"?`,
    found: 'an unknown key',
  };
}

function toProblems(issues: readonly z.core.$ZodIssue[], section: string, value: unknown): ConfigProblem[] {
  const problems = new Map<string, ConfigProblem>();
  for (const issue of issues) {
    const key = [section, ...issue.path].join('.');
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(issue.message);
      for (const name of issue.keys) problems.set(`${key}.${name}`, unknownKey(key, name, known));
    } else if (!problems.has(key)) {
      problems.set(key, { key, possible: issue.message, found: describeValue(valueAt(value, issue.path)) });
    }
  }
  return [...problems.values()];
}

function valueAt(value: unknown, keys: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of keys) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<PropertyKey, unknown>)[key];
  }
  return current;
}
