import path from 'node:path';
import * as z from 'zod';
import { ConfigError, describeValue, nearestName, type ConfigProblem } from './configError';
import { knownKeys, section, text, wholeNumber, word } from './configSchema';
import type { DataShape } from './data/dataFormat';
import { dataSchema, mapPaths, shapeOf, type DataConfig } from './data/formats/registry';
import { completeEarlyStopping, earlyStoppingSchema } from './earlyStopping';
import { completeMethod, startOf, methodSchema, methodSummary, scheduleEpochs } from './methods/registry';
import { completeNetwork, networkSchema } from './networkConfig';
import { completeOptimizer, optimizerSchema } from './optimizer';
import {
  resolveTopology,
  topologyProblems,
  topologySchema,
  topologySummary,
  type TopologyConfig,
} from './topologyConfig';

/** The sections of a configuration; docs/training.md says what each key means and where its default comes from. */
export const configSections = {
  name: text('a name, or null')
    .nullable()
    .default(null)
    .describe('Name of the run folder, where no other is given.'),
  seed: wholeNumber(0, 2 ** 32 - 1)
    .default(1)
    .describe('Decides every random draw.'),
  data: dataSchema.prefault({ kind: 'fashion-mnist-sample' }).describe('What is learnt from.'),
  network: networkSchema
    .prefault({})
    .describe('Widths, activation, dropout and loss; inputs and outputs come from the data.'),
  topology: topologySchema.prefault({}).describe('Links at the start, or those that pruning leaves.'),
  method: methodSchema.prefault({ kind: 'set' }).describe('How the topology changes while it trains.'),
  optimizer: optimizerSchema.prefault({}).describe('How weights follow their gradients.'),
  epochs: wholeNumber(1, 1_000_000)
    .default(200)
    .meta({ description: 'Passes over the training samples (NNSTD paper: 200).', unit: 'epochs' }),
  checkpointEvery: wholeNumber(1, 1_000_000).default(1).meta({
    description: 'From one checkpoint to the next; epoch 0 and the last epoch always have one.',
    unit: 'epochs',
  }),
  keep: section({
    every: wholeNumber(1, 1_000_000)
      .default(1)
      .meta({ description: 'Those stay whose epoch is a multiple of this; 1: all.', unit: 'epochs' }),
    last: wholeNumber(1, 1_000_000)
      .default(1)
      .meta({ description: 'And the newest so many.', unit: 'checkpoints' }),
    best: z
      .boolean({ error: 'true or false' })
      .default(true)
      .describe(
        'And the one of highest accuracy: on the validation set where there is one, otherwise on the test set.',
      ),
  })
    .prefault({})
    .describe('Which checkpoints stay; the first and the newest always do.'),
  earlyStopping: earlyStoppingSchema,
  engine: word(['auto', 'sparse', 'tensorflow'])
    .default('auto')
    .describe(
      'What computes: our sparse kernels, TensorFlow with masks, or the one that is likely to be faster.',
    ),
  threads: wholeNumber(1, 256).nullable().default(null).meta({
    description: 'Null: one for each physical core. The results are the same with any number.',
    unit: 'threads',
  }),
} as const;
type Sections = typeof configSections;
type SectionName = keyof Sections;
type Parsed = { readonly [K in SectionName]: z.infer<Sections[K]> };

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
  const { topology, data, epochs } = parsed as Partial<Parsed>;
  let { network, method, optimizer, earlyStopping } = parsed as Partial<Parsed>;
  if (network) {
    const completed = completeNetwork(network);
    if ('possible' in completed) problems.push(completed);
    else network = completed;
  }
  if (method && epochs !== undefined) {
    const completed = completeMethod(method, epochs);
    if ('possible' in completed) problems.push(completed);
    else method = completed;
  }
  if (optimizer && epochs !== undefined) {
    const completed = completeOptimizer(optimizer, method ? scheduleEpochs(method, epochs) : epochs);
    if ('possible' in completed) problems.push(completed);
    else optimizer = completed;
  }
  if (earlyStopping && data) {
    const completed = completeEarlyStopping(earlyStopping, data.validationFraction);
    if ('possible' in completed) problems.push(completed);
    else earlyStopping = completed;
  }
  const resolvePath = (given: string): string => path.resolve(path.dirname(file), given);
  const resolvedTopology =
    topology && method
      ? resolveTopology(topology, startOf(method), given['topology'] !== undefined, resolvePath)
      : null;
  if (resolvedTopology && 'possible' in resolvedTopology) problems.push(resolvedTopology);
  else if (resolvedTopology && network && data) {
    problems.push(...topologyProblems(resolvedTopology, network.hidden, shapeOf(data)));
  }
  if (problems.length > 0) throw new ConfigError(file, problems);

  const all = parsed as Parsed;
  return {
    ...all,
    network: network!,
    method: method!,
    earlyStopping: earlyStopping ?? null,
    optimizer: optimizer!,
    topology: resolvedTopology as TopologyConfig,
    data: mapPaths(all.data, resolvePath),
  };
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
  if (startOf(method) === 'all') return `${widths} · ${methodText}`;
  return `${widths} · ${methodText} · ${topologySummary(topology)}`;
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
