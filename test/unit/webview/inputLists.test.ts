/** Inputs of the network as lists: which come first, what is told of each, and in which order. */
import { describe, expect, it } from 'vitest';
import type { ReceptiveField } from '../../../src/protocol/layerProfile';
import { firstInputList, type InputColumn } from '../../../src/protocol/structureChoices';
import { randomStream } from '../../../src/topology/random';
import { fieldList } from '../../../webview/evolution/detail/inputs/fieldList';
import { fieldColumns } from '../../../webview/evolution/detail/inputs/inputColumns';
import { inputsTable } from '../../../webview/evolution/detail/inputs/inputsTable';
import type { InputValues } from '../../../webview/evolution/detail/inputs/inputValues';
import { inputRows, mostListed } from '../../../webview/evolution/detail/inputs/listedInputs';
import { mapList } from '../../../webview/evolution/detail/inputs/mapList';

const nameOf = (input: number): string => `column ${String(input)}`;

function valuesOf(kind: InputValues['kind'], values: readonly number[]): InputValues {
  return {
    kind,
    measure: '',
    values,
    most: Math.max(...values.map(Math.abs)),
    used: () => true,
    format: String,
  };
}

/** Of a neuron of the first layer, from the weights of its inputs. */
function fieldOf(inputs: number, weights: Readonly<Record<number, number>>): ReceptiveField {
  const own = Object.keys(weights).map(Number);
  const paths = new Float64Array(inputs);
  for (const input of own) paths[input] = 1;
  return { paths, own: Uint32Array.from(own), weights: Float32Array.from(Object.values(weights)) };
}

const sortedBy = (column: InputColumn, descending = false) => ({ all: true, sort: { column, descending } });

describe('the input map as a list', () => {
  it('ranks by size whatever the sign, and tells gained from lost', () => {
    const rows = inputRows(mapList(valuesOf('change', [-4, 1, 0]), nameOf), firstInputList);
    expect(rows.map(({ rank, name, value, change }) => [rank, name, value, change])).toEqual([
      [1, 'column 0', -4, 'lost'],
      [2, 'column 1', 1, 'gained'],
      [3, 'column 2', 0, null],
    ]);
  });

  it('has the same first rows by selection as by sorting all', () => {
    const random = randomStream(1, 'lists');
    const values = Array.from({ length: 300 }, () => Math.floor(random.uniform() * 40));
    const listed = mapList(valuesOf('links', values), nameOf);
    const few = inputRows(listed, firstInputList);
    expect(few).toHaveLength(mostListed);
    expect(few).toEqual(inputRows(listed, { ...firstInputList, all: true }).slice(0, mostListed));
    // Another order of the same ones.
    const byName = inputRows(listed, { all: false, sort: { column: 'name', descending: true } });
    expect(byName.map(({ input }) => input)).toEqual(few.map(({ input }) => input).sort((a, b) => b - a));
  });
});

describe('the receptive field as a list', () => {
  const now = fieldOf(6, { 0: 0.5, 2: -2, 5: 1 });
  const before = fieldOf(6, { 0: -0.25, 1: 9, 3: 0.5 });

  it('ranks weights by size, then what was lost, and says what became of each', () => {
    const rows = inputRows(fieldList(now, before, 'weights', nameOf), firstInputList);
    expect(rows.map(({ input, value, before: was, change }) => [input, value, was, change])).toEqual([
      [2, -2, null, 'gained'],
      [5, 1, null, 'gained'],
      [0, 0.5, -0.25, 'kept'],
      [1, null, 9, 'lost'],
      [3, null, 0.5, 'lost'],
    ]);
  });

  it('is sorted by any column, what has no value last either way', () => {
    const listed = fieldList(now, before, 'weights', nameOf);
    const inputs = (column: InputColumn, descending = false): number[] =>
      inputRows(listed, sortedBy(column, descending)).map(({ input }) => input);
    expect(inputs('value')).toEqual([2, 0, 5, 1, 3]);
    expect(inputs('value', true)).toEqual([5, 0, 2, 1, 3]);
    expect(inputs('before', true)).toEqual([1, 3, 0, 2, 5]);
    expect(inputs('input', true)).toEqual([5, 3, 2, 1, 0]);
    expect(inputs('change')).toEqual([2, 5, 0, 1, 3]);
  });

  it('counts paths where links have no weights of their own; alone it says nothing of change', () => {
    const deep: ReceptiveField = { paths: Float64Array.of(0, 3, 1), own: Uint32Array.of(1), weights: null };
    const rows = inputRows(fieldList(deep, null, 'paths', nameOf), firstInputList);
    expect(rows.map(({ input, value, before: was, change }) => [input, value, was, change])).toEqual([
      [1, 3, null, null],
      [2, 1, null, null],
    ]);
  });

  it('is exported whole, in the order that is chosen', () => {
    const listed = fieldList(now, before, 'weights', nameOf);
    expect(inputsTable(listed, fieldColumns.weights, { ...sortedBy('name'), all: false })).toEqual({
      columns: ['Rank', 'Input', 'Name', 'Weight', 'Before', 'Change'],
      rows: [
        [3, 0, 'column 0', 0.5, -0.25, 'kept'],
        [4, 1, 'column 1', null, 9, 'lost'],
        [1, 2, 'column 2', -2, null, 'gained'],
        [5, 3, 'column 3', null, 0.5, 'lost'],
        [2, 5, 'column 5', 1, null, 'gained'],
      ],
    });
  });
});
