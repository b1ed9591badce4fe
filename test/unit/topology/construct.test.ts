import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  keepLinks,
  layerFromLinks,
  layerGroupedByInput,
  layerGroupedByNeuron,
} from '../../../src/topology/construct';
import type { SparseLayer } from '../../../src/topology/topology';
import { fanIn, fanOut, transpose } from '../../../src/topology/transpose';
import { MAX_UNITS, TopologyError, validateLayer, validateTopology } from '../../../src/topology/validate';

/** A matrix of weights as a dense table, null where there is no link: the definition the structures are held to. */
interface Dense {
  readonly inputs: number;
  readonly outputs: number;
  /** `cells[neuron][input]`. */
  readonly cells: readonly (readonly (number | null)[])[];
}

const dense: fc.Arbitrary<Dense> = fc
  .record({ inputs: fc.nat(7), outputs: fc.nat(7) })
  .chain(({ inputs, outputs }) =>
    fc.record({
      inputs: fc.constant(inputs),
      outputs: fc.constant(outputs),
      cells: fc.array(
        fc.array(fc.option(fc.float({ noNaN: true })), { minLength: inputs, maxLength: inputs }),
        { minLength: outputs, maxLength: outputs },
      ),
    }),
  );

function toDense(layer: SparseLayer): Dense {
  const cells = Array.from({ length: layer.outputs }, () =>
    new Array<number | null>(layer.inputs).fill(null),
  );
  for (let neuron = 0; neuron < layer.outputs; neuron++) {
    for (let k = layer.indptr[neuron]; k < layer.indptr[neuron + 1]; k++) {
      cells[neuron][layer.indices[k]] = layer.values![k];
    }
  }
  return { inputs: layer.inputs, outputs: layer.outputs, cells };
}

interface Link {
  readonly input: number;
  readonly neuron: number;
  readonly value: number;
}

function linksOf({ cells }: Dense): Link[] {
  return cells.flatMap((row, neuron) =>
    row.flatMap((value, input) => (value === null ? [] : [{ input, neuron, value }])),
  );
}

const denseAndOrder = dense.chain((matrix) => {
  const links = linksOf(matrix);
  return fc.record({
    matrix: fc.constant(matrix),
    shuffled: fc.shuffledSubarray(links, { minLength: links.length, maxLength: links.length }),
  });
});

function grouped(links: readonly Link[], group: 'input' | 'neuron', groups: number) {
  const other = group === 'input' ? 'neuron' : 'input';
  const lists = Array.from({ length: groups }, (_, g) => links.filter((link) => link[group] === g));
  const indptr = [0];
  for (const list of lists) indptr.push(indptr.at(-1)! + list.length);
  return {
    indptr: Uint32Array.from(indptr),
    indices: Uint32Array.from(lists.flat(), (link) => link[other]),
    values: Float32Array.from(lists.flat(), (link) => link.value),
  };
}

function coo(sides: { inputs: number; outputs: number }, links: readonly Link[]) {
  return {
    ...sides,
    sources: Uint32Array.from(links, (link) => link.input),
    targets: Uint32Array.from(links, (link) => link.neuron),
    values: Float32Array.from(links, (link) => link.value),
  };
}

const options = { seed: 5, numRuns: 200 };

describe('constructing layers', () => {
  test('links in any order, by neuron and by input give the layer of the dense table', () => {
    fc.assert(
      fc.property(denseAndOrder, ({ matrix, shuffled }) => {
        const { inputs, outputs } = matrix;
        const layers = [
          layerFromLinks(coo({ inputs, outputs }, shuffled)),
          layerGroupedByNeuron({ inputs, outputs, ...grouped(shuffled, 'neuron', outputs) }),
          layerGroupedByInput({ inputs, outputs, ...grouped(shuffled, 'input', inputs) }),
        ];
        for (const layer of layers) {
          expect(validateLayer(layer)).toBe(layer);
          expect(toDense(layer)).toEqual(matrix);
        }
      }),
      options,
    );
  });

  test('a link listed twice is refused in every form', () => {
    fc.assert(
      fc.property(denseAndOrder, fc.nat(), ({ matrix, shuffled }, pick) => {
        fc.pre(shuffled.length > 0);
        const { inputs, outputs } = matrix;
        const twice = [...shuffled, shuffled[pick % shuffled.length]];
        expect(() => layerFromLinks(coo({ inputs, outputs }, twice))).toThrow(TopologyError);
        expect(() => layerGroupedByNeuron({ inputs, outputs, ...grouped(twice, 'neuron', outputs) })).toThrow(
          TopologyError,
        );
        expect(() => layerGroupedByInput({ inputs, outputs, ...grouped(twice, 'input', inputs) })).toThrow(
          TopologyError,
        );
      }),
      options,
    );
  });

  test('transposing exchanges the sides, says where each link was, and twice gives the layer back', () => {
    fc.assert(
      fc.property(dense, (matrix) => {
        const layer = layerFromLinks(coo(matrix, linksOf(matrix)));
        const { layer: turned, positions } = transpose(layer);
        validateLayer(turned);
        const table = toDense(turned);
        matrix.cells.forEach((row, neuron) => {
          row.forEach((value, input) => {
            expect(table.cells[input][neuron]).toBe(value);
          });
        });
        expect([...positions].map((k) => layer.values![k])).toEqual([...turned.values!]);
        expect(transpose(turned).layer).toEqual(layer);
        expect([...fanOut(layer)]).toEqual([...fanIn(turned)]);
        expect([...fanIn(layer)]).toEqual(matrix.cells.map((row) => row.filter((v) => v !== null).length));
      }),
      options,
    );
  });

  test('keeping some links leaves the others out', () => {
    fc.assert(
      fc.property(dense, fc.infiniteStream(fc.boolean()), (matrix, flags) => {
        const layer = layerFromLinks(coo(matrix, linksOf(matrix)));
        const keep = Uint8Array.from(layer.indices, () => (flags.next().value === true ? 1 : 0));
        const kept = validateLayer(keepLinks(layer, keep));
        const expected = linksOf(matrix).filter((_, k) => keep[k] === 1);
        expect(linksOf(toDense(kept))).toEqual(expected);
      }),
      options,
    );
  });

  test('a layer without values stays without', () => {
    const layer = layerFromLinks({
      inputs: 2,
      outputs: 2,
      sources: Uint32Array.of(1, 0),
      targets: Uint32Array.of(0, 1),
    });
    expect(layer).toEqual({
      inputs: 2,
      outputs: 2,
      indptr: Uint32Array.of(0, 1, 2),
      indices: Uint32Array.of(1, 0),
    });
    expect('values' in transpose(layer).layer).toBe(false);
  });
});

describe('validating layers', () => {
  const good: SparseLayer = {
    inputs: 3,
    outputs: 2,
    indptr: Uint32Array.of(0, 2, 3),
    indices: Uint32Array.of(0, 2, 1),
    values: Float32Array.of(1, 2, 3),
  };
  const bad: readonly (readonly [string, Partial<SparseLayer>, RegExp])[] = [
    ['a width that is no count', { inputs: -1 }, /number of inputs/],
    ['a width that is no integer', { outputs: 1.5 }, /number of outputs/],
    ['a width beyond every memory', { inputs: MAX_UNITS + 1 }, /number of inputs/],
    ['an indptr of another length', { indptr: Uint32Array.of(0, 3) }, /indptr of length 3, found length 2/],
    ['an indptr that starts late', { indptr: Uint32Array.of(1, 2, 3) }, /starts with 0, found 1/],
    ['an indptr that falls', { indptr: Uint32Array.of(0, 4, 3) }, /never falls, found 3 after 4/],
    ['an indptr that ends early', { indptr: Uint32Array.of(0, 1, 2) }, /ends with the 3 links, found 2/],
    [
      'an input out of range',
      { indices: Uint32Array.of(0, 3, 1) },
      /inputs below 3, found input 3 at neuron 0/,
    ],
    ['unsorted inputs', { indices: Uint32Array.of(2, 0, 1) }, /found input 0 after 2 at neuron 0/],
    ['an input twice', { indices: Uint32Array.of(2, 2, 1) }, /found input 2 twice at neuron 0/],
    ['values of another length', { values: Float32Array.of(1) }, /value for each of 3 links, found 1 values/],
  ];
  test.each(bad)('%s is refused', (_, change, message) => {
    expect(() => validateLayer({ ...good, ...change })).toThrow(TopologyError);
    expect(() => validateLayer({ ...good, ...change })).toThrow(message);
  });

  test('a network has layers that fit each other', () => {
    expect(() => validateTopology({ layers: [] })).toThrow(/at least one layer/);
    expect(() => validateTopology({ layers: [good, good] })).toThrow(
      /layer 1: expected as many inputs as the layer before has outputs \(2\), found 3 inputs/,
    );
    expect(validateTopology({ layers: [good] }).layers).toEqual([good]);
    const wide = { ...good, inputs: good.outputs * 4, inputsPerUnit: 4 };
    expect(validateTopology({ layers: [good, wide] }).layers).toEqual([good, wide]);
    expect(() => validateTopology({ layers: [good, { ...wide, inputsPerUnit: 2 }] })).toThrow(
      new RegExp(
        `layer 1: expected 2 inputs for each of the ${good.outputs} outputs .*, found ${wide.inputs} inputs`,
      ),
    );
    for (const inputsPerUnit of [0, -1, 1.5, NaN, good.inputs + 1]) {
      expect(() => validateLayer({ ...good, inputsPerUnit })).toThrow(/that divides the/);
    }
  });

  test('ends out of range are refused before they are sorted', () => {
    const list = { inputs: 2, outputs: 3, sources: Uint32Array.of(2), targets: Uint32Array.of(0) };
    expect(() => layerFromLinks(list)).toThrow(/inputs below 2, found 2/);
    expect(() => layerFromLinks({ ...list, sources: Uint32Array.of(0), targets: Uint32Array.of(3) })).toThrow(
      /neurons below 3, found 3/,
    );
    expect(() =>
      layerGroupedByInput({
        inputs: 1,
        outputs: 3,
        indptr: Uint32Array.of(0, 1),
        indices: Uint32Array.of(3),
      }),
    ).toThrow(TopologyError);
    expect(() =>
      layerGroupedByInput({
        inputs: 1,
        outputs: 3,
        indptr: Uint32Array.of(0, 2),
        indices: Uint32Array.of(1),
      }),
    ).toThrow(TopologyError);
  });
});
