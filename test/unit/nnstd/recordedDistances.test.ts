import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Measure, measureOf } from '../../../src/measure/measure';
import { chanceSample } from '../../../src/nnstd/chance';
import { chanceShape } from '../../../src/nnstd/chanceShape';
import { distanceMethods } from '../../../src/nnstd/methods/registry';
import type { Topology } from '../../../src/topology/topology';
import { seededRandom } from '../../support/syntheticLayers';
import { fullLayer } from './layers';
import { blockNetwork, randomNetwork, rewiredNetwork } from './refined/networks';

/**
 * Distances that are kept on the disk are found again by the version of their method: a method that gives other values
 * has to have another version. To record those of a version that was raised:
 *
 *   RECORD_DISTANCES=1 npx vitest run --project unit test/unit/nnstd/recordedDistances
 */
const file = path.join(import.meta.dirname, 'recordedDistances.json');
const recording = process.env['RECORD_DISTANCES'] === '1';

/** By name of the comparison, the distance of each layer. */
type Values = Readonly<Record<string, readonly number[]>>;

interface Recorded {
  readonly version: number;
  readonly values: Values;
}

const recorded = JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<string, Recorded>>;
afterAll(() => {
  if (recording) writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`);
});

const pairs = networkPairs();
const methods = Object.values(distanceMethods);

test.each(methods)('$id gives the values that its version gave', (method) => {
  const { id, version } = method;
  const values = valuesOf(measuresOf(id));
  const before = recorded[id];
  if (recording && before?.version !== version) recorded[id] = { version, values };
  const { version: recordedVersion, values: recordedValues } = recorded[id] ?? { version: 0, values: {} };
  expect(
    recordedVersion,
    `version ${version} of '${id}' has no recorded values: record them as this file says`,
  ).toBe(version);
  expect(
    values,
    `'${id}' gives other values than version ${version} gave: raise 'version' in src/nnstd/methods/${id}.ts, then record them as this file says`,
  ).toEqual(recordedValues);
});

test('every method that is recorded is one that there is', () => {
  expect(Object.keys(recorded).sort()).toEqual(methods.map(({ id }) => id).sort());
});

function measuresOf(method: Measure['method']): Measure[] {
  const outputs = ['matched', 'fixed'] as const;
  if (method !== 'refined') return outputs.map((each) => measureOf(method, { outputs: each }));
  const budgets = ['quick', 'standard', { seconds: 0.2 }] as const;
  return outputs.flatMap((each) => budgets.map((budget) => measureOf(method, { outputs: each, budget })));
}

function valuesOf(measures: readonly Measure[]): Values {
  const values: Record<string, readonly number[]> = {};
  for (const measure of measures) {
    const { method, budget, outputs } = measure;
    const named = [outputs, ...(budget === null ? [] : [JSON.stringify(budget)])].join(', ');
    for (const [name, { a, b, refused = [] }] of Object.entries(pairs)) {
      if (refused.includes(method)) continue;
      values[`${name}, ${named}`] = [...distanceMethods[method].layers(a, b, measure)].map(
        ({ distance }) => distance,
      );
    }
    const { a, b } = pairs['related']!;
    for (const kind of ['links', 'degrees'] as const) {
      const layers = chanceSample(chanceShape(a, b, kind), measure, 1);
      values[`chance by ${kind}, ${named}`] = [...layers].map(({ distance }) => distance);
    }
  }
  return values;
}

interface NetworkPair {
  readonly a: Topology;
  readonly b: Topology;
  readonly refused?: readonly Measure['method'][];
}

/** Of all that the methods treat in ways of their own. */
function networkPairs(): Readonly<Record<string, NetworkPair>> {
  const random = seededRandom(58);
  const widths = [40, 50, 50, 12];
  const first = randomNetwork(widths, 4, random);
  const few = randomNetwork([30, 60, 60, 8], 1.5, random);
  const hidden = randomNetwork(widths, 6, random).layers.slice(0, 2);
  const withFull = (layers: Topology['layers']): Topology => ({ layers: [...layers, fullLayer(50, 12)] });
  const blocks = blockNetwork([12, 20, 15, 10], [1, 3, 2], 5, random);
  return {
    related: { a: first, b: rewiredNetwork(first, 0.3, random) },
    unrelated: { a: first, b: randomNetwork(widths, 4, random) },
    'many ties and empty neurons': { a: few, b: rewiredNetwork(few, 0.5, random) },
    'a full layer': {
      a: withFull(hidden),
      b: withFull(rewiredNetwork({ layers: hidden }, 0.2, random).layers),
    },
    'blocks of inputs': { a: blocks, b: rewiredNetwork(blocks, 0.3, random) },
    'a first layer that tells nothing': {
      a: { layers: [fullLayer(20, 40), ...randomNetwork([40, 40, 10], 4, random).layers] },
      b: { layers: [fullLayer(20, 40), ...randomNetwork([40, 40, 10], 4, random).layers] },
    },
    'other widths': { a: first, b: randomNetwork([40, 35, 60, 12], 4, random), refused: ['reference'] },
  };
}
