import type { WrittenConfig } from '../../src/protocol/runForm';
import type { FieldOf, Option, Way } from './fields';

/** The value at a key path; undefined where there is none. */
export function valueAt(config: WrittenConfig, key: readonly string[]): unknown {
  let value: unknown = config;
  for (const name of key) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = (value as WrittenConfig)[name];
  }
  return value;
}

/** The configuration with a value at a key path, or without that key. Sections that are left empty go too. */
export function withValue(config: WrittenConfig, key: readonly string[], value: unknown): WrittenConfig {
  const [name, ...rest] = key;
  const next = rest.length === 0 ? value : emptyAsNothing(withValue(sectionOf(config[name]), rest, value));
  if (next === undefined) return Object.fromEntries(Object.entries(config).filter(([each]) => each !== name));
  // A key that is there keeps its place.
  return { ...config, [name]: next };
}

/** Whether a configuration says something of its own at a key; null is what most keys say by being absent. */
export function isGiven(config: WrittenConfig, key: readonly string[]): boolean {
  return (valueAt(config, key) ?? null) !== null;
}

/** The option of a choice that a configuration means. */
export function chosenOption(config: WrittenConfig, { key, options, usual }: FieldOf<'choice'>): Option {
  const kind = valueAt(config, [...key, 'kind']);
  return options.find(({ value }) => value === kind) ?? options[usual];
}

/** The way that a configuration goes: the first that has something given, or else the first. */
export function chosenWay(config: WrittenConfig, { ways }: FieldOf<'ways'>): Way {
  return ways.find(({ fields }) => fields.some(({ key }) => isGiven(config, key))) ?? ways[0];
}

function sectionOf(value: unknown): WrittenConfig {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as WrittenConfig) : {};
}

function emptyAsNothing(section: WrittenConfig): WrittenConfig | undefined {
  return Object.keys(section).length === 0 ? undefined : section;
}
